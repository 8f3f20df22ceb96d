import { isUnanswered } from '@muster/contracts/duty-view';
import { type Changes, toIncident, toUnit } from './changes.ts';
import type { DutyState } from './duty.ts';

/** How long a send may stay unanswered before each next means is used, milliseconds since it was sent. */
export interface EscalationLimits {
  readonly appAgainMs: number;
  readonly stationBellMs: number;
  readonly phoneMs: number;
  readonly supervisorMs: number;
}
export const ESCALATION: EscalationLimits = {
  appAgainMs: 15_000,
  stationBellMs: 30_000,
  phoneMs: 45_000,
  supervisorMs: 60_000,
};
export const SUPERVISOR_LEVEL = 4;

/** 0 while there is time, then 1 app again, 2 station bell, 3 phone, 4 supervisor. */
export function escalationDue({ view }: DutyState, nowMs: number, limits: EscalationLimits): number {
  if (!isUnanswered(view)) return 0;
  const { appAgainMs, stationBellMs, phoneMs, supervisorMs } = limits;
  const waitedMs = nowMs - view.assignedAtMs;
  return [appAgainMs, stationBellMs, phoneMs, supervisorMs].filter((limitMs) => waitedMs >= limitMs).length;
}

/** The level that is due and was not reached yet; the last one also calls the desk's attention to the incident. */
export function escalate(duty: DutyState, nowMs: number, limits: EscalationLimits, callSign: string): Changes {
  const level = escalationDue(duty, nowMs, limits);
  const { unitId, incidentId, assignedAtMs, escalation } = duty.view;
  if (level <= escalation) return [];
  const unit = toUnit(unitId, [
    { type: 'unit.escalated', unitId, incidentId, level, unacknowledgedForMs: nowMs - assignedAtMs },
  ]);
  if (level < SUPERVISOR_LEVEL) return [unit];
  const reasonZh = `${callSign} 未接令`;
  const reasonEn = `${callSign} has not acknowledged`;
  return [unit, toIncident(incidentId, [{ type: 'incident.attention-raised', incidentId, reasonZh, reasonEn }])];
}
