import type { DutyEvent, IncidentEvent, UnitStatusChanged } from '@muster/contracts/events/dispatch';
import type { UnitFact } from '@muster/contracts/events/resource';
import type { UnitStatus } from '@muster/contracts/taxonomy';
import { endsJob } from '@muster/contracts/unit-status';
import type { UnitId } from '@muster/kernel/ids';
import { ok, type Refused, type Result, refuse } from '@muster/kernel/result';
import { type Change, type Changes, cleanText, type Stamped, toIncident, toUnit } from './changes.ts';
import type { DutyState } from './duty.ts';
import { type IncidentState, orderOf } from './incident.ts';
import { orderDone, takenOff } from './release.ts';
import { legalNext, resolveStatus, rowOf, stagesReached } from './status-table.ts';

export const SOURCES = ['button', 'radio', 'geofence', 'phone'] as const;
export const MAX_KEY_CHARS = 128;

export interface SetStatus extends Stamped {
  /** A code of the agency's table, or a canonical name where it is clear. */
  readonly status: string;
  readonly source: string;
  /** 0 unknown. */
  readonly deviceAtMs: number;
  readonly lateReason: string;
  readonly idempotencyKey: string;
}

/**
 * The crew says where it stands: from its button, or entered by a dispatcher from radio. A press that was counted
 * already (same key, or the status it has) changes nothing. One that ends the job releases the unit in the same step.
 *
 * @param incident the job at hand, null without one
 */
export function setStatus(
  command: SetStatus,
  unit: UnitFact,
  duty: DutyState,
  incident: IncidentState | null,
): Result<Changes> {
  const wrong = malformed(command);
  if (wrong) return wrong;
  if (command.idempotencyKey !== '' && duty.keys.includes(command.idempotencyKey)) return ok([]);
  const resolved = resolveStatus(unit.agency, duty.view, command.status);
  if (!resolved.ok) return resolved;
  const row = resolved.value;
  const legal = legalNext(unit.agency, duty.view);
  if (!legal.some((next) => next.code === row.code)) {
    const isRepeated = row.code === duty.view.status && row.canonical === duty.view.canonical;
    return isRepeated ? ok([]) : notLegal(unit, duty, row, legal);
  }
  const changed = statusChanged(command, unit, duty, row);
  if (incident === null) return ok([toUnit(unit.unitId, [changed])]);
  return ok(onJob(command, changed, duty, incident, row));
}

function malformed(command: SetStatus): Refused | null {
  if (!(SOURCES as readonly string[]).includes(command.source)) {
    const list = SOURCES.join(', ');
    return refuse('invalid', `source must be one of ${list}`, `来源须为 ${list} 之一`);
  }
  if (command.idempotencyKey.length > MAX_KEY_CHARS) {
    const n = MAX_KEY_CHARS;
    return refuse('invalid', `idempotencyKey has at most ${n} characters`, `idempotencyKey 最多 ${n} 个字符`);
  }
  const isLate = command.lateReason.trim() !== '';
  if (isLate && !(command.deviceAtMs > 0 && command.deviceAtMs <= command.nowMs)) {
    return refuse('invalid', 'a late entry needs the past time at which it happened', '补录须填写实际发生的时间');
  }
  return null;
}

function statusChanged(command: SetStatus, unit: UnitFact, duty: DutyState, row: UnitStatus): UnitStatusChanged {
  return {
    type: 'unit.status-changed',
    unitId: unit.unitId,
    agency: unit.agency,
    from: duty.view.status,
    to: row.code,
    canonical: row.canonical,
    incidentId: duty.view.incidentId === '' ? null : duty.view.incidentId,
    source: command.source as UnitStatusChanged['source'],
    deviceAtMs: command.deviceAtMs,
    serverAtMs: command.nowMs,
    lateReason: cleanText(command.lateReason),
    idempotencyKey: command.idempotencyKey,
    by: command.by,
  };
}

function onJob(
  command: SetStatus,
  changed: UnitStatusChanged,
  duty: DutyState,
  incident: IncidentState,
  row: UnitStatus,
): Changes {
  const { incidentId } = incident.view;
  const { unitId } = changed;
  if (!endsJob(row)) {
    const stages = stageEvents(incident, unitId, duty, row, stageTimeMs(command));
    const unitChange: Change = toUnit(unitId, [changed]);
    return stages.length === 0 ? [unitChange] : [unitChange, toIncident(incidentId, stages)];
  }
  const completed = { why: 'completed', reason: row.en, by: command.by, nowMs: command.nowMs } as const;
  const released: DutyEvent = {
    type: 'unit.released',
    unitId,
    agency: duty.agency,
    incidentId,
    why: completed.why,
    reason: completed.reason,
    by: command.by,
  };
  const left = [takenOff(completed, incident, duty), ...orderDone(incident, duty.agency, [unitId])];
  return [toUnit(unitId, [changed, released]), toIncident(incidentId, left)];
}

/** A late entry counts when it happened; anything else when it reached us (a phone's clock may be wrong). */
const stageTimeMs = (command: SetStatus): number =>
  command.lateReason.trim() === '' ? command.nowMs : command.deviceAtMs;

/** The first unit of its agency at each stage makes the stamp of the KPI. */
export function stageEvents(
  incident: IncidentState,
  unitId: UnitId,
  duty: { readonly agency: UnitFact['agency'] },
  row: UnitStatus,
  atMs: number,
): IncidentEvent[] {
  const order = orderOf(incident.view, duty.agency);
  if (order === undefined) return [];
  const stamped: Record<string, number> = {
    acknowledged: order.firstAcknowledgedAtMs,
    'en-route': order.firstRollingAtMs,
    'on-scene': order.firstOnSceneAtMs,
  };
  const { incidentId } = incident.view;
  const { agency } = duty;
  return stagesReached(row)
    .filter((stage) => !stamped[stage])
    .map((stage) => ({ type: 'incident.order-stage-reached', incidentId, agency, stage, unitId, atMs }));
}

function notLegal(unit: UnitFact, duty: DutyState, row: UnitStatus, legal: readonly UnitStatus[]): Refused {
  const now = rowOf(unit.agency, duty.view.status);
  const en = legal.map((next) => `${next.code} ${next.en}`).join(', ') || 'none';
  const zh = legal.map((next) => `${next.code} ${next.zh}`).join('、') || '无';
  const noJob = duty.view.incidentId === '' && !endsJob(row);
  return refuse(
    'precondition',
    noJob
      ? `${unit.callSign} has no job, so it cannot be ${row.code} (${row.en}); it can be: ${en}`
      : `${unit.callSign} is ${now.code} (${now.en}) and cannot be ${row.code} (${row.en}) next; it can be: ${en}`,
    noJob
      ? `${unit.callSign} 没有任务，不能置为${row.zh}（${row.code}）；可选：${zh}`
      : `${unit.callSign} 当前为${now.zh}（${now.code}），不能转为${row.zh}（${row.code}）；可选：${zh}`,
    { unitId: unit.unitId, status: now.code, legal: legal.map((next) => next.code).join('|') },
  );
}
