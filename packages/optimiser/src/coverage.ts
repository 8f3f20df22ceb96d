/** Places of demand that the same posts reach in time, put together: what coverage is counted over. */
export interface PointSets {
  readonly posts: number;
  /** Expected demand of each set, any unit. */
  readonly weight: Float64Array;
  /** The posts that reach set s in time: post[first[s]] … post[first[s + 1] − 1]. */
  readonly first: Int32Array;
  readonly post: Int32Array;
}

export interface ReachRule {
  /** A post this near reaches a place in time, seconds. */
  readonly reachS: number;
  /** How much demand under this rule counts. */
  readonly weight: number;
}

/**
 * Puts places together by the posts that reach them. `travelS[place × posts + post]` are seconds, `demand` the demand at
 * each place; each rule counts its own share of it. A place that no post reaches is in no set.
 */
export function pointSetsOf(
  posts: number,
  demand: ArrayLike<number>,
  travelS: ArrayLike<number>,
  rules: readonly ReachRule[],
): PointSets {
  const sets = new Map<string, { readonly near: number[]; weight: number }>();
  for (const { reachS, weight } of rules) {
    if (weight <= 0) continue;
    for (let place = 0; place < demand.length; place++) {
      const near: number[] = [];
      for (let p = 0; p < posts; p++) if (travelS[place * posts + p] <= reachS) near.push(p);
      if (near.length === 0) continue;
      const key = near.join();
      const set = sets.get(key);
      if (set === undefined) sets.set(key, { near, weight: demand[place] * weight });
      else set.weight += demand[place] * weight;
    }
  }
  const all = [...sets.values()];
  const first = new Int32Array(all.length + 1);
  all.forEach((set, s) => {
    first[s + 1] = first[s] + set.near.length;
  });
  const weight = Float64Array.from(all, (set) => set.weight);
  return { posts, weight, first, post: Int32Array.from(all.flatMap((set) => set.near)) };
}

/**
 * Expected coverage after M. S. Daskin (MEXCLP, Transportation Science 17, 1983): a place within reach of n units is served
 * in time with probability 1 − qⁿ, where q is the share of time a unit is busy. Counts may be fractions: a unit that will
 * be free soon is part of one.
 */
export class Coverage {
  /** What one more unit at a post would add, and what one fewer would take away (where one stands). */
  readonly gain: Float64Array;
  readonly loss: Float64Array;
  readonly #sets: PointSets;
  readonly #busy: number;
  /** qⁿ for n in steps of 1 / STEPS. */
  readonly #powers: Float64Array;
  /** Before and after: the count each set had, so that an unchanged city costs nothing. */
  readonly #units: Float64Array;
  readonly #reached: Int32Array;
  readonly #both: Float64Array;
  #hasBoth = false;

  /** @param busy q, above 0 and below 1. */
  constructor(sets: PointSets, busy: number) {
    this.#sets = sets;
    this.#busy = busy;
    this.#powers = Float64Array.from({ length: MOST_UNITS * STEPS + 1 }, (_, k) => busy ** (k / STEPS));
    this.#units = new Float64Array(sets.posts).fill(NaN);
    this.#reached = new Int32Array(sets.weight.length);
    this.gain = new Float64Array(sets.posts);
    this.loss = new Float64Array(sets.posts);
    this.#both = new Float64Array(sets.posts * sets.posts);
  }

  /** Counts anew: `units[p]` units at or on their way to post p. */
  count(units: ArrayLike<number>): void {
    if (!this.#take(units)) return;
    const { weight, first, post } = this.#sets;
    this.#hasBoth = false;
    this.gain.fill(0);
    this.loss.fill(0);
    for (let s = 0; s < weight.length; s++) {
      let n = 0;
      for (let i = first[s]; i < first[s + 1]; i++) n += this.#units[post[i]];
      this.#reached[s] = Math.min(MOST_UNITS * STEPS, Math.round(n * STEPS));
      const gain = weight[s] * (1 - this.#busy) * this.#powers[this.#reached[s]];
      for (let i = first[s]; i < first[s + 1]; i++) this.gain[post[i]] += gain;
    }
    // One unit fewer is 1 / q times one unit more, set by set, and so in sum.
    for (let p = 0; p < this.loss.length; p++) this.loss[p] = this.gain[p] / this.#busy;
  }

  /** What moving one unit from one post to another adds. */
  swap(from: number, to: number): number {
    if (from === to) return 0;
    if (!this.#hasBoth) this.#countBoth();
    return this.gain[to] + this.#both[from * this.#sets.posts + to] - this.loss[from];
  }

  #take(units: ArrayLike<number>): boolean {
    let isNew = false;
    for (let p = 0; p < this.#units.length; p++) {
      if (this.#units[p] === units[p]) continue;
      this.#units[p] = units[p];
      isNew = true;
    }
    return isNew;
  }

  /** Sets that two posts reach keep their unit when it moves from one to the other. */
  #countBoth(): void {
    const { posts, weight, first, post } = this.#sets;
    const both = this.#both.fill(0);
    for (let s = 0; s < weight.length; s++) {
      const gain = weight[s] * (1 - this.#busy) * this.#powers[this.#reached[s]];
      const more = gain / this.#busy - gain;
      for (let i = first[s]; i < first[s + 1]; i++) {
        if (this.#units[post[i]] < 1) continue;
        const row = post[i] * posts;
        for (let k = first[s]; k < first[s + 1]; k++) both[row + post[k]] += more;
      }
    }
    this.#hasBoth = true;
  }
}

/** Fractions of a unit are rounded to one in so many. */
const STEPS = 32;
const MOST_UNITS = 64;
