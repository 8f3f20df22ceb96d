import type { Features } from './features.ts';

/** Weights of known features for some outcomes, one signed byte a weight. */
export interface PackedWeights {
  /** Row by row of the vocabulary, an outcome each. */
  readonly bytes: Int8Array;
  /** A weight is its byte times the row's scale. */
  readonly scales: Float32Array;
  /** One an outcome. */
  readonly bias: Float32Array;
}

/** Multinomial logistic regressions over one vocabulary of hashed features. */
export interface LinearModel {
  readonly classes: readonly string[];
  /** Known features' hashes, ascending. */
  readonly keys: Uint32Array;
  /** How telling a feature is: inverse document frequency, by row. */
  readonly idf: Float32Array;
  /** What it is: an outcome a class. */
  readonly types: PackedWeights;
  /** How urgent it sounds whatever it is: an outcome a priority, 1 to 5. */
  readonly urgency: PackedWeights;
  /** Type scores are divided by it: above 1 takes back over-confidence (fitted on calls kept aside). */
  readonly temperature: number;
}

/** Rows of the features a model knows, and their values scaled to length 1. */
export interface KnownFeatures {
  readonly rows: Int32Array;
  readonly values: Float64Array;
  /** Index into the features they came from. */
  readonly from: Int32Array;
  /** Share of the text's features that the model knows, 0–1. */
  readonly known: number;
}

/** Open addressing over the keys, made at first use: a call looks up some five thousand of them. */
const tables = new WeakMap<Uint32Array, Int32Array>();

/** Row of a feature's hash; −1 for one the model does not know. */
export function rowOf(keys: Uint32Array, id: number): number {
  const table = tables.get(keys) ?? tableOf(keys);
  const mask = table.length - 1;
  for (let slot = id & mask; ; slot = (slot + 1) & mask) {
    const row = table[slot] as number;
    if (row < 0 || keys[row] === id) return row;
  }
}

function tableOf(keys: Uint32Array): Int32Array {
  const table = new Int32Array(2 ** Math.ceil(Math.log2(keys.length + 1) + 1)).fill(-1);
  const mask = table.length - 1;
  for (let row = 0; row < keys.length; row++) {
    let slot = (keys[row] as number) & mask;
    while ((table[slot] as number) >= 0) slot = (slot + 1) & mask;
    table[slot] = row;
  }
  tables.set(keys, table);
  return table;
}

export function knownFeatures(features: Features, keys: Uint32Array, idf: Float32Array): KnownFeatures {
  const rows: number[] = [];
  const values: number[] = [];
  const from: number[] = [];
  let squares = 0;
  for (let i = 0; i < features.ids.length; i++) {
    const row = rowOf(keys, features.ids[i] as number);
    if (row < 0) continue;
    const value = (features.values[i] as number) * (idf[row] as number);
    rows.push(row);
    values.push(value);
    from.push(i);
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  return {
    rows: Int32Array.from(rows),
    values: Float64Array.from(values, (value) => value / length),
    from: Int32Array.from(from),
    known: features.ids.length === 0 ? 0 : rows.length / features.ids.length,
  };
}

/** Scores before the softmax, not yet divided by a temperature. */
export function scoresOf({ bytes, scales, bias }: PackedWeights, known: KnownFeatures): Float64Array {
  const n = bias.length;
  const scores = Float64Array.from(bias);
  for (let i = 0; i < known.rows.length; i++) {
    const row = known.rows[i] as number;
    const factor = (known.values[i] as number) * (scales[row] as number);
    const at = row * n;
    for (let c = 0; c < n; c++) scores[c] = (scores[c] as number) + factor * (bytes[at + c] as number);
  }
  return scores;
}

export function softmax(scores: Float64Array, temperature: number): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  return normalised(scores.map((score) => Math.exp((score - top) / temperature)));
}

/** Made to sum to 1. */
export function normalised(shares: Float64Array): Float64Array {
  let sum = 0;
  for (const share of shares) sum += share;
  return shares.map((share) => share / sum);
}
