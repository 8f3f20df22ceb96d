/** Mixes two 32-bit numbers into one (finaliser of MurmurHash3): seeds of streams that have nothing to do with each other. */
export function mixed(a: number, b: number): number {
  let h = (a ^ Math.imul(b + 0x9e3779b9, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/** Uniform in [0, 1) from a seed and a purpose, without a stream. */
export const uniformOf = (seed: number, purpose: number): number =>
  mixed(mixed(seed, purpose), 0x2545f491) / 4294967296;
