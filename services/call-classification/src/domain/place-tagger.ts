import { rowOf } from './linear-model.ts';

/**
 * Finds the words of the place. A span is worth start(first unit) + inside(each unit) + end(last unit); the best span
 * of the call is the answer when it is worth more than none.
 */
export interface PlaceModel {
  readonly keys: Uint32Array;
  /** Three a feature: start, inside, end. */
  readonly weights: Float32Array;
}

export interface UnitScores {
  readonly start: Float64Array;
  readonly inside: Float64Array;
  readonly end: Float64Array;
}

export interface UnitSpan {
  /** Units, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/** Longest place, in units. */
export const MAX_PLACE_UNITS = 60;

/** The best span, or null when every span is worth less than nothing. */
export function bestSpan({ start, inside, end }: UnitScores): UnitSpan | null {
  let best: UnitSpan | null = null;
  for (let from = 0; from < start.length; from++) {
    let score = start[from] as number;
    const last = Math.min(start.length, from + MAX_PLACE_UNITS);
    for (let to = from + 1; to <= last; to++) {
      score += inside[to - 1] as number;
      const whole = score + (end[to - 1] as number);
      if (whole > (best?.score ?? 0)) best = { from, to, score: whole };
    }
  }
  return best;
}

export function tagPlace(model: PlaceModel, features: readonly Uint32Array[]): UnitSpan | null {
  const n = features.length;
  const scores = { start: new Float64Array(n), inside: new Float64Array(n), end: new Float64Array(n) };
  for (const [i, ids] of features.entries()) {
    for (const id of ids) {
      const row = rowOf(model.keys, id);
      if (row < 0) continue;
      scores.start[i] = (scores.start[i] as number) + (model.weights[row * 3] as number);
      scores.inside[i] = (scores.inside[i] as number) + (model.weights[row * 3 + 1] as number);
      scores.end[i] = (scores.end[i] as number) + (model.weights[row * 3 + 2] as number);
    }
  }
  return bestSpan(scores);
}
