/** Places to fill: for each, the need it belongs to and the rows (units) that may fill it. */
export interface Slots {
  readonly need: readonly number[];
  readonly able: readonly (readonly number[])[];
  readonly rows: number;
}

/** For each slot the row that fills it, −1 where nobody is left. No row twice. */
export type Assign = (slots: Slots, costs: Float64Array) => Int32Array;

/**
 * The scarcest need first (fewest units that can meet it), each slot taking the cheapest unit left; ties go to the lower
 * row. A unit without a way (Infinity) is never taken. O(slots × able).
 */
export const assignGreedily: Assign = (slots, costs) => {
  const taken = new Int32Array(slots.need.length).fill(-1);
  const used = new Uint8Array(slots.rows);
  const order = slots.need.map((_, s) => s).sort((a, b) => size(slots, a) - size(slots, b) || a - b);
  for (const slot of order) {
    let best = -1;
    for (const row of slots.able[slot] as readonly number[]) {
      const cost = costs[row] as number;
      if (used[row] || cost === Infinity) continue;
      if (best < 0 || cost < (costs[best] as number)) best = row;
    }
    if (best < 0) continue;
    used[best] = 1;
    taken[slot] = best;
  }
  return taken;
};

const size = (slots: Slots, slot: number): number => (slots.able[slot] as readonly number[]).length;
