/** What the screen may claim about itself. `sinceMs` is when it was last known to be right. */
export type Freshness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly sinceMs: number }
  | { readonly kind: 'stale'; readonly sinceMs: number };

/** The edge is asked every HEARTBEAT_MS what this screen has missed; two unanswered rounds are too many. */
export const HEARTBEAT_MS = 4_000;
const SILENT_MS = 2.5 * HEARTBEAT_MS;
/** Without a connection for this long, the screen is called old and no longer just "reconnecting". */
const STALE_MS = 15_000;

export function freshness(now: {
  readonly connected: boolean;
  /** When the edge last confirmed that nothing is missing; 0 never. */
  readonly confirmedAtMs: number;
  readonly nowMs: number;
}): Freshness {
  if (now.confirmedAtMs === 0) return { kind: 'connecting' };
  const silentMs = now.nowMs - now.confirmedAtMs;
  if (now.connected && silentMs < SILENT_MS) return { kind: 'live' };
  return { kind: silentMs < STALE_MS ? 'reconnecting' : 'stale', sinceMs: now.confirmedAtMs };
}

export const sameFreshness = (a: Freshness, b: Freshness): boolean =>
  a.kind === b.kind && ('sinceMs' in a ? a.sinceMs : 0) === ('sinceMs' in b ? b.sinceMs : 0);
