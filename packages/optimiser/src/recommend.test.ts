import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, meets, type Need, type Problem, recommend } from './recommend.ts';

const unit = (unitId: string, more: Partial<Candidate> = {}): Candidate => ({
  unitId,
  agency: 'fire',
  capabilities: ['pump'],
  distanceM: 1_000,
  isReturning: false,
  jobs: 0,
  isOwnDistrict: false,
  hasPosition: true,
  ...more,
});
const need = (capability: string, count = 1): Need => ({ agency: 'fire', capability, count });
const problem = (needs: Need[], candidates: Candidate[], travelTimesS: number[]): Problem => ({
  ...{ needs, candidates, travelTimesS },
  basis: 'road',
  alternatives: 5,
});
const proposed = (p: Problem) =>
  recommend(p)
    .units.filter((u) => u.proposed)
    .map((u) => u.unitId);

describe('a recommendation', () => {
  it('proposes the soonest unit that has what is needed, and says why', () => {
    const answer = recommend(
      problem([need('pump')], [unit('a'), unit('b'), unit('c', { capabilities: [] })], [300, 250, 10]),
    );
    expect(answer.units[0]).toMatchObject({ unitId: 'b', proposed: true, travelTimeS: 250 });
    expect(answer.units[0]?.reasons.map((r) => r.en)).toEqual(['arrives in 4:10', 'has what is needed: pump']);
    expect(answer.units[0]?.reasons[0]?.zh).toBe('预计 4:10 到达');
    expect(answer.units.slice(1).map((u) => u.unitId)).toEqual(['a']);
  });

  it('keeps the only ladder for the ladder need, although it is also the nearest pump', () => {
    const both = unit('both', { capabilities: ['pump', 'ladder'] });
    expect(proposed(problem([need('pump'), need('ladder')], [both, unit('far')], [60, 400]))).toEqual(['both', 'far']);
  });

  it('says what nobody can meet, and shows the nearest who lack it', () => {
    const answer = recommend(
      problem([need('hazmat', 2)], [unit('a'), unit('h', { capabilities: ['hazmat'] })], [10, 20]),
    );
    expect(answer.unmet).toEqual([{ agency: 'fire', capability: 'hazmat', missing: 1 }]);
    expect(answer.units.map((u) => [u.unitId, u.proposed, u.reasons.at(-1)?.code])).toEqual([
      ['h', true, 'capability'],
      ['a', false, 'missing-capability'],
    ]);
  });

  it('prefers a free patrol to a busy one unless it is much farther away', () => {
    const busy = unit('busy', { jobs: 1 });
    expect(proposed(problem([need('')], [busy, unit('free')], [60, 200]))).toEqual(['free']);
    expect(proposed(problem([need('')], [busy, unit('free')], [60, 900]))).toEqual(['busy']);
  });

  it('never proposes a unit that cannot get there', () => {
    expect(proposed(problem([need('')], [unit('island')], [Infinity]))).toEqual([]);
  });
});

const CAPABILITIES = ['pump', 'ladder', 'als', 'patrol'];
const AGENCY = fc.constantFrom('fire', 'medical', 'police' as const);
const problems = fc.record({
  needs: fc.array(
    fc.record({
      agency: AGENCY,
      capability: fc.constantFrom('', ...CAPABILITIES),
      count: fc.integer({ min: 0, max: 4 }),
    }),
    { maxLength: 5 },
  ),
  units: fc.array(
    fc.record({
      agency: AGENCY,
      capabilities: fc.uniqueArray(fc.constantFrom(...CAPABILITIES)),
      jobs: fc.integer({ min: 0, max: 2 }),
      travelTimeS: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constant(Infinity)),
    }),
    { maxLength: 25 },
  ),
});
type Drawn = typeof problems extends fc.Arbitrary<infer T> ? T : never;
const toProblem = (drawn: Drawn): Problem => ({
  needs: drawn.needs as Need[],
  candidates: drawn.units.map((u, i) => unit(`u${i}`, { ...u, agency: u.agency as Candidate['agency'] })),
  travelTimesS: drawn.units.map((u) => u.travelTimeS),
  basis: 'road',
  alternatives: 3,
});

describe('any recommendation', () => {
  it('never proposes a unit without the capability, nor the same unit twice', () => {
    fc.assert(
      fc.property(problems, (drawn) => {
        const p = toProblem(drawn);
        const { units } = recommend(p);
        expect(new Set(units.map((u) => u.unitId)).size).toBe(units.length);
        for (const u of units.filter((one) => one.proposed)) {
          const candidate = p.candidates.find((c) => c.unitId === u.unitId) as Candidate;
          expect(meets(candidate, { agency: u.agency, capability: u.capability, count: 1 })).toBe(true);
          expect(u.travelTimeS).toBeLessThan(Infinity);
        }
      }),
    );
  });

  it('accounts for every place: proposed and unmet add up to what is needed', () => {
    fc.assert(
      fc.property(problems, (drawn) => {
        const { units, unmet } = recommend(toProblem(drawn));
        const wanted = drawn.needs.reduce((sum, n) => sum + n.count, 0);
        const missing = unmet.reduce((sum, u) => sum + u.missing, 0);
        expect(units.filter((u) => u.proposed).length + missing).toBe(wanted);
      }),
    );
  });

  it('is the same for the same input, in whatever order the units come', () => {
    fc.assert(
      fc.property(problems, fc.infiniteStream(fc.nat()), (drawn, shuffle) => {
        const p = toProblem(drawn);
        const order = p.candidates.map((_, i) => i).sort((a, b) => ((shuffle.next().value as number) % 7) - 3 || a - b);
        const shuffled: Problem = {
          ...p,
          candidates: order.map((i) => p.candidates[i] as Candidate),
          travelTimesS: order.map((i) => p.travelTimesS[i] as number),
        };
        expect(recommend(shuffled)).toEqual(recommend(p));
        expect(recommend(p)).toEqual(recommend(p));
      }),
    );
  });
});
