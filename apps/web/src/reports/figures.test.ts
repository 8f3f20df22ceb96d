import { describe, expect, it } from 'vitest';
import { driftWord, percent, shareOf } from './figures.ts';

describe('shares', () => {
  it('are surer the more there is', () => {
    const [few, many] = [shareOf(8, 10), shareOf(800, 1_000)];
    expect(few?.share).toBe(0.8);
    expect(few?.low).toBeCloseTo(0.49, 2);
    expect(few?.high).toBeCloseTo(0.943, 2);
    expect((many?.high ?? 1) - (many?.low ?? 0)).toBeLessThan(0.06);
  });

  it('stay within nothing and all, and are none of nothing', () => {
    expect(shareOf(0, 0)).toBeNull();
    expect(shareOf(5, 5)?.high).toBe(1);
    expect(shareOf(0, 5)?.low).toBe(0);
  });
});

it('has a word for every drift', () => {
  const words = [-1, 0.05, 0.2, 0.9].map((index) => driftWord(index, 1_000));
  expect(words).toEqual(['driftUnknown', 'driftNone', 'driftSome', 'driftMuch']);
  expect(driftWord(0.9, 70)).toBe('driftUnknown');
  expect(percent(0.856)).toBe('86%');
});
