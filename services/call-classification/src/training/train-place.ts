import type { Random } from '@muster/kernel/random';
import { bestSpan, MAX_PLACE_UNITS, type PlaceModel, type UnitScores } from '../domain/place-tagger.ts';
import { shuffle } from './train-linear.ts';

export interface PlaceExample {
  /** Hashed features of each unit. */
  readonly features: readonly Uint32Array[];
  /** Units of the true place, end exclusive; null where the caller names none. */
  readonly span: readonly [from: number, to: number] | null;
}

const EPOCHS = 10;
/** What a unit on the wrong side costs while training: the true span must win by as much. */
const MARGIN = 0.6;
const SMALLEST_WEIGHT = 0.1;

/** Averaged structured perceptron with a margin (Collins 2002; Taskar et al. 2003): one best span a call. */
export function trainPlace(examples: readonly PlaceExample[], random: Random): PlaceModel {
  const rows = new Map<number, number>();
  const known = examples.map(({ features }) =>
    features.map((ids) =>
      Uint32Array.from(ids, (id) => {
        const row = rows.get(id) ?? rows.size;
        rows.set(id, row);
        return row;
      }),
    ),
  );
  const weights = new Float64Array(rows.size * 3);
  const summed = new Float64Array(rows.size * 3);
  const order = examples.map((_, i) => i);
  let steps = 1;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const e of order) {
      const { span } = examples[e] as PlaceExample;
      const units = known[e] as Uint32Array[];
      const scores = scoresOf(units, weights);
      const guess = bestSpan(withMargin(scores, span));
      if ((guess === null && span === null) || (guess?.from === span?.[0] && guess?.to === span?.[1])) {
        steps++;
        continue;
      }
      if (span !== null) move(units, span, 1, weights, summed, steps);
      if (guess !== null) move(units, [guess.from, guess.to], -1, weights, summed, steps);
      steps++;
    }
  }
  return averaged(rows, weights, summed, steps);
}

function scoresOf(units: readonly Uint32Array[], weights: Float64Array): UnitScores {
  const sum = (kind: number) =>
    Float64Array.from(units, (rows) => {
      let total = 0;
      for (const row of rows) total += weights[row * 3 + kind] as number;
      return total;
    });
  return { start: sum(0), inside: sum(1), end: sum(2) };
}

/** Wrong units are made a little better than they are. "None" scores 0, so the truth's own units are charged instead. */
function withMargin({ start, inside, end }: UnitScores, span: readonly [number, number] | null): UnitScores {
  const shifted = inside.map((score, i) =>
    span !== null && i >= span[0] && i < span[1] ? score - MARGIN / 2 : score + MARGIN / 2,
  );
  return { start, inside: shifted, end };
}

function move(
  units: readonly Uint32Array[],
  [from, to]: readonly [number, number],
  by: number,
  weights: Float64Array,
  summed: Float64Array,
  steps: number,
): void {
  const add = (unit: number, kind: number) => {
    for (const row of units[unit] as Uint32Array) {
      weights[row * 3 + kind] = (weights[row * 3 + kind] as number) + by;
      summed[row * 3 + kind] = (summed[row * 3 + kind] as number) + by * steps;
    }
  };
  add(from, 0);
  for (let i = from; i < to; i++) add(i, 1);
  add(to - 1, 2);
}

function averaged(
  rows: ReadonlyMap<number, number>,
  weights: Float64Array,
  summed: Float64Array,
  steps: number,
): PlaceModel {
  const kept: [number, number, number, number][] = [];
  for (const [id, row] of rows) {
    const w = [0, 1, 2].map((k) => (weights[row * 3 + k] as number) - (summed[row * 3 + k] as number) / steps);
    if (w.some((value) => Math.abs(value) >= SMALLEST_WEIGHT))
      kept.push([id, w[0] as number, w[1] as number, w[2] as number]);
  }
  kept.sort(([a], [b]) => a - b);
  return {
    keys: Uint32Array.from(kept, ([id]) => id),
    weights: Float32Array.from(kept.flatMap(([, a, b, c]) => [a, b, c])),
  };
}

/** Units of the place's first occurrence in the text; null when no unit begins and ends there. */
export function spanOfPlace(
  units: readonly { start: number; end: number }[],
  range: readonly [start: number, end: number],
): readonly [number, number] | null {
  const from = units.findIndex((unit) => unit.end > range[0]);
  let to = from;
  while (to < units.length && (units[to] as { start: number }).start < range[1]) to++;
  return from < 0 || to <= from || to - from > MAX_PLACE_UNITS ? null : [from, to];
}
