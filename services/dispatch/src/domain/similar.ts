import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { localM } from '@muster/geo/distance';
import type { IncidentId } from '@muster/kernel/ids';
import { hasPlace } from './incident.ts';

/** How far apart two callers of one event may stand, metres, by family of types. Smoke is seen from farther than a fall. */
const REACH_M: Readonly<Record<string, number>> = {
  fire: 500,
  disaster: 1_000,
  rescue: 300,
  traffic: 300,
  police: 150,
  medical: 100,
};
const REACH_UNKNOWN_M = 200;
/** Calls about one event come within this time of its first. */
const WINDOW_MS = 60 * 60_000;
export const MAX_SIMILAR = 5;

const family = (view: Incident): string => incidentType(view).split('.')[0] ?? '';

/**
 * Open incidents that may be the same event, nearest first: within reach by family, within the hour, and of the same
 * family or one of them of none yet. Only proposed: a human joins.
 */
export function findSimilar(view: Incident, open: Iterable<Incident>): readonly IncidentId[] {
  const place = view.place;
  if (place === undefined || !hasPlace(view)) return [];
  const mine = family(view);
  const reachM = (REACH_M[mine] ?? REACH_UNKNOWN_M) + Math.min(place.accuracyM, REACH_UNKNOWN_M);
  const found: { id: IncidentId; distanceM: number }[] = [];
  for (const other of open) {
    if (other.state !== 'open' || other.incidentId === view.incidentId || other.place === undefined) continue;
    if (Math.abs(other.receivedAtMs - view.receivedAtMs) > WINDOW_MS || !hasPlace(other)) continue;
    const theirs = family(other);
    if (mine !== '' && theirs !== '' && mine !== theirs) continue;
    const distanceM = localM(place.lon, place.lat, other.place.lon, other.place.lat);
    if (distanceM <= reachM) found.push({ id: other.incidentId, distanceM });
  }
  return found
    .sort((a, b) => a.distanceM - b.distanceM || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_SIMILAR)
    .map((one) => one.id);
}
