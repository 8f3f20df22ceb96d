import { type DutyEvent, dutyStream, type IncidentEvent, incidentStream } from '@muster/contracts/events/dispatch';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { IncidentId, UnitId } from '@muster/kernel/ids';

/** Events for one stream. A decision may touch an incident and several units: all are appended or none. */
export interface Change {
  readonly stream: string;
  readonly events: readonly (IncidentEvent | DutyEvent)[];
}
export type Changes = readonly Change[];

export const toIncident = (id: IncidentId, events: readonly IncidentEvent[]): Change => ({
  stream: incidentStream(id),
  events,
});
export const toUnit = (id: UnitId, events: readonly DutyEvent[]): Change => ({ stream: dutyStream(id), events });

/** Muster itself, where nobody else did it. */
export const MACHINE: ActorFact = { kind: 'service', id: 'dispatch', name: 'Muster' };

/** What it costs to say who did it: every command of a human or a crew. */
export interface Stamped {
  readonly by: ActorFact;
  readonly nowMs: number;
}

/** Longest free text anyone may add; longer is cut. */
export const MAX_TEXT = 2_000;
/** PostgreSQL stores neither zero characters nor half a surrogate pair. */
export const cleanText = (text: string): string =>
  text.toWellFormed().replaceAll('\0', ' ').trim().slice(0, MAX_TEXT).toWellFormed();
