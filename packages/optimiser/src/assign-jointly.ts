import type { Assign } from './assign-greedily.ts';
import { minCostAssignment } from './min-cost-assignment.ts';

/**
 * The cheapest way to fill as many slots as can be filled: exact (min-cost-assignment.ts). Filling a slot always beats
 * leaving it empty; ties go to the lower row. A unit without a way (Infinity) is never taken.
 */
export const assignJointly: Assign = (slots, costs) => {
  const first = new Int32Array(slots.need.length + 1);
  const column: number[] = [];
  const cost: number[] = [];
  let most = 1;
  slots.need.forEach((_, slot) => {
    for (const row of slots.able[slot]) {
      if (!Number.isFinite(costs[row])) continue;
      column.push(row);
      cost.push(costs[row]);
      most = Math.max(most, Math.abs(costs[row]));
    }
    first[slot + 1] = column.length;
  });
  const slotCount = slots.need.length;
  // More than all slots together can cost: an empty one is the last resort.
  const unmatched = new Float64Array(slotCount).fill(2 * most * (slotCount + 1));
  return minCostAssignment({
    ...{ rows: slotCount, columns: slots.rows, first, unmatched },
    column: Int32Array.from(column),
    cost: Float64Array.from(cost),
  }).columnOf;
};
