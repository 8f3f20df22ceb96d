import type { Coverage } from './coverage.ts';
import type { JointPolicy, MoveRules } from './joint-policy.ts';

/** The post for a unit that has none: most coverage after the way there. `travelS` by post; ties go to the lower post. */
export function choosePost(policy: JointPolicy, coverage: Coverage, travelS: ArrayLike<number>): number {
  let best = 0;
  let bestValue = -Infinity;
  for (let p = 0; p < travelS.length; p++) {
    const value = coverage.gain[p] - policy.postPerS * travelS[p];
    if (value > bestValue) {
      bestValue = value;
      best = p;
    }
  }
  return best;
}

/** What is known of a crew that could be moved. Times in seconds, 0 is a midnight. */
export interface Movable {
  readonly post: number;
  readonly lastMoveS: number;
  /** Moves in the shift that `lastMoveS` fell into. */
  readonly shiftMoves: number;
}

export interface Move {
  readonly unit: number;
  readonly post: number;
  readonly gain: number;
}

/**
 * The one move that adds most, or null: "not worth it". `travelS(unit, post)` is asked only for moves that are worth
 * looking at; a unit with `post` −1 is not moved.
 */
export function chooseMove(
  policy: JointPolicy,
  coverage: Coverage,
  units: readonly Movable[],
  nowS: number,
  travelS: (unit: number, post: number) => number,
): Move | null {
  const { moves } = policy;
  if (moves === null) return null;
  let best: Move | null = null;
  let bestGain = policy.moveGain;
  units.forEach((unit, u) => {
    if (unit.post < 0) return;
    for (let p = 0; p < coverage.gain.length; p++) {
      const most = coverage.swap(unit.post, p);
      if (most <= bestGain) continue;
      const gain = most - policy.movePerS * (travelS(u, p) - travelS(u, unit.post));
      if (gain <= bestGain || !mayMove(moves, unit, nowS, gain / policy.moveGain)) continue;
      bestGain = gain;
      best = { unit: u, post: p, gain };
    }
  });
  return best;
}

/** `gainFactor`: the gain in multiples of the least one. */
export function mayMove(rules: MoveRules, unit: Movable, nowS: number, gainFactor: number): boolean {
  if (nowS - unit.lastMoveS < rules.betweenS) return false;
  const shift = shiftOf(rules, nowS);
  const moved = shiftOf(rules, unit.lastMoveS) === shift ? unit.shiftMoves : 0;
  if (moved >= rules.perShift) return false;
  const endS = (shift + 1) * rules.shiftS + rules.shiftStartS;
  if (endS - nowS < rules.beforeShiftEndS) return false;
  const hour = (((nowS % DAY_S) + DAY_S) % DAY_S) / 3_600;
  return hour >= rules.quietHours || gainFactor >= rules.quietGainFactor;
}

export const shiftOf = (rules: MoveRules, atS: number): number => Math.floor((atS - rules.shiftStartS) / rules.shiftS);

const DAY_S = 86_400;
