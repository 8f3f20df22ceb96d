import { describe, expect, it } from 'vitest';
import { compare, cpuPer, median, perWallSecond, type Sample } from '../bench/harness.ts';
import { renderResults } from '../bench/results-file.ts';
import { type BenchResult, ROWS, runBenches } from '../bench/run.ts';

const TINY = 0.01;
const TIMEOUT_MS = 60_000;

const sample = (count: number, wallS: number, cpuUs: number): Sample => ({ count, wallS, cpuUs: { one: cpuUs } });

describe('comparing', () => {
  it('has a ratio above 1 when ours is better, for rates and for costs', () => {
    const ours = [sample(200, 1, 100)];
    const peer = [sample(100, 1, 100)];
    expect(compare('rate', perWallSecond('a/s'), ours, peer).ratio).toBe(2);
    expect(compare('cost', cpuPer('one'), ours, peer)).toMatchObject({ ours: 0.5, peer: 1, ratio: 2 });
    expect(compare('alone', cpuPer('one'), ours, null)).toMatchObject({ peer: null, ratio: null, peerCpuUs: null });
  });

  it('takes the median, also of an even number', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
  });
});

describe('every bench, with next to nothing to do', () => {
  it.each(ROWS.map((row) => [row.name, row] as const))(
    '%s gives its row, and all that was sent arrived',
    async (name, row) => {
      const [result] = (await runBenches([row], { rounds: 2, scale: TINY })) as [BenchResult];
      expect(result.name).toBe(name);
      // Where nothing in a round is by chance, one is enough.
      expect([1, 2]).toContain(result.rounds);
      expect(result.n).toBeGreaterThan(0);
      for (const one of result.cases) {
        expect(one.ours).toBeGreaterThanOrEqual(0);
        expect(one.spread).toHaveLength(2);
        if (one.peer === null) expect(one.ratio).toBeNull();
      }
      const { facts } = result;
      for (const fact of ['lostPositions', 'mismatches', 'undecoded', 'liveUndecoded'])
        expect(facts[fact] ?? 0).toBe(0);
      expect(facts.stored).toBe(facts.acknowledged);
    },
    TIMEOUT_MS,
  );
});

describe('RESULTS.md', () => {
  const one = { name: 'a', ours: 2_000, peer: 1, ratio: 2, unit: 'x', cpuUs: 1, peerCpuUs: 2, cpuUsBy: {}, n: 1 };
  const result = (name: string, ours: number): BenchResult => {
    const it = { ...one, ours, rounds: 5, spread: [1, 2] as const };
    return {
      ...it,
      name,
      aim: '≥ 1',
      met: true,
      machine: 'm',
      load: 0,
      at: '2026-01-01T',
      path: 'p.',
      facts: {},
      cases: [it],
    };
  };

  it('replaces the rows of what was measured and keeps the others', () => {
    const order = ['first', 'second'];
    const before = renderResults([result('second', 7), result('first', 5)], order, '');
    const after = renderResults([result('second', 8)], order, before);
    expect(after).toContain('| first | a | 5 |');
    expect(after).toContain('| second | a | 8 |');
    expect(after).not.toContain('| second | a | 7 |');
    expect(after.indexOf('| first |')).toBeLessThan(after.indexOf('| second |'));
    expect(after).toContain('- **first** p.');
  });
});
