import type { AlarmReceived, AlarmUpdated } from '@muster/contracts/events/alarm';
import type { IncidentEvent } from '@muster/contracts/events/dispatch';
import type { ActorFact, PlaceFact } from '@muster/contracts/events/shared';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { Agency, Priority } from '@muster/kernel/agency';
import type { IncidentId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { agenciesAtOpening, DEFAULT_AGENCY, isAgency, leadOf } from './agencies.ts';
import { cleanText, MACHINE, type Stamped } from './changes.ts';
import { dangersIn, wordsFor } from './danger.ts';
import { type IncidentState, incidentIdFor } from './incident.ts';

/** Until somebody or something knows better: nobody's call is below routine. */
export const UNKNOWN_PRIORITY: Priority = 3;
export const MAX_SUMMARY = 2_000;

/** An alarm opens its incident at once, before anything is known of it; the same alarm again changes nothing. */
export function openFromAlarm(alarm: AlarmReceived, known: IncidentState | undefined): readonly IncidentEvent[] {
  if (known !== undefined) return [];
  const incidentId = incidentIdFor(alarm.alarmId);
  const opened: IncidentEvent = {
    type: 'incident.opened',
    incidentId,
    alarmId: alarm.alarmId,
    place: alarm.place,
    reportedType: alarm.reportedType,
    priority: INCIDENT_TYPES.get(alarm.reportedType)?.priority ?? UNKNOWN_PRIORITY,
    summary: alarm.text.slice(0, MAX_SUMMARY),
    callerNumber: alarm.callerNumber,
    receivedAtMs: alarm.receivedAtMs,
    by: MACHINE,
  };
  const agencies = agenciesAtOpening(alarm.line, alarm.reportedType);
  if (agencies.length > 0 || INCIDENT_TYPES.has(alarm.reportedType)) {
    return [opened, ...openOrders(incidentId, agencies, MACHINE)];
  }
  const order = { type: 'incident.order-opened', incidentId, agency: DEFAULT_AGENCY, by: MACHINE } as const;
  return [opened, { ...order, byDefault: true }];
}

export const openOrders = (incidentId: IncidentId, agencies: readonly Agency[], by: ActorFact): IncidentEvent[] =>
  agencies.map((agency) => ({ type: 'incident.order-opened', incidentId, agency, by }));

export interface OpenByHand extends Stamped {
  readonly incidentId: IncidentId;
  readonly summary: string;
  readonly place: PlaceFact | null;
  readonly incidentType: string;
  /** 0: the type's, or routine. */
  readonly priority: number;
  /** Empty: the type's lead. */
  readonly agencies: readonly string[];
}

/** A human saw or heard of it without a call. */
export function openByHand(command: OpenByHand, known: IncidentState | undefined): Result<readonly IncidentEvent[]> {
  if (known !== undefined) return ok([]);
  const { incidentId, place, incidentType, by, nowMs } = command;
  const summary = cleanText(command.summary);
  if (summary === '' && place === null && incidentType === '') {
    return refuse('invalid', 'say what it is or where it is', '请填写警情内容、类型或地点');
  }
  const type = INCIDENT_TYPES.get(incidentType);
  if (incidentType !== '' && type === undefined) return unknownType(incidentType);
  if (!isPriority(command.priority) && command.priority !== 0) return wrongPriority();
  if (place !== null && !isPoint(place)) return impossiblePlace();
  const wrong = command.agencies.find((agency) => !isAgency(agency));
  if (wrong !== undefined) return unknownAgency(wrong);
  const lead = leadOf(incidentType);
  const asked = [...new Set(command.agencies)] as Agency[];
  const opened: IncidentEvent = {
    type: 'incident.opened',
    incidentId,
    alarmId: null,
    place,
    reportedType: incidentType,
    priority: command.priority || (type?.priority ?? UNKNOWN_PRIORITY),
    summary,
    callerNumber: '',
    receivedAtMs: nowMs,
    by,
  };
  const byLead = lead === null ? [] : openOrders(incidentId, [lead], MACHINE);
  return ok([opened, ...(asked.length > 0 ? openOrders(incidentId, asked, by) : byLead)]);
}

/** Also false for what is no number. */
export const isPoint = ({ lon, lat }: PlaceFact): boolean =>
  Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && !(lon === 0 && lat === 0);
export const impossiblePlace = (): Result<never> =>
  refuse('invalid', 'the place has no possible coordinates', '地点坐标无效');
export const isPriority = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 5;
export const wrongPriority = (): Result<never> =>
  refuse('invalid', 'priority is 1 (life in danger) to 5 (needs no unit)', '优先级为 1（危及生命）至 5（无需出警）');
export const unknownType = (type: string): Result<never> =>
  refuse('invalid', `there is no incident type "${type}"`, `没有警情类型“${type}”`);
export const unknownAgency = (agency: string): Result<never> =>
  refuse('invalid', `there is no agency "${agency}"`, `没有处置单位“${agency}”`);

/** The first answer counts; alarms joined later do not move it. */
export function answered(incident: IncidentState, answeredAtMs: number, by: ActorFact): readonly IncidentEvent[] {
  if (incident.view.answeredAtMs > 0) return [];
  return [{ type: 'incident.answered', incidentId: incident.view.incidentId, answeredAtMs, by }];
}

/** The caller goes on speaking, on this incident or on a call joined to it: a new danger raises attention. */
export function heard(alarm: AlarmUpdated, incident: IncidentState): readonly IncidentEvent[] {
  if (incident.view.state !== 'open') return [];
  return attentionFor(incident, alarm.segmentText);
}

export function attentionFor(incident: IncidentState, text: string): IncidentEvent[] {
  const fresh = dangersIn(text).filter((danger) => !incident.dangers.includes(danger));
  if (fresh.length === 0) return [];
  const { zh, en } = wordsFor(fresh);
  return [
    {
      type: 'incident.attention-raised',
      incidentId: incident.view.incidentId,
      reasonZh: `报警人补充：${zh}`,
      reasonEn: `a caller adds: ${en}`,
    },
  ];
}
