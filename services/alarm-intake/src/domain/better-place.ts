/** A position that is worse by so much replaces none that is still fresh. */
const WORSE_BY = 5;
const AT_LEAST_M = 50;
const FRESH_MS = 10 * 60_000;
/** Nearer than this is the same point. */
const SAME_DEGREES = 1e-6;

/** Wider than this a circle is a district, not somewhere to send a unit to. */
export const SENDABLE_ACCURACY_M = 150;

/** Whether somebody could be sent there; what a human has confirmed always is such a place. 0 m: not said. */
export const isPlaceToSend = (place: Pick<Fix, 'accuracyM' | 'source' | 'confirmed'>): boolean =>
  place.confirmed || (place.source !== 'cell' && place.accuracyM <= SENDABLE_ACCURACY_M);

export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
  readonly source: string;
  readonly confirmed: boolean;
  readonly observedAtMs: number;
}

/**
 * Whether a later position of a caller says anything new. What a human has confirmed stays; the circle of a radio cell
 * never replaces a place; a much wider circle replaces a narrow one only when that is old.
 */
export function isBetterPlace(known: Fix | undefined, fresh: Fix): boolean {
  if (known === undefined) return true;
  if (known.confirmed) return false;
  const samePoint = Math.abs(known.lon - fresh.lon) < SAME_DEGREES && Math.abs(known.lat - fresh.lat) < SAME_DEGREES;
  if (samePoint && known.accuracyM === fresh.accuracyM) return false;
  if (fresh.observedAtMs > 0 && fresh.observedAtMs < known.observedAtMs && fresh.accuracyM >= known.accuracyM)
    return false;
  if (fresh.source === 'cell' && known.source !== 'cell') return false;
  const tooWide = fresh.accuracyM > Math.max(AT_LEAST_M, known.accuracyM) * WORSE_BY;
  return !tooWide || fresh.observedAtMs - known.observedAtMs > FRESH_MS;
}
