import { isUnanswered } from '@muster/contracts/duty-view';
import type { DutyEvent, IncidentEvent, ReleaseWhy } from '@muster/contracts/events/dispatch';
import type { Agency } from '@muster/kernel/agency';
import { type Changes, MACHINE, type Stamped, toIncident, toUnit } from './changes.ts';
import type { DutyState } from './duty.ts';
import { type IncidentState, orderOf } from './incident.ts';
import { rowOf, stoodDownRow } from './status-table.ts';

export interface Release extends Stamped {
  readonly why: ReleaseWhy;
  readonly reason: string;
}

/** Takes one unit off an incident on both sides; an order that has its feedback and no unit left is closed. */
export function release(command: Release, incident: IncidentState, duty: DutyState): Changes {
  return [
    toUnit(duty.view.unitId, releasedFromDuty(command, incident.view.incidentId, duty)),
    toIncident(incident.view.incidentId, [
      takenOff(command, incident, duty),
      ...orderDone(incident, duty.agency, [duty.view.unitId]),
    ]),
  ];
}

export function takenOff(command: Release, incident: IncidentState, duty: DutyState): IncidentEvent {
  const { why, reason, by } = command;
  const { unitId } = duty.view;
  const agency = duty.agency;
  return { type: 'incident.unit-taken-off', incidentId: incident.view.incidentId, unitId, agency, why, reason, by };
}

/** The order closes when its feedback is there and these were its last units. */
export function orderDone(incident: IncidentState, agency: Agency, leaving: readonly string[]): IncidentEvent[] {
  const order = orderOf(incident.view, agency);
  if (order === undefined || order.state !== 'open' || order.feedback === '') return [];
  if (order.unitIds.some((unitId) => !leaving.includes(unitId))) return [];
  return [{ type: 'incident.order-closed', incidentId: incident.view.incidentId, agency }];
}

/**
 * The duty's side. When it is the job at hand the system also sets the status: back to what the crew last said where it
 * had not answered, else the agency's "stood down" (fire 25 returning). A job further down the stack just goes.
 */
export function releasedFromDuty(command: Release, incidentId: string, duty: DutyState): DutyEvent[] {
  const { view, agency } = duty;
  const { why, reason, by, nowMs } = command;
  const released: DutyEvent = { type: 'unit.released', unitId: view.unitId, agency, incidentId, why, reason, by };
  if (view.incidentId !== incidentId) return [released];
  const row = isUnanswered(view) ? rowOf(agency, view.status) : stoodDownRow(agency, view.status);
  return [systemStatus(duty, row, incidentId, nowMs), released];
}

export const systemStatus = (
  { view, agency }: DutyState,
  row: { readonly code: string; readonly canonical: string },
  incidentId: string,
  nowMs: number,
): DutyEvent => ({
  type: 'unit.status-changed',
  unitId: view.unitId,
  agency,
  from: view.status,
  to: row.code,
  canonical: row.canonical,
  incidentId,
  source: 'system',
  deviceAtMs: 0,
  serverAtMs: nowMs,
  lateReason: '',
  idempotencyKey: '',
  by: MACHINE,
});
