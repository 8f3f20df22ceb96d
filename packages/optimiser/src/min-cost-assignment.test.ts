import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignGreedily, type Slots } from './assign-greedily.ts';
import { assignJointly } from './assign-jointly.ts';
import { minCostAssignment, type SparseCosts } from './min-cost-assignment.ts';

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
