/** Limits of what a position may be. */
export const LIMITS = {
  /** A device's clock this far ahead of ours is wrong. */
  futureMs: 60_000,
  /** A fix older than this is history for somebody else's import, not a position. */
  pastMs: 24 * 3_600_000,
  /** Unit numbers are given from 1 up; above this it is not one of ours. */
  unitNo: 1_000_000,
} as const;

/** Why a fix was not taken; 0 is taken. A closed set of small numbers: this runs for every position. */
export const FIX = { taken: 0, notNewer: 1, unknownUnit: 2, noPlace: 3, wrongTime: 4 } as const;
export type FixVerdict = (typeof FIX)[keyof typeof FIX];
export const FIX_NAMES = ['taken', 'not newer', 'unknown unit', 'no possible place', 'wrong time'] as const;

/** Whether a fix can be a position at all; whether it is newer than the known one is the index's to say. */
export function judgeFix(lon: number, lat: number, observedAtMs: number, nowMs: number): FixVerdict {
  if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) || (lon === 0 && lat === 0)) return FIX.noPlace;
  if (!(observedAtMs <= nowMs + LIMITS.futureMs && observedAtMs >= nowMs - LIMITS.pastMs)) return FIX.wrongTime;
  return FIX.taken;
}
