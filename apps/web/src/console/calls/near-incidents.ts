import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { distanceM } from '../../trade/distance.ts';
import { isOpen } from '../../trade/incident-facts.ts';

export interface NearIncident {
  readonly incident: Incident;
  readonly distanceM: number;
}

/** A caller sees or hears an event this far away; a position that is worse looks further. */
const NEAR_M = 500;
const MOST = 3;

/** Open incidents near a caller's position, the nearest first; without the one this call opened itself. */
export function nearIncidents(
  place: { readonly lon: number; readonly lat: number; readonly accuracyM: number } | undefined,
  ownAlarmId: string,
  incidents: Iterable<Incident>,
): NearIncident[] {
  if (place === undefined) return [];
  const reachM = Math.max(NEAR_M, place.accuracyM);
  const near: NearIncident[] = [];
  for (const incident of incidents) {
    if (!isOpen(incident) || incident.place === undefined) continue;
    if (incident.alarmIds.length === 1 && incident.alarmIds[0] === ownAlarmId) continue;
    const away = distanceM(place.lon, place.lat, incident.place.lon, incident.place.lat);
    if (away <= reachM) near.push({ incident, distanceM: away });
  }
  return near.sort((a, b) => a.distanceM - b.distanceM).slice(0, MOST);
}
