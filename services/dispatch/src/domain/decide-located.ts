import type { IncidentEvent } from '@muster/contracts/events/dispatch';
import type { PlaceFact } from '@muster/contracts/events/shared';
import { localM } from '@muster/geo/distance';
import type { AlarmId } from '@muster/kernel/ids';
import { MACHINE } from './changes.ts';
import { isPoint } from './decide-opening.ts';
import { hasPlace, type IncidentState } from './incident.ts';

/** Found in what was said: it names where it happens, a telephone only where it is. */
const FROM_WORDS = new Set(['classifier', 'gazetteer']);
/** Farther off than this is worth a look once somebody is on the way; less is the unrest of a position. */
const MOVED_M = 200;

/**
 * A newer position of a caller (AML, app, eCall, asked for by the desk): a better unconfirmed place of the incident
 * that their call opened. What a human has laid down or the words have named stays; once units are on the way only the
 * desk's attention is called to it.
 */
export function located(incident: IncidentState, alarmId: AlarmId, place: PlaceFact): readonly IncidentEvent[] {
  const { view, human, sent } = incident;
  if (view.state !== 'open' || !isPoint(place)) return [];
  const known = view.place;
  if (human.place || known?.confirmed) return [];
  // Somebody who adds to a known event tells where they stand, not where it is.
  if (view.alarmIds[0] !== alarmId && hasPlace(view)) return [];
  if (known !== undefined && hasPlace(view)) {
    const isCell = place.source === 'cell';
    if (isCell || FROM_WORDS.has(known.source) || !isBetter(place, known.accuracyM)) return [];
    const movedM = localM(place.lon, place.lat, known.lon, known.lat);
    if (sent) return movedM > MOVED_M + place.accuracyM ? [attention(view.incidentId, movedM)] : [];
  }
  // A bare cell fix is drawn where there is nothing; it takes the place of no better one.
  if (place.source === 'cell' && known !== undefined && !(place.accuracyM < known.accuracyM)) return [];
  return [
    { type: 'incident.place-set', incidentId: view.incidentId, place: { ...place, confirmed: false }, by: MACHINE },
  ];
}

/** An accuracy of 0 is unknown: anything that knows its own is better. */
const isBetter = ({ accuracyM }: PlaceFact, knownM: number): boolean =>
  accuracyM > 0 && (knownM === 0 || accuracyM <= knownM);

const attention = (incidentId: string, movedM: number): IncidentEvent => ({
  type: 'incident.attention-raised',
  incidentId,
  reasonZh: `来电人新定位距派警地点约 ${Math.round(movedM / 10) * 10} 米`,
  reasonEn: `the caller is now located about ${Math.round(movedM / 10) * 10} m from the place that was sent to`,
});
