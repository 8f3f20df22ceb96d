import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Coverage, type PointSets, pointSetsOf } from './coverage.ts';
import { CREW_MOVES, JOINT, JOINT_RESTRICTED, type JointPolicy } from './joint-policy.ts';
import { chooseMove, mayMove } from './move-ups.ts';
import { type JointProblem, type OpenCall, planJointly, type SendableUnit } from './plan-jointly.ts';
import { DISPATCHER_RULES, mayDivert } from './refusal-rules.ts';

const call = (more: Partial<OpenCall> = {}): OpenCall => ({
  ...{ class: 0, slackS: 400, waitedS: 60, unit: -1, wasDiverted: false },
  ...more,
});
const unit = (more: Partial<SendableUnit> = {}): SendableUnit => ({
  ...{ call: -1, wasDiverted: false, freeInS: 0, freeMeanS: 0, coverLoss: 0 },
  ...more,
});
const plan = (policy: JointPolicy, calls: OpenCall[], units: SendableUnit[], rows: number[][]): number[] => [
  ...planJointly(policy, { calls, units, travelS: Float64Array.from(rows.flat()) }),
];

describe('a joint plan', () => {
  it('sends the nearest unit to a single call', () => {
    expect(plan(JOINT_RESTRICTED, [call()], [unit(), unit()], [[300, 200]])).toEqual([1]);
  });

  it('gives two calls the units that are in time for both, not the nearest to the first', () => {
    const rows = [
      [100, 300],
      [350, 900],
    ];
    expect(plan(JOINT_RESTRICTED, [call(), call()], [unit(), unit()], rows)).toEqual([1, 0]);
  });

  it('takes a unit from a low priority for a life, and gives the first patient another at once', () => {
    const low = call({ class: 2, slackS: 1_000, unit: 0 });
    const rows = [
      [400, 600],
      [100, 900],
    ];
    expect(plan(JOINT_RESTRICTED, [low, call()], [unit({ call: 0 }), unit()], rows)).toEqual([1, 0]);
  });

  it.each([
    ['from priority 1', call({ class: 0, unit: 0 }), unit({ call: 0 }), 400],
    ['three minutes from arrival', call({ class: 2, unit: 0 }), unit({ call: 0 }), 170],
    ['a second time for the patient', call({ class: 2, unit: 0, wasDiverted: true }), unit({ call: 0 }), 400],
    ['a second time for the crew', call({ class: 2, unit: 0 }), unit({ call: 0, wasDiverted: true }), 400],
  ])('never diverts %s', (_, first, driving, leftS) => {
    const rows = [
      [leftS, 600],
      [100, 900],
    ];
    expect(plan(JOINT_RESTRICTED, [first, call()], [driving, unit()], rows)).toEqual([0, 1]);
  });

  it('never diverts to an equal priority, nor for a gain under two minutes', () => {
    const rows = (nearS: number, freeS: number) => [
      [500, 600],
      [nearS, freeS],
    ];
    const units = [unit({ call: 0 }), unit()];
    expect(plan(JOINT_RESTRICTED, [call({ class: 1, unit: 0 }), call({ class: 1 })], units, rows(100, 900))).toEqual([
      0, 1,
    ]);
    expect(plan(JOINT_RESTRICTED, [call({ class: 2, unit: 0 }), call()], units, rows(350, 460))).toEqual([0, 1]);
  });

  it('lets an urgent call never wait while somebody can come', () => {
    const busy = unit({ freeInS: 10, freeMeanS: 1 });
    expect(plan(JOINT_RESTRICTED, [call()], [unit({ coverLoss: 50 }), busy], [[900, 20]])).toEqual([0]);
  });
});

const problems: fc.Arbitrary<JointProblem> = fc
  .record({
    units: fc.array(
      fc.record({
        wasDiverted: fc.boolean(),
        freeMeanS: fc.constantFrom(0, 0, 0, 600),
        coverLoss: fc.double({ min: 0, max: 0.5, noNaN: true }),
        /** Index into the calls, taken where it is free. */
        wants: fc.integer({ min: -4, max: 5 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    calls: fc.array(
      fc.record({
        class: fc.integer({ min: 0, max: 2 }),
        slackS: fc.integer({ min: -600, max: 1_200 }),
        waitedS: fc.integer({ min: 0, max: 1_200 }),
        wasDiverted: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    seed: fc.infiniteStream(
      fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 1_500 }) }, fc.constant(Infinity)),
    ),
  })
  .map(({ units, calls, seed }) => {
    const unitOf = new Array<number>(calls.length).fill(-1);
    const made = units.map(({ wants, ...one }, u) => {
      const takes = one.freeMeanS === 0 && wants >= 0 && wants < calls.length && unitOf[wants] < 0;
      if (takes) unitOf[wants] = u;
      return { ...one, freeInS: 0, call: takes ? wants : -1 };
    });
    const travelS = Float64Array.from({ length: calls.length * units.length }, (_, i) => {
      const own = unitOf[Math.floor(i / units.length)] === i % units.length;
      const s = seed.next().value as number;
      return own && s === Infinity ? 500 : s;
    });
    return { calls: calls.map((one, c) => ({ ...one, unit: unitOf[c] })), units: made, travelS };
  });

describe('any joint plan', () => {
  it.each([
    ['joint', JOINT],
    ['joint-restricted', JOINT_RESTRICTED],
  ])(
    '%s never gives one unit two calls, never sends a busy one or one without a way, and is the same again',
    (_, policy) => {
      fc.assert(
        fc.property(problems, (problem) => {
          const found = [...planJointly(policy, problem)];
          const sent = found.filter((u) => u >= 0);
          expect(new Set(sent).size).toBe(sent.length);
          found.forEach((u, c) => {
            if (u < 0) return;
            expect(problem.units[u].freeMeanS).toBe(0);
            expect(problem.travelS[c * problem.units.length + u]).toBeLessThan(Infinity);
          });
          expect([...planJointly(policy, problem)]).toEqual(found);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('breaks none of the dispatcher’s rules', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { calls, units, travelS } = problem;
        planJointly(JOINT_RESTRICTED, problem).forEach((u, c) => {
          if (u < 0 || units[u].call < 0 || units[u].call === c) return;
          const left = calls[units[u].call];
          expect(left.class).toBeGreaterThan(calls[c].class);
          expect(left.class).toBeGreaterThan(0);
          expect(travelS[units[u].call * units.length + u]).toBeGreaterThanOrEqual(180);
          expect(left.wasDiverted || units[u].wasDiverted || calls[c].wasDiverted).toBe(false);
        });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the dispatcher’s rules', () => {
  const change = { fromClass: 2, toClass: 0, leftS: 400, wasDiverted: false, withS: 200, withoutS: 400 };
  it('allow a good reason and refuse each bad one', () => {
    expect(mayDivert(DISPATCHER_RULES, change)).toBe(true);
    for (const bad of [
      { fromClass: 0 },
      { toClass: 2 },
      { leftS: 179 },
      { wasDiverted: true },
      { withS: 281 },
      { withoutS: 900, withS: 700 },
    ]) {
      expect(mayDivert(DISPATCHER_RULES, { ...change, ...bad })).toBe(false);
    }
  });
});

function expected({ weight, first, post }: PointSets, busy: number, units: readonly number[]): number {
  let total = 0;
  for (let s = 0; s < weight.length; s++) {
    let n = 0;
    for (let i = first[s]; i < first[s + 1]; i++) n += units[post[i]];
    total += weight[s] * (1 - busy ** n);
  }
  return total;
}

describe('expected coverage', () => {
  it('gains, loses and moves as the sum over all places says', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            demand: fc.integer({ min: 1, max: 9 }),
            s: fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 4, maxLength: 4 }),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
        (places, units) => {
          const demand = places.map((place) => place.demand);
          const sets = pointSetsOf(
            4,
            demand,
            places.flatMap((place) => place.s),
            [{ reachS: 300, weight: 1 }],
          );
          const coverage = new Coverage(sets, 0.25);
          coverage.count(units);
          const now = expected(sets, 0.25, units);
          const after = (p: number, by: number, q = -1) =>
            expected(
              sets,
              0.25,
              units.map((n, i) => n + (i === p ? by : 0) + (i === q ? 1 : 0)),
            ) - now;
          for (let p = 0; p < 4; p++) {
            expect(coverage.gain[p]).toBeCloseTo(after(p, 1), 9);
            if (units[p] === 0) continue;
            expect(coverage.loss[p]).toBeCloseTo(-after(p, -1), 9);
            for (let q = 0; q < 4; q++) if (q !== p) expect(coverage.swap(p, q)).toBeCloseTo(after(p, -1, q), 9);
          }
        },
      ),
    );
  });
});

describe('a move-up', () => {
  const sets = pointSetsOf(2, [10, 10], [0, 900, 900, 0], [{ reachS: 300, weight: 0.1 }]);
  const coverage = new Coverage(sets, 0.3);
  const standing = { post: 0, lastMoveS: -Infinity, shiftMoves: 0 };
  const noonS = 12 * 3_600;
  it('takes one of two units to the post that has none, and nobody when it is not worth it', () => {
    coverage.count([2, 0]);
    expect(chooseMove(JOINT, coverage, [standing, standing], noonS, () => 100)).toMatchObject({ unit: 0, post: 1 });
    coverage.count([1, 1]);
    expect(chooseMove(JOINT, coverage, [standing, { ...standing, post: 1 }], noonS, () => 100)).toBeNull();
  });

  it('leaves a crew alone within the hour, after three in a shift, before its shift ends, and at night but for a great gain', () => {
    const may = (more: Partial<typeof standing>, nowS: number, gain = 1) =>
      mayMove(CREW_MOVES, { ...standing, ...more }, nowS, gain);
    expect(may({}, noonS)).toBe(true);
    expect(may({ lastMoveS: noonS - 3_000 }, noonS)).toBe(false);
    expect(may({ lastMoveS: noonS - 4_000, shiftMoves: 3 }, noonS)).toBe(false);
    expect(may({ lastMoveS: noonS - 12 * 3_600, shiftMoves: 3 }, noonS)).toBe(true);
    expect(may({}, 18.5 * 3_600)).toBe(false);
    expect(may({}, 3 * 3_600)).toBe(false);
    expect(may({}, 3 * 3_600, 3)).toBe(true);
  });
});
