/** What a run does. */
export interface Plan {
  /** Before anything: sockets come up and every unit says where it is. */
  readonly leadS: number;
  readonly callsPerS: number;
  /** Calls one at a time before the load: what a call costs when nothing else happens. */
  readonly idleS: number;
  readonly loadS: number;
  /** After the last call: crews finish, desks close. */
  readonly drainS: number;
  /** At most so many report positions once a second; fewer when the system has fewer. */
  readonly units: number;
  readonly screens: number;
  readonly desks: number;
  readonly gateways: number;
  /** Sends the run must have made. */
  readonly leastAssignments: number;
}
export interface Login {
  readonly username: string;
  readonly password: string;
}
/** Whose sessions and keys the simulated people and programs use. */
export interface Keys {
  readonly intake: string;
  readonly tracking: string;
  /** Two dispatchers, so that two people race and not one with two hands. */
  readonly dispatchers: readonly [Login, Login];
  readonly gateway: Login;
  readonly wall: Login;
}

export const IDLE_CALLS_PER_S = 2;
/** Groups of the idle calls begin here: no group of the load is as high. */
const IDLE_FIRST_GROUP = 90_000;
/** More would reach the groups of the idle calls. */
export const MAX_CALLS = 80_000;

export type CallKind = 'new' | 'repeat' | 'no-unit';
const KINDS: readonly CallKind[] = ['new', 'repeat', 'no-unit'];

/** One call of the run. A `repeat` tells the incident of its group again. */
export interface PlannedCall {
  readonly kind: CallKind;
  readonly group: number;
  /** Distinguishes the callers of a group. */
  readonly teller: number;
}

/** How many rounds of four a repeat comes after the call it repeats: from at once to about five seconds. */
const REPEATS_LATER = [0, 1, 3, 8, 16];

/** The i-th call: of every four two are new incidents, one is a repeat, one needs no unit. */
export function callAt(i: number, idle: boolean): PlannedCall {
  const round = Math.floor(i / 4);
  const group = (idle ? IDLE_FIRST_GROUP : 0) + i;
  if (i % 4 < 2) return { kind: 'new', group, teller: 0 };
  if (i % 4 === 3) return { kind: 'no-unit', group, teller: 0 };
  const later = REPEATS_LATER[round % REPEATS_LATER.length];
  const repeated = round >= later ? group - 2 - 4 * later : group - 2;
  return { kind: 'repeat', group: repeated, teller: 1 + (round % 99) };
}

/** Simulated people know a call by its caller's number, as a trainer's list would say; the system makes nothing of it. */
export const numberOf = ({ kind, group, teller }: PlannedCall): string =>
  `139${String(group).padStart(5, '0')}${KINDS.indexOf(kind)}${String(teller).padStart(2, '0')}`;

export function callOfNumber(callerNumber: string): PlannedCall | null {
  const found = /^139(\d{5})(\d)(\d\d)$/.exec(callerNumber);
  const kind = KINDS[Number(found?.[2] ?? -1)];
  return found === null || kind === undefined ? null : { kind, group: Number(found[1]), teller: Number(found[3]) };
}

/** The four calls of a round belong to one desk, and so do the repeats of their incidents. */
export const deskOf = (group: number, desks: number): number => Math.floor(group / 4) % desks;

/** 0–1, the same for the same number: a repeat tells the place of the call it repeats. */
export function chance(seed: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

/** Between the two, milliseconds. */
export const pause = (leastMs: number, mostMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, leastMs + Math.random() * (mostMs - leastMs)));
