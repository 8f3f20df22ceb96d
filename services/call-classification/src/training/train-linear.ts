import { integerBetween, type Random } from '@muster/kernel/random';
import type { Features } from '../domain/features.ts';
import { type KnownFeatures, knownFeatures, type PackedWeights } from '../domain/linear-model.ts';

export interface Example {
  readonly features: Features;
  /** Class → share of the truth; sums to 1. */
  readonly target: ReadonlyMap<number, number>;
  /** 1 for a call; less for a single word of the lexicon. */
  readonly weight: number;
}

export interface LinearOptions {
  readonly epochs: number;
  readonly rate: number;
  /** Weight decay, by step of a feature. */
  readonly decay: number;
  /** Calls and sayings a feature must stand in. */
  readonly minCalls: number;
  /** Share of a call's features left out at each step, so that none is leant on alone (dropout). */
  readonly leaveOut: number;
}

export const LINEAR: LinearOptions = { epochs: 12, rate: 1, decay: 2e-4, minCalls: 3, leaveOut: 0.6 };
/** Five priorities need less freedom than a type for each call. */
export const URGENCY: LinearOptions = { ...LINEAR, epochs: 10, leaveOut: 0.5, decay: 1e-3 };

/** Known features, ascending, and how telling each is. */
export interface Vocabulary {
  readonly keys: Uint32Array;
  readonly idf: Float32Array;
}

/** Weights before they are packed into bytes. */
export interface RawLinear extends Vocabulary {
  readonly weights: Float32Array;
  readonly bias: Float64Array;
}

/**
 * Softmax regression by AdaGrad (Duchi, Hazan, Singer 2011), one call a step. The order comes from the given source
 * and all sums run in a fixed order, so that the same corpus gives the same bits.
 */
export function trainLinear(
  examples: readonly Example[],
  classes: number,
  random: Random,
  options = LINEAR,
  words: Vocabulary = vocabulary(examples),
): RawLinear {
  const { keys, idf } = words;
  const known = examples.map((example) => knownFeatures(example.features, keys, idf));
  const weights = new Float32Array(keys.length * classes);
  const squares = new Float32Array(keys.length * classes).fill(1e-3);
  const bias = new Float64Array(classes);
  const biasSquares = new Float64Array(classes).fill(1);
  const order = examples.map((_, i) => i);
  const slope = new Float64Array(classes);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    for (const e of order) {
      const { target, weight } = examples[e] as Example;
      const seen = thinned(known[e] as KnownFeatures, options.leaveOut, random);
      errors(slope, seen, target, weights, bias);
      for (let c = 0; c < classes; c++) slope[c] = (slope[c] as number) * weight;
      step(slope, seen, weights, squares, options);
      for (let c = 0; c < classes; c++) {
        const g = slope[c] as number;
        biasSquares[c] = (biasSquares[c] as number) + g * g;
        bias[c] = (bias[c] as number) - (0.1 * g) / Math.sqrt(biasSquares[c] as number);
      }
    }
  }
  return { keys, idf, weights, bias };
}

function thinned(known: KnownFeatures, leaveOut: number, random: Random): KnownFeatures {
  if (leaveOut === 0 || known.rows.length < 4) return known;
  const keep: number[] = [];
  for (let i = 0; i < known.rows.length; i++) if (random.next() >= leaveOut) keep.push(i);
  const grow = 1 / (1 - leaveOut);
  return {
    ...known,
    rows: Int32Array.from(keep, (i) => known.rows[i] as number),
    values: Float64Array.from(keep, (i) => (known.values[i] as number) * grow),
  };
}

/** Predicted minus true, by class. */
function errors(
  slope: Float64Array,
  known: KnownFeatures,
  target: ReadonlyMap<number, number>,
  weights: Float32Array,
  bias: Float64Array,
): void {
  const n = slope.length;
  slope.set(bias);
  for (let i = 0; i < known.rows.length; i++) {
    const at = (known.rows[i] as number) * n;
    const value = known.values[i] as number;
    for (let c = 0; c < n; c++) slope[c] = (slope[c] as number) + value * (weights[at + c] as number);
  }
  let top = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < n; c++) if ((slope[c] as number) > top) top = slope[c] as number;
  let sum = 0;
  for (let c = 0; c < n; c++) {
    slope[c] = Math.exp((slope[c] as number) - top);
    sum += slope[c] as number;
  }
  for (let c = 0; c < n; c++) slope[c] = (slope[c] as number) / sum;
  for (const [c, share] of target) slope[c] = (slope[c] as number) - share;
}

function step(
  slope: Float64Array,
  known: KnownFeatures,
  weights: Float32Array,
  squares: Float32Array,
  { rate, decay }: LinearOptions,
): void {
  const n = slope.length;
  for (let i = 0; i < known.rows.length; i++) {
    const at = (known.rows[i] as number) * n;
    const value = known.values[i] as number;
    for (let c = 0; c < n; c++) {
      const g = value * (slope[c] as number) + decay * (weights[at + c] as number);
      const s = (squares[at + c] as number) + g * g;
      squares[at + c] = s;
      weights[at + c] = (weights[at + c] as number) - (rate * g) / Math.sqrt(s);
    }
  }
}

/** Features that stand in enough calls; how telling one is, the whole calls say, with the sayings as a few of them. */
export function vocabulary(examples: readonly Example[], minCalls = LINEAR.minCalls): Vocabulary {
  const counts = new Map<number, number>();
  for (const { features } of examples) for (const id of features.ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const whole = examples.filter(({ weight }) => weight === 1).length;
  const kept = [...counts].filter(([, n]) => n >= minCalls).sort(([a], [b]) => a - b);
  return {
    keys: Uint32Array.from(kept, ([id]) => id),
    idf: Float32Array.from(kept, ([, n]) => Math.sqrt(Math.log(1 + whole / n))),
  };
}

export function shuffle(order: number[], random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = integerBetween(random, 0, i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}

/** Packs the weights into bytes, each feature with its own scale. */
export function packed({ keys, weights: raw, bias }: RawLinear): PackedWeights {
  const n = bias.length;
  const bytes = new Int8Array(raw.length);
  const scales = new Float32Array(keys.length);
  for (let row = 0; row < keys.length; row++) {
    let top = 0;
    for (let c = 0; c < n; c++) top = Math.max(top, Math.abs(raw[row * n + c] as number));
    scales[row] = top / 127;
    const scale = scales[row] as number;
    if (scale === 0) continue;
    for (let c = 0; c < n; c++)
      bytes[row * n + c] = Math.max(-127, Math.min(127, Math.round((raw[row * n + c] as number) / scale)));
  }
  return { bytes, scales, bias: Float32Array.from(bias) };
}
