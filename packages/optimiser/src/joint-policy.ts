import { DISPATCHER_RULES, NO_RULES, type RefusalRules } from './refusal-rules.ts';

/** Weights of one class of calls. All costs are in late arrivals of a call of weight 1. */
export interface ClassWeights {
  /** Cost of arriving late, and of each second until arrival, and of each second past the target. */
  readonly late: number;
  readonly perS: number;
  readonly tailPerS: number;
  /** How much its demand counts where units should stand. */
  readonly cover: number;
  /** Cost of waiting for a unit that is busy yet; Infinity never waits while a free unit can come. */
  readonly hold: number;
}

/** Everything that may be adjusted, and is shown to whoever asks why. */
export interface JointPolicy {
  /** By class, the most urgent first; the last one holds for classes beyond. */
  readonly classes: readonly ClassWeights[];
  /** Lateness is uncertain by this much, seconds (scale of a logistic law). */
  readonly uncertaintyS: number;
  /** Coverage is counted in calls expected within so long. */
  readonly coverHorizonS: number;
  /** Share of time a unit is busy, for expected coverage. */
  readonly busy: number;
  /** Cost of a unit's coverage that is lost by sending it. */
  readonly coverWeight: number;
  /** Part of its reach that a post is not trusted with, seconds. */
  readonly reachMarginS: number;
  /** A unit at a hospital counts as so much of one that stands there. */
  readonly soonFree: number;
  /** Cost of each unit taken off its call. */
  readonly diversionCost: number;
  readonly rules: RefusalRules;
  /** Of the time a busy unit needs until it is free, so much is counted: the first of several is free sooner. */
  readonly pooling: number;
  /** A free unit chooses its post by coverage less this for each second of the way. */
  readonly postPerS: number;
  /** A standing unit is moved for at least this much coverage, after so much for each second of the way. */
  readonly moveGain: number;
  readonly movePerS: number;
  readonly moves: MoveRules | null;
}

/** Limits for moving a crew that stands at a post. */
export interface MoveRules {
  readonly betweenS: number;
  readonly perShift: number;
  /** From midnight on, hours, unless the gain is so many times the least one. */
  readonly quietHours: number;
  readonly quietGainFactor: number;
  readonly beforeShiftEndS: number;
  readonly shiftS: number;
  /** Start of a shift, seconds after midnight. */
  readonly shiftStartS: number;
}

/** A crew is moved as often as it helps: for research. */
export const FREE_MOVES: MoveRules = {
  betweenS: 0,
  perShift: Infinity,
  quietHours: 0,
  quietGainFactor: 1,
  beforeShiftEndS: 0,
  shiftS: 43_200,
  shiftStartS: 25_200,
};

/** At most one an hour and three a shift, none from midnight to six unless coverage breaks, none in the last 45 minutes. */
export const CREW_MOVES: MoveRules = {
  betweenS: 3_600,
  perShift: 3,
  quietHours: 6,
  quietGainFactor: 3,
  beforeShiftEndS: 2_700,
  shiftS: 43_200,
  shiftStartS: 25_200,
};

/**
 * Diversions and moves as they help: what is possible, not what a desk would do. Weights were found by random search on the
 * `train` calls of two cities (docs/dispatch.md).
 */
export const JOINT: JointPolicy = {
  classes: [
    { late: 2.8, perS: 0.0005, tailPerS: 0.003, cover: 1.5, hold: Infinity },
    { late: 1, perS: 0.0005, tailPerS: 0.0005, cover: 1, hold: Infinity },
    { late: 1, perS: 0.0002, tailPerS: 0.0001, cover: 0.36, hold: -0.03 },
  ],
  uncertaintyS: 10,
  coverHorizonS: 240,
  busy: 0.25,
  coverWeight: 1.8,
  reachMarginS: 5,
  soonFree: 0.35,
  diversionCost: 0.48,
  rules: NO_RULES,
  pooling: 0.68,
  postPerS: 0.000003,
  moveGain: 0.015,
  movePerS: 0.00001,
  moves: FREE_MOVES,
};

/** The product's default: under the dispatcher's rules and the limits on moves, found in the same way. */
export const JOINT_RESTRICTED: JointPolicy = {
  classes: [
    { late: 2.4, perS: 0.0003, tailPerS: 0.0035, cover: 2.8, hold: Infinity },
    { late: 1.74, perS: 0.0003, tailPerS: 0.00175, cover: 0.9, hold: Infinity },
    { late: 1, perS: 0.00025, tailPerS: 0.00014, cover: 0.15, hold: 0.03 },
  ],
  uncertaintyS: 1,
  coverHorizonS: 240,
  busy: 0.3,
  coverWeight: 1.6,
  reachMarginS: -7,
  soonFree: 0.3,
  diversionCost: 0.13,
  rules: DISPATCHER_RULES,
  pooling: 0.48,
  postPerS: 0.000003,
  moveGain: 0.01,
  movePerS: 0.00009,
  moves: CREW_MOVES,
};

export const weightsOf = (policy: JointPolicy, callClass: number): ClassWeights =>
  policy.classes[Math.min(callClass, policy.classes.length - 1)];
