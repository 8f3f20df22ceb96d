/** What may be matched: for row r the columns column[first[r]] … with their costs; no column twice in a row. */
export interface SparseCosts {
  readonly rows: number;
  readonly columns: number;
  readonly first: Int32Array;
  readonly column: Int32Array;
  readonly cost: Float64Array;
  /** What it costs to leave a row without a column. */
  readonly unmatched: Float64Array;
}

export interface Matching {
  /** For each row its column, −1 for none. */
  readonly columnOf: Int32Array;
  readonly cost: number;
}

const SETTLED = -2;

/**
 * Exact minimum of the summed costs by shortest augmenting paths (R. Jonker, A. Volgenant, Computing 38, 1987; with the
 * single-sink search of D. F. Crouse, IEEE TAES 52, 2016), over sparse costs and with a private way out for each row. Ties
 * go to the lower column. Costs are finite and of either sign.
 */
export function minCostAssignment(problem: SparseCosts): Matching {
  const { rows, columns, first, column, cost, unmatched } = problem;
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const columnOf = new Int32Array(rows).fill(-1);
  const rowOf = new Int32Array(columns).fill(-1);
  const reached = new Float64Array(columns).fill(Infinity);
  const cameFrom = new Int32Array(columns);
  const heap = new Int32Array(columns);
  const place = new Int32Array(columns).fill(-1);
  const settled: number[] = [];
  const touched: number[] = [];
  for (let start = 0; start < rows; start++) {
    let row = start;
    let here = 0;
    let size = 0;
    let leaver = -1;
    let leaveAt = Infinity;
    let sink = -1;
    settled.length = 0;
    touched.length = 0;
    for (;;) {
      const leave = here + unmatched[row] - rowPrice[row];
      if (leave < leaveAt) {
        leaveAt = leave;
        leaver = row;
      }
      const base = here - rowPrice[row];
      for (let i = first[row]; i < first[row + 1]; i++) {
        const j = column[i];
        const at = base + cost[i] - columnPrice[j];
        // Nothing past the way out is looked at.
        if (at >= reached[j] || at >= leaveAt || place[j] === SETTLED) continue;
        if (reached[j] === Infinity) touched.push(j);
        reached[j] = at;
        cameFrom[j] = row;
        size = lift(heap, place, reached, j, size);
      }
      if (size === 0 || reached[heap[0]] >= leaveAt) break;
      const j = heap[0];
      size = dropTop(heap, place, reached, size);
      here = reached[j];
      settled.push(j);
      place[j] = SETTLED;
      if (rowOf[j] < 0) {
        sink = j;
        break;
      }
      row = rowOf[j];
    }
    const total = sink >= 0 ? here : leaveAt;
    rowPrice[start] += total;
    for (const j of settled) {
      if (j === sink) continue;
      rowPrice[rowOf[j]] += total - reached[j];
      columnPrice[j] -= total - reached[j];
    }
    augment(start, sink, leaver, cameFrom, columnOf, rowOf);
    for (const j of touched) {
      reached[j] = Infinity;
      place[j] = -1;
    }
  }
  return { columnOf, cost: totalOf(problem, columnOf) };
}

/** Hands columns down the path: the row that ends it gets the free column, or leaves. */
function augment(
  start: number,
  sink: number,
  leaver: number,
  cameFrom: Int32Array,
  columnOf: Int32Array,
  rowOf: Int32Array,
): void {
  let j = sink;
  if (j < 0) {
    j = columnOf[leaver];
    columnOf[leaver] = -1;
    if (leaver === start) return;
  }
  for (;;) {
    const row = cameFrom[j];
    const before = columnOf[row];
    rowOf[j] = row;
    columnOf[row] = j;
    if (row === start) return;
    j = before;
  }
}

function totalOf({ rows, first, column, cost, unmatched }: SparseCosts, columnOf: Int32Array): number {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    if (columnOf[row] < 0) {
      total += unmatched[row];
      continue;
    }
    for (let i = first[row]; i < first[row + 1]; i++) if (column[i] === columnOf[row]) total += cost[i];
  }
  return total;
}

const isBefore = (keys: Float64Array, a: number, b: number): boolean =>
  keys[a] < keys[b] || (keys[a] === keys[b] && a < b);

function lift(heap: Int32Array, place: Int32Array, keys: Float64Array, j: number, size: number): number {
  let i = place[j];
  if (i < 0) i = size++;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const other = heap[parent];
    if (!isBefore(keys, j, other)) break;
    heap[i] = other;
    place[other] = i;
    i = parent;
  }
  heap[i] = j;
  place[j] = i;
  return size;
}

function dropTop(heap: Int32Array, place: Int32Array, keys: Float64Array, size: number): number {
  const last = heap[--size];
  if (size === 0) return 0;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= size) break;
    if (child + 1 < size && isBefore(keys, heap[child + 1], heap[child])) child++;
    const other = heap[child];
    if (!isBefore(keys, other, last)) break;
    heap[i] = other;
    place[other] = i;
    i = child;
  }
  heap[i] = last;
  place[last] = i;
  return size;
}
