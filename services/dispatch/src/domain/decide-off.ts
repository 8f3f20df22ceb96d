import type { IncidentEvent } from '@muster/contracts/events/dispatch';
import type { UnitFact } from '@muster/contracts/events/resource';
import { ok, type Refused, type Result, refuse } from '@muster/kernel/result';
import { type Changes, cleanText, type Stamped, toIncident, toUnit } from './changes.ts';
import type { DutyState } from './duty.ts';
import type { IncidentState } from './incident.ts';
import { needsReason, notOpen } from './refusals.ts';
import { release, releasedFromDuty, takenOff } from './release.ts';
import { hasPatient, rowOf, STAGES, stagesReached } from './status-table.ts';

export interface TakeOff extends Stamped {
  readonly reason: string;
}

const noJob = (unit: UnitFact): Refused =>
  refuse('precondition', `${unit.callSign} has no job`, `${unit.callSign} 当前没有任务`, { unitId: unit.unitId });

/** The crew cannot take the job. Once on scene it is there: then the dispatcher decides. */
export function decline(
  command: TakeOff,
  unit: UnitFact,
  duty: DutyState,
  incident: IncidentState | null,
): Result<Changes> {
  const reason = cleanText(command.reason);
  if (reason === '') return needsReason('declining', '拒绝任务');
  if (incident === null) return noJob(unit);
  const isThere = stagesReached(rowOf(unit.agency, duty.view.status)).length === STAGES.length;
  if (isThere && duty.view.canonical !== 'dispatched') {
    return refuse(
      'precondition',
      `${unit.callSign} is on scene already: ask the dispatcher to stand it down`,
      `${unit.callSign} 已到场，不能拒绝；请由调度员撤回`,
      { unitId: unit.unitId },
    );
  }
  return ok(release({ ...command, reason, why: 'declined' }, incident, duty));
}

/** A dispatcher takes a unit off the job at hand; never one with a patient. */
export function standDown(
  command: TakeOff,
  unit: UnitFact,
  duty: DutyState,
  incident: IncidentState | null,
): Result<Changes> {
  const reason = cleanText(command.reason);
  if (reason === '') return needsReason('standing down', '撤回');
  if (incident === null) return noJob(unit);
  if (hasPatient(duty.view)) return withPatient(unit.callSign, unit.unitId);
  return ok(release({ ...command, reason, why: 'stood-down' }, incident, duty));
}

const withPatient = (callSign: string, unitId: string): Refused =>
  refuse(
    'precondition',
    `${callSign} is with a patient: the crew ends the job (no transport, or handed over)`,
    `${callSign} 正在救治或转运患者，须由车组以“空车”或“交接完成”结束任务`,
    { unitId },
  );

/** The incident needs nobody. Its units are free again in the same step. */
export function cancel(
  command: TakeOff,
  incident: IncidentState,
  units: readonly { readonly duty: DutyState; readonly callSign: string }[],
): Result<Changes> {
  const { view } = incident;
  if (view.state === 'cancelled') return ok([]);
  if (view.state !== 'open') return notOpen(view);
  const reason = cleanText(command.reason);
  if (reason === '') return needsReason('cancelling', '取消警情');
  const patient = units.find(({ duty }) => duty.view.incidentId === view.incidentId && hasPatient(duty.view));
  if (patient) return withPatient(patient.callSign, patient.duty.view.unitId);
  const off = { ...command, reason, why: 'cancelled' as const };
  const events: IncidentEvent[] = [
    ...units.map(({ duty }) => takenOff(off, incident, duty)),
    { type: 'incident.cancelled', incidentId: view.incidentId, reason, by: command.by },
  ];
  return ok([
    toIncident(view.incidentId, events),
    ...units.map(({ duty }) => toUnit(duty.view.unitId, releasedFromDuty(off, view.incidentId, duty))),
  ]);
}
