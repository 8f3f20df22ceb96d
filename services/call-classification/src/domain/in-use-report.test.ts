import { describe, expect, it } from 'vitest';
import { type Baseline, reportInUse, stabilityIndex, UNMEASURED, type UseCell } from './in-use-report.ts';

const cell = (more: Partial<UseCell>): UseCell => ({
  ...{ channel: 'voice', proposed: 'fire.building', human: null, sent: false, second: null },
  ...{ band: 9, calls: 1, confidenceSum: 0.95 * (more.calls ?? 1), knownSum: 0, knownCalls: 0, foundOtherwise: 0 },
  ...more,
});
const baseline: Baseline = {
  calls: 200,
  types: new Map([
    ['fire.building', 100],
    ['police.noise', 100],
  ]),
  ...{ known: 0.9, confidence: 0.8, unsure: 0.1 },
};

describe('the report of the classifier in use', () => {
  it('counts as right only what a human said, and tells what was sent without a word', () => {
    const report = reportInUse(
      [
        cell({ calls: 6, human: 'fire.building' }),
        cell({ calls: 2, human: 'fire.vehicle', foundOtherwise: 1 }),
        cell({ calls: 9, sent: true }),
        cell({ calls: 3, channel: 'sms' }),
      ],
      new Map(),
      null,
    );
    expect(report.all).toEqual({ calls: 20, judged: 8, right: 6, sentUnchanged: 9, missed: 0 });
    expect(report.byChannel).toMatchObject([
      { key: 'voice', counts: { calls: 17, judged: 8, right: 6 } },
      { key: 'sms', counts: { calls: 3, judged: 0, right: 0 } },
    ]);
    expect(report.byType).toContainEqual({
      key: 'fire.vehicle',
      counts: { calls: 0, judged: 0, right: 0, sentUnchanged: 0, missed: 2 },
    });
    expect(report.confusions).toEqual([{ proposed: 'fire.building', human: 'fire.vehicle', count: 2 }]);
    expect(report.foundOtherwise).toBe(1);
  });

  it('sets confidence beside what came of it', () => {
    const { bands } = reportInUse([cell({ band: 3, calls: 4, confidenceSum: 1.4, human: 'x' })], new Map(), null);
    expect(bands).toHaveLength(10);
    expect(bands[3]).toEqual({ least: 0.3, below: 0.4, calls: 4, judged: 4, right: 0, meanConfidence: 0.35 });
  });

  it('compares types, words and confidence with the training set and with the period before', () => {
    const cells = [
      cell({ calls: 30, knownSum: 1.4, knownCalls: 2 }),
      cell({ calls: 10, proposed: 'police.noise', band: 2, confidenceSum: 2.5 }),
    ];
    const { drift } = reportInUse(cells, new Map([['fire.building', 40]]), baseline);
    expect(drift.types[0]).toEqual({ type: 'fire.building', inUse: 0.75, before: 1, inTraining: 0.5 });
    expect(drift.unknownInUse).toBeCloseTo(0.3);
    expect(drift.unknownInTraining).toBeCloseTo(0.1);
    expect(drift.unsureInUse).toBe(0.25);
    expect(drift.confidenceInUse).toBeCloseTo((28.5 + 2.5) / 40);
    expect(drift.psiTraining).toBeGreaterThan(0.1);
    expect([drift.callsBefore, drift.callsInTraining]).toEqual([40, 200]);
  });

  it('says where nothing was measured', () => {
    const { drift, all } = reportInUse([], new Map(), null);
    expect(all.calls).toBe(0);
    expect([drift.psiTraining, drift.unknownInUse, drift.confidenceInUse]).toEqual([
      UNMEASURED,
      UNMEASURED,
      UNMEASURED,
    ]);
  });

  it('tells when a second opinion was right alone, and when ours was', () => {
    const report = reportInUse(
      [
        cell({ calls: 2, human: 'a', proposed: 'b', second: 'a' }),
        cell({ calls: 3, human: 'b', proposed: 'b', second: 'a' }),
        cell({ calls: 4, human: 'b', proposed: 'b', second: 'b' }),
        cell({ calls: 5, human: null, proposed: 'b', second: 'a' }),
      ],
      new Map(),
      null,
    );
    expect([report.secondOpinions, report.secondRightAlone, report.oursRightAlone]).toEqual([14, 2, 3]);
  });
});

describe('the stability index', () => {
  it('is nothing for the same shares, and grows with their difference', () => {
    const half = new Map([
      ['a', 500],
      ['b', 500],
    ]);
    expect(stabilityIndex(half, half)).toBeCloseTo(0);
    const shifted = (a: number) => stabilityIndex(new Map(Object.entries({ a, b: 1_000 - a })), half);
    expect(shifted(600)).toBeLessThan(0.1);
    expect(shifted(900)).toBeGreaterThan(0.25);
    expect(shifted(1_000)).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});
