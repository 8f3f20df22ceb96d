/** What a dispatcher would refuse, and so is never proposed. Classes count from 0, the most urgent. */
export interface RefusalRules {
  /** Taking a unit off a call of this class or a more urgent one; −1 none is protected. */
  readonly protectedClass: number;
  /** Taking a unit off a call for one that is not more urgent. */
  readonly onlyToMoreUrgent: boolean;
  /** A unit this near to its call is left alone, seconds. */
  readonly nearArrivalS: number;
  /** A patient or a crew that was diverted once is left alone. */
  readonly onlyOnce: boolean;
  /** The one who gets the unit must gain so many seconds, and such a share of the time it would take otherwise. */
  readonly leastGainS: number;
  readonly leastGainShare: number;
  /** Whoever loses a unit gets another at the same moment, where one is free. */
  readonly replaceAtOnce: boolean;
}

/** Everything goes: for research. */
export const NO_RULES: RefusalRules = {
  protectedClass: -1,
  onlyToMoreUrgent: false,
  nearArrivalS: 0,
  onlyOnce: false,
  leastGainS: -Infinity,
  leastGainShare: 0,
  replaceAtOnce: false,
};

/** The product's: what people at the desk and crews put up with. */
export const DISPATCHER_RULES: RefusalRules = {
  protectedClass: 0,
  onlyToMoreUrgent: true,
  nearArrivalS: 180,
  onlyOnce: true,
  leastGainS: 120,
  leastGainShare: 0.25,
  replaceAtOnce: true,
};

export interface Change {
  /** Class of the call the unit is taken from, and the one it goes to. */
  readonly fromClass: number;
  readonly toClass: number;
  /** Until the unit would reach the call it is taken from. */
  readonly leftS: number;
  /** Whether unit, the call it leaves or the call it goes to have been through this before. */
  readonly wasDiverted: boolean;
  /** Until the call it goes to is reached: with the change, and without it. */
  readonly withS: number;
  readonly withoutS: number;
}

/** Whether a unit may be taken from one call for another. */
export function mayDivert(rules: RefusalRules, change: Change): boolean {
  if (change.fromClass <= rules.protectedClass) return false;
  if (rules.onlyToMoreUrgent && change.toClass >= change.fromClass) return false;
  return mayChange(rules, change);
}

/** Whether a nearer unit may take over a call from the one on its way, which is let go. */
export function mayReplace(rules: RefusalRules, change: Omit<Change, 'fromClass' | 'toClass'>): boolean {
  return mayChange(rules, change);
}

function mayChange(rules: RefusalRules, change: Omit<Change, 'fromClass' | 'toClass'>): boolean {
  if (change.leftS < rules.nearArrivalS) return false;
  if (rules.onlyOnce && change.wasDiverted) return false;
  const gainS = change.withoutS - change.withS;
  return gainS >= rules.leastGainS && (rules.leastGainShare === 0 || gainS >= rules.leastGainShare * change.withoutS);
}
