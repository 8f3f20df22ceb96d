import { describe, expect, it } from 'vitest';
import { rankTypes, withLeads } from './choose-type.ts';

const CLASSES = ['call.prank', 'medical.fall', 'medical.burn', 'service.inquiry'];
const GRAVE = [false, true, true, false];
const rank = (shares: number[], said: string[] = []) =>
  rankTypes(Float64Array.from(shares), CLASSES, GRAVE, new Set(said)).map((index) => CLASSES[index]);

describe('the choice of a type', () => {
  it('is the likeliest', () => {
    expect(rank([0.1, 0.6, 0.2, 0.1])[0]).toBe('medical.fall');
  });

  it('is harmless only where danger is unlikely', () => {
    expect(rank([0.9, 0.05, 0.02, 0.03])[0]).toBe('call.prank');
    expect(rank([0.6, 0.1, 0.2, 0.1])).toEqual(['medical.burn', 'call.prank', 'medical.fall', 'service.inquiry']);
  });

  it('is harmless still less where danger is spoken of', () => {
    expect(rank([0.9, 0.06, 0.02, 0.02], ['weapon'])[0]).toBe('medical.fall');
    expect(rank([0.98, 0.01, 0.01, 0], ['weapon'])[0]).toBe('call.prank');
  });

  it('goes by the agency first: what its types share speaks for each of them', () => {
    const shares = withLeads(Float64Array.from([0.35, 0.33, 0.3, 0.02]), ['call', 'medical', 'medical', 'service']);
    expect(shares[1]).toBeGreaterThan(shares[0] as number);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});
