import { describe, expect, it } from 'vitest';
import { INPUTS, LEVELS, likelyPriority, priorityInputs, priorityShares } from './priority-model.ts';

describe('how urgent a call is', () => {
  it('is a 1 as soon as it is likely enough, else the likeliest', () => {
    expect(likelyPriority(Float64Array.from([0.25, 0.6, 0.1, 0.05, 0]), 0.2)).toBe(1);
    expect(likelyPriority(Float64Array.from([0.15, 0.2, 0.5, 0.1, 0.05]), 0.2)).toBe(3);
  });

  it('has as inputs the log-odds of both views, from most urgent to least', () => {
    const usual = Float32Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const inputs = priorityInputs(usual, Float64Array.from([0.5, 0.5]), new Float64Array(LEVELS));
    expect(inputs).toHaveLength(INPUTS);
    for (let i = 0; i < 4; i++) expect(inputs[i]).toBeCloseTo(0, 9);
    for (let i = 5; i < INPUTS; i++) expect(inputs[i]).toBeGreaterThan(inputs[i - 1] as number);
  });

  it('gives shares that sum to 1, all alike where nothing was learnt', () => {
    const shares = priorityShares(new Float32Array(LEVELS * (INPUTS + 1)), new Float64Array(INPUTS).fill(3));
    expect([...shares]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2]);
  });
});
