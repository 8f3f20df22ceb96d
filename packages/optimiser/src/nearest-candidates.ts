import type { SparseCosts } from './min-cost-assignment.ts';

/** Costs of a row are put in order in so many steps of its range. */
const BUCKETS = 512;

/**
 * The columns each row could need, in order of cost: with n rows one of its n cheapest is always left for it, so that the
 * optimum over these is the optimum over all. `costs[row × columns + column]`, Infinity where they do not go together.
 * O(rows × columns): a histogram a row, no sorting.
 */
export function nearestCandidates(
  rows: number,
  columns: number,
  costs: Float64Array,
  unmatched: Float64Array,
  keep = rows,
): SparseCosts {
  const first = new Int32Array(rows + 1);
  const column = new Int32Array(rows * columns);
  const cost = new Float64Array(rows * columns);
  const disorder = new Float64Array(rows);
  const starts = new Int32Array(BUCKETS + 1);
  const bucket = new Uint16Array(columns);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const [low, high] = range(costs, start, start + columns);
    const scale = high > low ? (BUCKETS - 1) / (high - low) : 0;
    disorder[row] = scale > 0 ? 1.001 / scale : 0;
    starts.fill(0);
    for (let j = 0; j < columns; j++) {
      const value = costs[start + j];
      bucket[j] = value === Infinity ? BUCKETS : ((value - low) * scale) | 0;
      starts[bucket[j]]++;
    }
    // Counts become places; buckets past the last one needed get none.
    let size = 0;
    let last = -1;
    for (let b = 0; b < BUCKETS; b++) {
      const count = starts[b];
      if (size < keep) last = b;
      starts[b] = at + size;
      if (size < keep) size += count;
    }
    for (let j = 0; j < columns; j++) {
      if (bucket[j] > last) continue;
      const place = starts[bucket[j]]++;
      column[place] = j;
      cost[place] = costs[start + j];
    }
    at += size;
    first[row + 1] = at;
  }
  return { rows, columns, first, column, cost, unmatched, disorder };
}

function range(costs: Float64Array, start: number, end: number): readonly [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = start; i < end; i++) {
    const value = costs[i];
    if (value === Infinity) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
