import type { DutyEvent, IncidentEvent } from '@muster/contracts/events/dispatch';
import type { UnitFact } from '@muster/contracts/events/resource';
import type { PlaceFact } from '@muster/contracts/events/shared';
import type { Incident, Order } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { isAvailable } from '@muster/contracts/unit-status';
import type { IncidentId, UnitId } from '@muster/kernel/ids';
import { ok, type Refused, type Result, refuse } from '@muster/kernel/result';
import { type Change, type Changes, cleanText, type Stamped, toIncident, toUnit } from './changes.ts';
import { openOrders } from './decide-opening.ts';
import type { DutyState } from './duty.ts';
import { hasPlace, type IncidentState, orderOf, unitsOn } from './incident.ts';
import { called, notOpen } from './refusals.ts';
import { rowOf } from './status-table.ts';

export const MAX_UNITS_PER_ASSIGN = 50;
/** Jobs a patrol or command car may hold at once. */
export const MAX_JOBS = 8;

export interface Sendable {
  readonly unit: UnitFact;
  readonly duty: DutyState;
}

export interface Assign extends Stamped {
  readonly overrideReason: string;
  /** What is known of an incident that holds a unit: to tell who was first. */
  readonly incidentOf: (id: IncidentId) => Incident | undefined;
}

/**
 * Sends units: all or none. It needs a place (or a reason why without) and the units; neither a classification nor a
 * recommendation. Units that are on the incident already are no mistake: the key was pressed twice.
 */
export function assign(command: Assign, incident: IncidentState, asked: readonly Sendable[]): Result<Changes> {
  const { view } = incident;
  if (view.state !== 'open') return notOpen(view);
  if (asked.length === 0) return refuse('invalid', 'name at least one unit to send', '请选择要派出的单元');
  if (asked.length > MAX_UNITS_PER_ASSIGN) {
    const n = MAX_UNITS_PER_ASSIGN;
    return refuse('limit', `at most ${n} units are sent at once`, `一次最多派出 ${n} 个单元`);
  }
  const overrideReason = cleanText(command.overrideReason);
  if (!hasPlace(view) && overrideReason === '') return noPlace();
  const already = new Set(unitsOn(view).map((on) => on.unitId));
  const fresh = [...new Map(asked.map((one) => [one.unit.unitId, one])).values()].filter(
    (one) => !already.has(one.unit.unitId),
  );
  for (const one of fresh) {
    const refused = notSendable(one, command.incidentOf) ?? closedOrder(view, one.unit);
    if (refused) return refused;
  }
  return ok(fresh.length === 0 ? [] : sendAll(command, view, fresh, overrideReason));
}

const noPlace = (): Refused =>
  refuse(
    'precondition',
    'the incident has no place yet: set one, or send with a reason',
    '警情尚无地点：请先定位，或填写原因后派出',
  );

function closedOrder(view: Incident, unit: UnitFact): Refused | null {
  const order: Order | undefined = orderOf(view, unit.agency);
  if (order === undefined || order.state === 'open') return null;
  return refuse(
    'precondition',
    `the order of ${unit.agency} is closed: bring the agency in again first`,
    '该单位的处警单已办结，请先重新联动',
    { agency: unit.agency },
  );
}

/** Null when it can be sent; else why not, and who has it. */
export function notSendable({ unit, duty }: Sendable, incidentOf: Assign['incidentOf']): Refused | null {
  const { view } = duty;
  const { unitId, callSign } = unit;
  if (unit.exclusive && view.incidentId !== '') {
    const holder = view.incidentId;
    const name = called(incidentOf(holder), holder);
    return refuse(
      'conflict',
      `${callSign} was sent to another incident first: ${name.en} (${holder}); choose another unit`,
      `${callSign} 已先被派往其他警情：${name.zh}（${holder}），请另选单元`,
      { unitId, callSign, incidentId: holder },
    );
  }
  const jobs = view.incidentId === '' ? 0 : 1 + view.stackedIncidentIds.length;
  if (jobs >= MAX_JOBS) {
    return refuse('limit', `${callSign} has ${jobs} jobs already`, `${callSign} 已有 ${jobs} 个任务`, { unitId });
  }
  if (jobs === 0 && !isAvailable(view.canonical)) {
    const row = rowOf(unit.agency, view.status);
    return refuse(
      'precondition',
      `${callSign} cannot be sent: ${row.en} (${row.code})`,
      `${callSign} 当前不可派：${row.zh}（${row.code}）`,
      { unitId, callSign, status: row.code },
    );
  }
  return null;
}

function sendAll(command: Assign, view: Incident, fresh: readonly Sendable[], overrideReason: string): Changes {
  const { incidentId } = view;
  const { by, nowMs } = command;
  const missing = [...new Set(fresh.map((one) => one.unit.agency))].filter((agency) => !orderOf(view, agency));
  const sent = fresh.map(
    ({ unit }): IncidentEvent => ({
      type: 'incident.unit-sent',
      incidentId,
      unitId: unit.unitId,
      agency: unit.agency,
      overrideReason,
      by,
    }),
  );
  const units = fresh.map(({ unit }): Change => toUnit(unit.unitId, [assigned(unit, view, by, nowMs)]));
  return [toIncident(incidentId, [...openOrders(incidentId, missing, by), ...sent]), ...units];
}

export const assigned = (
  unit: { readonly unitId: UnitId; readonly agency: UnitFact['agency'] },
  view: Incident,
  by: Stamped['by'],
  nowMs: number,
): DutyEvent => ({
  type: 'unit.assigned',
  unitId: unit.unitId,
  agency: unit.agency,
  incidentId: view.incidentId,
  incidentType: incidentType(view),
  place: placeFact(view),
  priority: view.priority,
  assignedAtMs: nowMs,
  by,
});

export function placeFact(view: Incident): PlaceFact | null {
  if (view.place === undefined) return null;
  const { lon, lat, accuracyM, source, text, confirmed } = view.place;
  return { lon, lat, accuracyM, source, text, confirmed };
}
