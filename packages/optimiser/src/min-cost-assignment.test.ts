import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignGreedily, type Slots } from './assign-greedily.ts';
import { assignJointly } from './assign-jointly.ts';
import { minCostAssignment, type SparseCosts } from './min-cost-assignment.ts';
import { nearestCandidates } from './nearest-candidates.ts';

interface Drawn {
  readonly columns: number;
  readonly table: readonly (readonly (number | null)[])[];
  readonly unmatched: readonly number[];
}

const drawn: fc.Arbitrary<Drawn> = fc
  .record({ rows: fc.integer({ min: 0, max: 5 }), columns: fc.integer({ min: 0, max: 6 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      columns: fc.constant(columns),
      table: fc.array(
        fc.array(fc.oneof(fc.integer({ min: -20, max: 50 }), fc.constant(null)), {
          minLength: columns,
          maxLength: columns,
        }),
        { minLength: rows, maxLength: rows },
      ),
      unmatched: fc.array(fc.integer({ min: -5, max: 80 }), { minLength: rows, maxLength: rows }),
    }),
  );

function sparse({ columns, table, unmatched }: Drawn): SparseCosts {
  const first = [0];
  const column: number[] = [];
  const cost: number[] = [];
  for (const row of table) {
    row.forEach((value, j) => {
      if (value === null) return;
      column.push(j);
      cost.push(value);
    });
    first.push(column.length);
  }
  return {
    ...{ rows: table.length, columns, first: Int32Array.from(first), column: Int32Array.from(column) },
    ...{ cost: Float64Array.from(cost), unmatched: Float64Array.from(unmatched) },
  };
}

function bruteForce({ table, unmatched }: Drawn, row = 0, used: ReadonlySet<number> = new Set()): number {
  if (row === table.length) return 0;
  let best = unmatched[row] + bruteForce({ columns: 0, table, unmatched }, row + 1, used);
  table[row].forEach((value, j) => {
    if (value === null || used.has(j)) return;
    best = Math.min(best, value + bruteForce({ columns: 0, table, unmatched }, row + 1, new Set([...used, j])));
  });
  return best;
}

describe('a min-cost assignment', () => {
  it('costs what the best of all costs, uses no column twice, and only pairs that exist', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { columnOf, cost } = minCostAssignment(sparse(one));
        expect(cost).toBe(bruteForce(one));
        const taken = [...columnOf].filter((j) => j >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        columnOf.forEach((j, row) => {
          if (j >= 0) expect(one.table[row][j]).not.toBeNull();
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same for the same input', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        expect(minCostAssignment(sparse(one))).toEqual(minCostAssignment(sparse(one)));
      }),
    );
  });
});

/** The textbook's Hungarian method over a square table, as another way to the same cost. */
function hungarian(table: readonly (readonly number[])[]): number {
  const n = table.length;
  const [u, v, match] = [new Float64Array(n + 1), new Float64Array(n + 1), new Int32Array(n + 1)];
  for (let i = 1; i <= n; i++) {
    const [least, way, used] = [new Float64Array(n + 1).fill(Infinity), new Int32Array(n + 1), new Uint8Array(n + 1)];
    match[0] = i;
    let j0 = 0;
    do {
      used[j0] = 1;
      let [delta, j1] = [Infinity, 0];
      for (let j = 1; j <= n; j++) {
        if (used[j]) continue;
        const at = table[match[j0] - 1][j - 1] - u[match[j0]] - v[j];
        if (at < least[j]) [least[j], way[j]] = [at, j0];
        if (least[j] < delta) [delta, j1] = [least[j], j];
      }
      for (let j = 0; j <= n; j++) {
        if (used[j]) {
          u[match[j]] += delta;
          v[j] -= delta;
        } else least[j] -= delta;
      }
      j0 = j1;
    } while (match[j0] !== 0);
    for (; j0 !== 0; j0 = way[j0]) match[j0] = match[way[j0]];
  }
  return Array.from({ length: n }, (_, j) => table[match[j + 1] - 1][j]).reduce((sum, x) => sum + x, 0);
}

describe('many rows in a small district', () => {
  const clustered = fc.record({
    rows: fc.integer({ min: 32, max: 60 }),
    columns: fc.integer({ min: 20, max: 90 }),
    most: fc.constantFrom(3, 40, 1_000),
    draws: fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  });

  it('cost what another method says, with all columns and with the nearest alone', () => {
    fc.assert(
      fc.property(clustered, ({ rows, columns, most, draws }) => {
        const draw = () => draws.next().value as number;
        const near = Float64Array.from({ length: columns }, () => Math.floor(draw() * most));
        const costs = new Float64Array(rows * columns).map((_, i) =>
          draw() < 0.2 ? Infinity : near[i % columns] + Math.floor(draw() * 20),
        );
        const nobody = 5_000;
        const unmatched = new Float64Array(rows).fill(nobody);
        const size = rows + columns;
        // Every row has a column of its own for leaving; rows that are none cost nothing.
        const square = Array.from({ length: size }, (_, r) =>
          Array.from({ length: size }, (_, c) => {
            if (r >= rows) return 0;
            if (c >= columns) return nobody;
            return Math.min(1e6, costs[r * columns + c]);
          }),
        );
        const truth = hungarian(square);
        const candidates = nearestCandidates(rows, columns, costs, unmatched);
        expect(minCostAssignment(candidates).cost).toBe(truth);
        expect(minCostAssignment(nearestCandidates(rows, columns, costs, unmatched, columns)).cost).toBe(truth);
        const { disorder: _, ...unordered } = candidates;
        expect(minCostAssignment(unordered).cost).toBe(truth);
      }),
      { numRuns: 60 },
    );
  });
});

const slotsAndCosts = fc
  .record({ slots: fc.integer({ min: 0, max: 8 }), rows: fc.integer({ min: 0, max: 8 }) })
  .chain(({ slots, rows }) =>
    fc.record({
      able: fc.array(fc.subarray([...Array(rows).keys()]), { minLength: slots, maxLength: slots }),
      rows: fc.constant(rows),
      costs: fc.array(fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constant(Infinity)), {
        minLength: rows,
        maxLength: rows,
      }),
    }),
  );

const outcome = (taken: Int32Array, costs: Float64Array) => ({
  filled: taken.filter((row) => row >= 0).length,
  cost: taken.reduce((sum, row) => sum + (row < 0 ? 0 : costs[row]), 0),
});

describe('the joint way to fill slots', () => {
  it('never takes one unit twice, one that cannot, or one without a way; never fills fewer or costs more than the greedy one', () => {
    fc.assert(
      fc.property(slotsAndCosts, ({ able, rows, costs }) => {
        const slots: Slots = { need: able.map((_, s) => s), able, rows };
        const price = Float64Array.from(costs);
        const taken = assignJointly(slots, price);
        const used = [...taken].filter((row) => row >= 0);
        expect(new Set(used).size).toBe(used.length);
        taken.forEach((row, slot) => {
          if (row < 0) return;
          expect(able[slot]).toContain(row);
          expect(price[row]).toBeLessThan(Infinity);
        });
        const [ours, greedy] = [outcome(taken, price), outcome(assignGreedily(slots, price), price)];
        expect(ours.filled).toBeGreaterThanOrEqual(greedy.filled);
        if (ours.filled === greedy.filled) expect(ours.cost).toBeLessThanOrEqual(greedy.cost);
      }),
      { numRuns: 1_000 },
    );
  });
});
