import { withLeads } from '../domain/choose-type.ts';
import { softmax } from '../domain/linear-model.ts';
import { INPUTS, LEVELS, type PriorityModel, priorityInputs, priorityShares } from '../domain/priority-model.ts';
import type { UnseenScores } from './cross-fit.ts';
import { rightTypes } from './score.ts';
import { prioritiesOf } from './train-classifier.ts';

export interface Calibration {
  readonly temperature: number;
  readonly priority: PriorityModel;
}

/**
 * The folds' models have learnt from three quarters of the authors, the shipped one from all of them: it is right more
 * often at the same scores, and may be as much surer.
 */
export const SHIPPED_TEMPERATURE = 0.9;
/** A missed priority 1 costs as much as so many calls raised to 1 in vain. */
const MISSED_FIRST_COST = 4;
/** Calls of a type that nobody has written, one of each priority: keeps a rare type from being sure. */
const SMOOTHING = 0.5;
const LADDER_FROM = 0.3;
const LADDER_STEP = 0.02;
const LADDER_STEPS = 50;
const MIX_ROUNDS = 300;
const MIX_RATE = 0.5;
const MIX_DECAY = 1e-3;

/** From the scores of calls that the models had not seen. */
export function calibrate(
  unseen: readonly UnseenScores[],
  classes: readonly string[],
  leads: readonly string[],
): Calibration {
  const temperature = bestTemperature(unseen, classes, leads);
  const usual = usualPriorities(unseen, classes);
  const inputs = unseen.map(({ types, urgency }) =>
    priorityInputs(usual, withLeads(softmax(types, temperature), leads), urgency),
  );
  const mix = fitMix(
    inputs,
    unseen.map(({ call }) => prioritiesOf(call)),
  );
  return { temperature, priority: { usual, mix, firstFrom: Math.fround(1 / (1 + MISSED_FIRST_COST)) } };
}

/** The temperature of the least log loss of "right or wrong", by a fixed ladder: no optimiser, no surprise. */
function bestTemperature(
  unseen: readonly UnseenScores[],
  classes: readonly string[],
  leads: readonly string[],
): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = 0; step <= LADDER_STEPS; step++) {
    const temperature = Math.round((LADDER_FROM + step * LADDER_STEP) * 100) / 100;
    let loss = 0;
    for (const { call, types } of unseen) {
      const shares = withLeads(softmax(types, temperature), leads);
      const top = shares.indexOf(Math.max(...shares));
      const p = Math.min(0.999, Math.max(0.001, shares[top] as number));
      loss -= Math.log(rightTypes(call).includes(classes[top] as string) ? p : 1 - p);
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

function usualPriorities(unseen: readonly UnseenScores[], classes: readonly string[]): Float32Array {
  const counts = new Float64Array(classes.length * LEVELS).fill(SMOOTHING);
  for (const { call } of unseen) {
    const at = classes.indexOf(call.type) * LEVELS;
    for (const [level, share] of prioritiesOf(call)) counts[at + level] = (counts[at + level] as number) + share;
  }
  return Float32Array.from(counts, (count, i) => {
    const from = i - (i % LEVELS);
    return count / counts.subarray(from, from + LEVELS).reduce((sum, other) => sum + other, 0);
  });
}

/** Multinomial logistic regression by whole-batch AdaGrad: few inputs, always the same sums. */
function fitMix(inputs: readonly Float64Array[], truths: readonly ReadonlyMap<number, number>[]): Float32Array {
  const mix = new Float32Array(LEVELS * (INPUTS + 1));
  const squares = new Float64Array(mix.length).fill(1e-6);
  for (let round = 0; round < MIX_ROUNDS; round++) {
    const slope = new Float64Array(mix.length);
    for (const [e, input] of inputs.entries()) {
      const shares = priorityShares(mix, input);
      for (let p = 0; p < LEVELS; p++) {
        const error = ((shares[p] as number) - (truths[e]?.get(p) ?? 0)) / inputs.length;
        const at = p * (INPUTS + 1);
        for (let i = 0; i < INPUTS; i++) slope[at + i] = (slope[at + i] as number) + error * (input[i] as number);
        slope[at + INPUTS] = (slope[at + INPUTS] as number) + error;
      }
    }
    for (let i = 0; i < mix.length; i++) {
      const g = (slope[i] as number) + MIX_DECAY * (mix[i] as number);
      squares[i] = (squares[i] as number) + g * g;
      mix[i] = (mix[i] as number) - (MIX_RATE * g) / Math.sqrt(squares[i] as number);
    }
  }
  return mix;
}
