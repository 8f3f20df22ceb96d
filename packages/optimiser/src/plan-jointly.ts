/**
 * One decision over every call that no unit has reached and every unit that could go: exact minimum of the summed costs.
 * Pure: the same problem gives the same plan.
 */
import { type ClassWeights, type JointPolicy, weightsOf } from './joint-policy.ts';
import { minCostAssignment } from './min-cost-assignment.ts';
import { mayDivert, mayReplace } from './refusal-rules.ts';

export interface OpenCall {
  /** 0 is the most urgent. */
  readonly class: number;
  /** Until it becomes late, seconds; negative when it is. */
  readonly slackS: number;
  readonly waitedS: number;
  /** Index of the unit on its way; −1 none. */
  readonly unit: number;
  readonly wasDiverted: boolean;
}

export interface SendableUnit {
  /** Index of the call it is on its way to; −1 none. */
  readonly call: number;
  readonly wasDiverted: boolean;
  /** Until it is free: 0 for one that can go now. `freeInS` is certain, `freeMeanS` the mean of an exponential rest. */
  readonly freeInS: number;
  readonly freeMeanS: number;
  /** Coverage lost when it goes. */
  readonly coverLoss: number;
}

export interface JointProblem {
  readonly calls: readonly OpenCall[];
  readonly units: readonly SendableUnit[];
  /** [call × units + unit], seconds from where it is, or will be free, to the call; Infinity where it may not go. */
  readonly travelS: Float64Array;
}

/** Leaving a call without anyone costs more than anything else; a more urgent one more, a longer wait more. */
const NOBODY = 100;
const NOBODY_PER_CLASS = 100;
const NOBODY_PER_S = 0.002;

/** A plan that breaks a rule in its context is made again without that pair; so often at most. */
const MAX_ROUNDS = 32;

/** For each call its unit; −1 nobody, or somebody who is busy yet: it waits. */
export function planJointly(policy: JointPolicy, problem: JointProblem): Int32Array {
  const { calls, units } = problem;
  const soonestS = calls.map((_, c) => soonestFree(problem, c));
  const price = new Float64Array(calls.length * units.length);
  calls.forEach((call, c) => {
    const weights = weightsOf(policy, call.class);
    for (let u = 0; u < units.length; u++) {
      price[c * units.length + u] = priceOf(policy, problem, c, u, weights, soonestS[c]);
    }
  });
  const unmatched = Float64Array.from(
    calls,
    (call) => NOBODY + NOBODY_PER_CLASS * Math.max(0, 9 - call.class) + NOBODY_PER_S * Math.max(0, call.waitedS),
  );
  for (let round = 0; ; round++) {
    const plan = solve(calls.length, units.length, price, unmatched).map((u) => (u >= 0 && isBusy(units[u]) ? -1 : u));
    const broken = round < MAX_ROUNDS ? pairsAgainstRules(policy, problem, plan, soonestS) : [];
    if (broken.length === 0) return round < MAX_ROUNDS ? plan : Int32Array.from(calls, ({ unit }) => unit);
    for (const [c, u] of broken) price[c * units.length + u] = Infinity;
  }
}

function solve(rows: number, columns: number, price: Float64Array, unmatched: Float64Array): Int32Array {
  const first = new Int32Array(rows + 1);
  const column = new Int32Array(rows * columns);
  const cost = new Float64Array(rows * columns);
  let at = 0;
  for (let c = 0; c < rows; c++) {
    for (let u = 0; u < columns; u++) {
      const p = price[c * columns + u];
      if (p === Infinity) continue;
      column[at] = u;
      cost[at++] = p;
    }
    first[c + 1] = at;
  }
  return minCostAssignment({ rows, columns, first, column, cost, unmatched }).columnOf;
}

/** How soon a call is reached when nobody is diverted to it: by its own unit, else by the nearest free one. */
function soonestFree({ calls, units, travelS }: JointProblem, c: number): number {
  const own = calls[c].unit;
  if (own >= 0) return travelS[c * units.length + own];
  let best = Infinity;
  for (let u = 0; u < units.length; u++) {
    if (units[u].call < 0 && !isBusy(units[u])) best = Math.min(best, travelS[c * units.length + u]);
  }
  return best;
}

/** A unit that takes over must either be much nearer, or fill the place of one that was rightly taken away. */
function pairsAgainstRules(
  { rules }: JointPolicy,
  { calls, units, travelS }: JointProblem,
  plan: Int32Array,
  soonestS: readonly number[],
): [call: number, unit: number][] {
  const broken: [number, number][] = [];
  const goesTo = new Int32Array(units.length).fill(-1);
  plan.forEach((u, c) => {
    if (u >= 0) goesTo[u] = c;
  });
  calls.forEach((call, c) => {
    if (call.unit < 0 || plan[c] === call.unit) return;
    const taken = goesTo[call.unit];
    const by = plan[c];
    if (taken >= 0) {
      // Whoever loses a unit gets another one in the same transaction, where one is free.
      if (rules.replaceAtOnce && by < 0 && soonestOther(c, call.unit) < Infinity) broken.push([taken, call.unit]);
      return;
    }
    if (by < 0) return;
    const unit = units[by];
    const wasDiverted = call.wasDiverted || unit.wasDiverted || units[call.unit].wasDiverted;
    const change = { leftS: soonestS[c], wasDiverted, withS: travelS[c * units.length + by], withoutS: soonestS[c] };
    if (!mayReplace(rules, change)) broken.push([c, by]);
  });
  return broken;

  function soonestOther(c: number, own: number): number {
    let best = Infinity;
    for (let u = 0; u < units.length; u++) {
      if (u === own || isBusy(units[u]) || units[u].call >= 0 || goesTo[u] >= 0) continue;
      best = Math.min(best, travelS[c * units.length + u]);
    }
    return best;
  }
}

const isBusy = (unit: SendableUnit): boolean => unit.freeInS > 0 || unit.freeMeanS > 0;

function priceOf(
  policy: JointPolicy,
  { calls, units, travelS }: JointProblem,
  c: number,
  u: number,
  weights: ClassWeights,
  withoutS: number,
): number {
  const call = calls[c];
  const unit = units[u];
  const driveS = travelS[c * units.length + u];
  if (driveS === Infinity) return Infinity;
  if (isBusy(unit)) {
    if (call.unit >= 0 || (weights.hold === Infinity && withoutS < Infinity)) return Infinity;
    return busyPrice(policy, call, unit, driveS, weights);
  }
  let price = travelPrice(call, driveS, weights) + weights.late * latenessAt(driveS, call.slackS, policy.uncertaintyS);
  if (call.unit === u) return price;
  const change = { withS: driveS, withoutS, wasDiverted: call.wasDiverted || unit.wasDiverted };
  if (unit.call >= 0) {
    const left = calls[unit.call];
    const leftS = travelS[unit.call * units.length + u];
    const wasDiverted = change.wasDiverted || left.wasDiverted;
    if (!mayDivert(policy.rules, { ...change, wasDiverted, leftS, fromClass: left.class, toClass: call.class })) {
      return Infinity;
    }
    price += policy.diversionCost;
  } else {
    price += policy.coverWeight * unit.coverLoss;
  }
  return call.unit >= 0 ? price + policy.diversionCost : price;
}

/** A share of the law above the target: 1 far past it, 0 far before. */
const latenessAt = (arriveS: number, slackS: number, scaleS: number): number =>
  1 / (1 + Math.exp((slackS - arriveS) / scaleS));

const travelPrice = ({ slackS }: OpenCall, s: number, { perS, tailPerS }: ClassWeights): number =>
  perS * s + tailPerS * Math.max(0, s - Math.max(0, slackS));

/** Waiting for a unit whose rest is exponential: in time when the rest is short enough. */
function busyPrice(
  policy: JointPolicy,
  call: OpenCall,
  unit: SendableUnit,
  driveS: number,
  weights: ClassWeights,
): number {
  const certainS = unit.freeInS + driveS;
  const meanS = Math.max(1, policy.pooling * unit.freeMeanS);
  const late = call.slackS <= certainS ? 1 : Math.exp((certainS - call.slackS) / meanS);
  const hold = weights.hold === Infinity ? 0 : weights.hold;
  return hold + weights.late * late + travelPrice(call, certainS + meanS, weights);
}
