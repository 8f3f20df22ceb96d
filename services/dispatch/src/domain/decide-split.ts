import type { CallFact, IncidentEvent } from '@muster/contracts/events/dispatch';
import type { PlaceFact } from '@muster/contracts/events/shared';
import { incidentType } from '@muster/contracts/incident-view';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { AlarmId, IncidentId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { agenciesAtOpening } from './agencies.ts';
import { type Changes, type Stamped, toIncident } from './changes.ts';
import { attentionFor, openOrders, UNKNOWN_PRIORITY } from './decide-opening.ts';
import { type IncidentState, incidentIdFor } from './incident.ts';
import { notOpen } from './refusals.ts';
import type { ReportFact } from './reports.ts';

export interface SplitAlarm extends Stamped {
  readonly alarmId: AlarmId;
}

/** Where a call goes that had opened the incident it is taken out of: its own id is that incident's. */
export const splitIdFor = (alarmId: AlarmId): IncidentId => `s${alarmId}`;

/** Which incident the call goes back to when no other is named. */
export const ownIncidentOf = (alarmId: AlarmId, from: IncidentId): IncidentId =>
  incidentIdFor(alarmId) === from ? splitIdFor(alarmId) : incidentIdFor(alarmId);

/**
 * A human takes a call out of an incident it was joined to: into one that is open, back into its own, or into a new
 * one. The units stay where they were sent; nothing is taken out of any log.
 *
 * @param to the incident it goes to; undefined: one that is not there yet, `toId`
 */
export function splitAlarm(
  command: SplitAlarm,
  from: IncidentState,
  toId: IncidentId,
  to: IncidentState | undefined,
): Result<Changes> {
  const { alarmId, by } = command;
  const fromId = from.view.incidentId;
  if (from.view.state !== 'open') return notOpen(from.view);
  if (fromId === toId) return refuse('invalid', 'the call is in that incident already', '该来电已在此警情中');
  if (!from.view.alarmIds.includes(alarmId)) {
    const into = from.movedOut?.[alarmId];
    if (into === toId) return ok([]);
    return refuse('precondition', `the call ${alarmId} is not part of ${fromId}`, '该来电不属于此警情', {
      alarmId,
      ...(into === undefined ? {} : { incidentId: into }),
    });
  }
  if (isOnlyCall(from, alarmId)) {
    return refuse(
      'precondition',
      'it is the only call of this incident: join the incident instead',
      '这是该警情唯一的来电，请改用并案',
    );
  }
  const report = from.reports?.find((one) => one.alarmId === alarmId);
  const arrived = arrival(command, from, toId, to, report);
  if (!arrived.ok) return arrived;
  const split: IncidentEvent = { type: 'incident.alarm-split', incidentId: fromId, alarmId, to: toId, by };
  return ok([toIncident(fromId, [split]), toIncident(toId, arrived.value)]);
}

const isOnlyCall = ({ view }: IncidentState, alarmId: AlarmId): boolean =>
  view.alarmIds.length === 1 && [incidentIdFor(alarmId), splitIdFor(alarmId)].includes(view.incidentId);

function arrival(
  command: SplitAlarm,
  from: IncidentState,
  toId: IncidentId,
  to: IncidentState | undefined,
  report: ReportFact | undefined,
): Result<readonly IncidentEvent[]> {
  const { alarmId, by } = command;
  if (to === undefined) return ok(openedAgain(command, from, toId, report));
  if (to.view.state === 'merged' && (toId === incidentIdFor(alarmId) || toId === splitIdFor(alarmId))) {
    const call = callOf(alarmId, report);
    return ok([{ type: 'incident.reopened', incidentId: toId, ...call, from: from.view.incidentId, by }]);
  }
  if (to.view.state !== 'open') return notOpen(to.view);
  const joined: IncidentEvent = { type: 'incident.alarm-joined', incidentId: toId, ...callOf(alarmId, report), by };
  return ok([joined, ...attentionFor(to, report?.text ?? '')]);
}

/** With what is known of the call itself, so that it can be told apart again. */
export const callOf = (alarmId: AlarmId, report: ReportFact | undefined): CallFact => ({
  alarmId,
  text: report?.text ?? '',
  ...(report === undefined ? {} : { receivedAtMs: report.atMs, callerNumber: report.callerNumber }),
  incidentType: report?.types[0]?.type ?? '',
  place: placeOf(report),
});

const placeOf = (report: ReportFact | undefined): PlaceFact | null =>
  report?.place == null ? null : { ...report.place, source: 'form', text: '', confirmed: false };

/** The call that had opened `from` opens one of its own, with what is known of the call. */
function openedAgain(
  { alarmId, by, nowMs }: SplitAlarm,
  from: IncidentState,
  toId: IncidentId,
  report: ReportFact | undefined,
): readonly IncidentEvent[] {
  const type = report?.isTypeGiven ? (report.types[0]?.type ?? '') : '';
  const agencies = agenciesAtOpening('', type || incidentType(from.view));
  return [
    {
      type: 'incident.opened',
      incidentId: toId,
      alarmId,
      place: placeOf(report),
      reportedType: type,
      priority: INCIDENT_TYPES.get(type)?.priority ?? (from.view.priority || UNKNOWN_PRIORITY),
      summary: report?.text ?? '',
      callerNumber: report?.callerNumber ?? '',
      receivedAtMs: report?.atMs || nowMs,
      by,
    },
    ...openOrders(toId, agencies, by),
  ];
}
