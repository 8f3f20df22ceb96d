/** z of a 95 % interval. */
const Z = 1.96;
/** Fewer judged calls say little: the page says so. */
export const ENOUGH_JUDGED = 30;

export interface Share {
  readonly share: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** A share with its Wilson score interval (Wilson 1927); null of nothing. */
export function shareOf(right: number, of: number): Share | null {
  if (of <= 0) return null;
  const p = right / of;
  const middle = p + (Z * Z) / (2 * of);
  const spread = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return { share: p, low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

export type DriftWord = 'driftNone' | 'driftSome' | 'driftMuch' | 'driftUnknown';

/** With fewer calls over so many types every difference is chance. */
export const ENOUGH_CALLS = 300;

/** The usual rule of thumb for a population stability index; `calls` are those of the smaller side. */
export const driftWord = (index: number, calls: number): DriftWord =>
  index < 0 || calls < ENOUGH_CALLS
    ? 'driftUnknown'
    : index < 0.1
      ? 'driftNone'
      : index < 0.25
        ? 'driftSome'
        : 'driftMuch';

export const percent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)}%`;
