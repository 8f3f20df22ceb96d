import type { Priority } from '@muster/kernel/agency';
import { normalised, softmax } from './linear-model.ts';

/**
 * How urgent a call is, from two views: what calls of the types it may be usually are, and how urgent its words sound
 * whatever the type. Their cumulative log-odds go into one small logistic regression (stacking, Wolpert 1992), fitted
 * on calls that neither view had seen.
 */
export interface PriorityModel {
  /** Share of each priority among a type's calls, type by type. */
  readonly usual: Float32Array;
  /** A priority's weights for the inputs and, last, its bias, priority by priority. */
  readonly mix: Float32Array;
  /** Likely enough to be a 1: a missed cardiac arrest costs more than an ambulance too many. */
  readonly firstFrom: number;
}

export const PRIORITIES: readonly Priority[] = [1, 2, 3, 4, 5];
export const LEVELS = PRIORITIES.length;
/** Cumulative log-odds of both views: "1", "1 or 2", "1 to 3", "1 to 4". */
export const INPUTS = 2 * (LEVELS - 1);
const LEAST = 1e-3;

/** @param words scores of the words by priority */
export function priorityInputs(usual: Float32Array, types: Float64Array, words: Float64Array): Float64Array {
  const byType = new Float64Array(LEVELS);
  for (let t = 0; t < types.length; t++) {
    for (let p = 0; p < LEVELS; p++)
      byType[p] = (byType[p] as number) + (types[t] as number) * (usual[t * LEVELS + p] as number);
  }
  return Float64Array.from([...cumulativeLogOdds(normalised(byType)), ...cumulativeLogOdds(softmax(words, 1))]);
}

function cumulativeLogOdds(shares: Float64Array): number[] {
  let sum = 0;
  return [...shares.subarray(0, LEVELS - 1)].map((share) => {
    sum += share;
    const p = Math.min(1 - LEAST, Math.max(LEAST, sum));
    return Math.log(p / (1 - p));
  });
}

/** Probability of each priority, 1 first. */
export function priorityShares(mix: Float32Array, inputs: Float64Array): Float64Array {
  const scores = new Float64Array(LEVELS);
  for (let p = 0; p < LEVELS; p++) {
    const at = p * (INPUTS + 1);
    let score = mix[at + INPUTS] as number;
    for (let i = 0; i < INPUTS; i++) score += (mix[at + i] as number) * (inputs[i] as number);
    scores[p] = score;
  }
  return softmax(scores, 1);
}

/** The likeliest priority, but a 1 as soon as it is likely enough. */
export function likelyPriority(shares: Float64Array, firstFrom: number): Priority {
  if ((shares[0] as number) >= firstFrom) return 1;
  let best: Priority = 2;
  for (const priority of PRIORITIES) {
    if (priority > 1 && (shares[priority - 1] as number) > (shares[best - 1] as number)) best = priority;
  }
  return best;
}
