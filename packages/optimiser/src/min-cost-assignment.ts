/** What may be matched: for row r the columns column[first[r]] … with their costs; no column twice in a row. */
export interface SparseCosts {
  readonly rows: number;
  readonly columns: number;
  readonly first: Int32Array;
  readonly column: Int32Array;
  readonly cost: Float64Array;
  /** What it costs to leave a row without a column. */
  readonly unmatched: Float64Array;
  /** The columns of row r stand in order of cost but for less than disorder[r]: a search may then stop early in a row. */
  readonly disorder?: Float64Array;
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
  const { rows, columns, first, column, cost, unmatched, disorder } = problem;
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
  for (const start of bidForColumns(problem, rowPrice, columnPrice, columnOf, rowOf)) {
    let row = start;
    let here = 0;
    let size = 0;
    let leaver = -1;
    let leaveAt = Infinity;
    let bound = Infinity;
    let sink = -1;
    settled.length = 0;
    touched.length = 0;
    for (;;) {
      const leave = here + unmatched[row] - rowPrice[row];
      if (leave < leaveAt) {
        leaveAt = leave;
        leaver = row;
        if (leave < bound) bound = leave;
      }
      const base = here - rowPrice[row];
      const stopAt = disorder === undefined ? Infinity : disorder[row] - base;
      for (let i = first[row]; i < first[row + 1]; i++) {
        const j = column[i];
        // Prices of columns are never above 0, and nothing past the nearest known way out is looked at.
        if (cost[i] >= bound + stopAt) break;
        const at = base + cost[i] - columnPrice[j];
        if (at >= reached[j] || at >= bound || place[j] === SETTLED) continue;
        if (rowOf[j] < 0) bound = at;
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

/**
 * Rows bid for their best column what it is worth to them above the second best (Jonker and Volgenant's augmenting row
 * reduction); who is outbid bids again. Prices stay such that the searches afterwards are right. Gives the rows that are
 * still without a column, in their order: those that are left when it no longer goes quickly, or would rather leave.
 */
function bidForColumns(
  { rows, first, column, cost, unmatched, disorder }: SparseCosts,
  rowPrice: Float64Array,
  columnPrice: Float64Array,
  columnOf: Int32Array,
  rowOf: Int32Array,
): number[] {
  const waiting = Array.from({ length: rows }, (_, row) => row);
  const left: number[] = [];
  let bids = rows < FEW_ROWS ? 0 : BIDS_PER_ROW * rows;
  for (let next = 0; next < waiting.length; next++) {
    const row = waiting[next];
    if (bids-- <= 0) {
      left.push(row);
      continue;
    }
    const slack = disorder?.[row] ?? Infinity;
    let best = -1;
    let bestCost = unmatched[row];
    let second = Infinity;
    for (let i = first[row]; i < first[row + 1]; i++) {
      if (cost[i] >= second + slack) break;
      const j = column[i];
      const at = cost[i] - columnPrice[j];
      if (at >= second) continue;
      if (at < bestCost || (at === bestCost && best < 0)) {
        second = bestCost;
        bestCost = at;
        best = j;
      } else second = at;
    }
    // Leaving is a way of its own; a tie is settled by the searches.
    if (best < 0 || !(second > bestCost)) {
      left.push(row);
      continue;
    }
    rowPrice[row] = second;
    columnPrice[best] -= second - bestCost;
    const before = rowOf[best];
    rowOf[best] = row;
    columnOf[row] = best;
    if (before >= 0) {
      columnOf[before] = -1;
      waiting.push(before);
    }
  }
  return left.sort((a, b) => a - b);
}

/** Below this many rows the searches alone are quicker. */
const FEW_ROWS = 32;
const BIDS_PER_ROW = 100;

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
