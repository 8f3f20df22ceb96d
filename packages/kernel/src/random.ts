/** A seeded source: the same seed gives the same run. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/** mulberry32: 32 bits of state, passes the usual small tests, never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    },
  };
}

/** Uniform integer in [low, high). */
export const integerBetween = (random: Random, low: number, high: number): number =>
  low + Math.floor(random.next() * (high - low));

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[integerBetween(random, 0, items.length)] as T;
}

/** Exponential waiting time with the given mean, in the mean's unit. */
export const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random.next());
