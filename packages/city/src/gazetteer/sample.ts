import type { Random } from '@muster/kernel/random';
import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';

/** People passing where nobody lives; kinds without a number are no place a call comes from. */
const PASSING: Readonly<Partial<Record<GazetteerKind, number>>> = {
  street: 30,
  crossing: 12,
  'house-number': 6,
  compound: 200,
  building: 20,
  school: 300,
  mall: 400,
  hospital: 200,
  metro: 300,
  'metro-exit': 40,
  park: 40,
  hotel: 60,
  market: 100,
  office: 80,
  factory: 100,
  government: 40,
  station: 5,
  transport: 40,
  bridge: 15,
  village: 150,
  'km-post': 10,
  poi: 10,
};

/** Draws entries by weight in O(log n): running sums, then a binary search. */
export class PlaceSampler {
  readonly #entries: readonly GazetteerEntry[];
  readonly #sums: Float64Array;

  constructor(entries: readonly GazetteerEntry[]) {
    this.#entries = entries;
    this.#sums = new Float64Array(entries.length);
    let sum = 0;
    entries.forEach((entry, index) => {
      sum += entry.population ?? PASSING[entry.kind] ?? 0;
      this.#sums[index] = sum;
    });
  }

  sample(random: Random): GazetteerEntry | undefined {
    const total = this.#sums.at(-1) ?? 0;
    if (total === 0) return this.#entries[Math.floor(random.next() * this.#entries.length)];
    const at = random.next() * total;
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sums[middle] > at) high = middle;
      else low = middle + 1;
    }
    return this.#entries[low];
  }
}
