import type { UnitView } from '@muster/contracts/edge';
import type { Incident, RecommendedUnit } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { isAvailable } from '@muster/contracts/unit-status';
import { distanceM } from '../trade/distance.ts';

const PER_AGENCY = 5;

/**
 * The nearest free units as the crow flies, from what this screen knows: sending must go on when nobody ranks them.
 * Proposes nobody: the choice is the dispatcher's.
 *
 * @param placeOf a unit's newest place, null when it was never heard of
 */
export function nearestUnits(
  incident: Incident,
  units: Iterable<UnitView>,
  placeOf: (unitNo: number) => { readonly lon: number; readonly lat: number } | null,
): RecommendedUnit[] {
  const agencies = incident.orders.filter((order) => order.state === 'open').map((order) => order.agency);
  const free = [...units].filter(({ unit, duty }) => agencies.includes(unit.agency) && isAvailable(duty.canonical));
  const ranked = free
    .map(({ unit }) => ({ unit, away: awayM(incident, placeOf(unit.unitNo)) }))
    .sort((a, b) => a.away - b.away);
  return agencies.flatMap((agency) =>
    ranked
      .filter(({ unit }) => unit.agency === agency)
      .slice(0, PER_AGENCY)
      .map(({ unit, away }) => ({
        unitId: unit.unitId,
        agency,
        capability: '',
        travelTimeS: 0,
        distanceM: Number.isFinite(away) ? away : 0,
        reasons: [],
        proposed: false,
      })),
  );
}

function awayM(incident: Incident, at: { readonly lon: number; readonly lat: number } | null): number {
  if (at === null || incident.place === undefined) return Number.POSITIVE_INFINITY;
  return distanceM(at.lon, at.lat, incident.place.lon, incident.place.lat);
}
