import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { distanceM } from '../trade/distance.ts';
import { isOpen } from '../trade/incident-facts.ts';
import type { CallDraft } from './call-draft.ts';

export interface SimilarIncident {
  readonly incident: Incident;
  /** NaN where either has no place. */
  readonly distanceM: number;
  readonly sameCaller: boolean;
}

/** Callers of one event stand within this of each other's description. */
const NEAR_M = 600;
const VERY_NEAR_M = 150;
const RECENT_MS = 2 * 3_600_000;
const MAX_SHOWN = 4;

const familyOf = (type: string): string => type.split('.')[0] ?? '';

/** Open incidents this call may be about: the same caller, or near and of the same family, or almost the same spot. */
export function similarOpen(draft: CallDraft, incidents: Iterable<Incident>, nowMs: number): SimilarIncident[] {
  const place = draft.place.value;
  const family = familyOf(draft.type.value);
  const found: SimilarIncident[] = [];
  for (const incident of incidents) {
    if (!isOpen(incident) || nowMs - incident.receivedAtMs > RECENT_MS) continue;
    const sameCaller = draft.callerNumber.length >= 7 && incident.callerNumber === draft.callerNumber;
    const away =
      place === null || incident.place === undefined
        ? Number.NaN
        : distanceM(place.lon, place.lat, incident.place.lon, incident.place.lat);
    const sameFamily = family !== '' && family === familyOf(incidentType(incident));
    if (sameCaller || away <= VERY_NEAR_M || (sameFamily && away <= NEAR_M)) {
      found.push({ incident, distanceM: away, sameCaller });
    }
  }
  const rank = (similar: SimilarIncident) => (similar.sameCaller ? 0 : similar.distanceM);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, MAX_SHOWN);
}
