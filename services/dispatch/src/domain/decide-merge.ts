import { isUnanswered } from '@muster/contracts/duty-view';
import type { DutyEvent, IncidentEvent } from '@muster/contracts/events/dispatch';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { Order } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import type { Agency } from '@muster/kernel/agency';
import type { AlarmId, IncidentId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { type Changes, type Stamped, toIncident, toUnit } from './changes.ts';
import { wordsFor } from './danger.ts';
import { assigned } from './decide-assign.ts';
import { attentionFor, openOrders } from './decide-opening.ts';
import { callOf } from './decide-split.ts';
import type { DutyState } from './duty.ts';
import { type IncidentState, orderOf, unitsOn } from './incident.ts';
import { notOpen } from './refusals.ts';
import { systemStatus } from './release.ts';
import { STAGES } from './status-table.ts';

/** Joined with one key in a surge. */
export const MAX_MERGES = 50;

/**
 * A human joins an incident into another: one event, many callers. Both keep their history; units go on to the
 * surviving incident with the status they have, and so do the stamps, the higher priority and the earlier clock.
 *
 * @param duties of the units on the incident that is joined
 */
export function merge(
  command: Stamped,
  from: IncidentState,
  into: IncidentState,
  duties: readonly DutyState[],
): Result<Changes> {
  const [a, b] = [from.view, into.view];
  if (a.state === 'merged' && a.mergedInto === b.incidentId) return ok([]);
  if (a.incidentId === b.incidentId) {
    return refuse('invalid', 'an incident cannot be joined into itself', '不能并入自身');
  }
  if (a.state !== 'open') return notOpen(a);
  if (b.state !== 'open') return notOpen(b);
  const { by } = command;
  const surviving: IncidentEvent[] = [
    ...a.alarmIds.map((alarmId) => joinedAlarm(from, b.incidentId, alarmId, by)),
    ...worse(command, from, into),
    ...ordersCarriedOver(command, from, into),
  ];
  const gone: IncidentEvent[] = unitsOn(a).map(({ unitId, agency }) => ({
    type: 'incident.unit-taken-off',
    incidentId: a.incidentId,
    unitId,
    agency: agency as Agency,
    why: 'diverted',
    reason: `joined into ${b.incidentId}`,
    by,
  }));
  return ok([
    toIncident(a.incidentId, [...gone, { type: 'incident.merged', incidentId: a.incidentId, into: b.incidentId, by }]),
    toIncident(b.incidentId, surviving),
    ...duties.map((duty) => toUnit(duty.view.unitId, carriedOver(command, from, into, duty))),
  ]);
}

function joinedAlarm(
  { view, reports }: IncidentState,
  into: IncidentId,
  alarmId: AlarmId,
  by: ActorFact,
): IncidentEvent {
  const report = reports?.find((one) => one.alarmId === alarmId);
  const call = callOf(alarmId, report);
  return {
    type: 'incident.alarm-joined',
    incidentId: into,
    ...call,
    text: call.text || view.summary,
    receivedAtMs: call.receivedAtMs || view.receivedAtMs,
    incidentType: call.incidentType || incidentType(view),
    by,
  };
}

function worse(command: Stamped, from: IncidentState, into: IncidentState): IncidentEvent[] {
  const { incidentId, priority } = into.view;
  const raised: IncidentEvent[] =
    from.view.priority < priority
      ? [
          {
            type: 'incident.priority-set',
            incidentId,
            priority: from.view.priority,
            reason: `as the joined incident ${from.view.incidentId}`,
            by: command.by,
          },
        ]
      : [];
  return [...raised, ...attentionFor(into, `${from.view.summary}\n${wordsFor(from.dangers).en}`)];
}

/** Orders that have units, with their stamps where the surviving incident has none. */
function ordersCarriedOver(command: Stamped, from: IncidentState, into: IncidentState): IncidentEvent[] {
  const { incidentId } = into.view;
  const there = new Set(unitsOn(into.view).map((on) => on.unitId));
  return from.view.orders.flatMap((order): IncidentEvent[] => {
    const agency = order.agency as Agency;
    const existing = orderOf(into.view, agency);
    const coming = order.unitIds.filter((unitId) => !there.has(unitId));
    if (coming.length === 0) return [];
    const opened = existing?.state === 'open' ? [] : openOrders(incidentId, [agency], command.by);
    const sent = coming.map(
      (unitId): IncidentEvent => ({
        type: 'incident.unit-sent',
        incidentId,
        unitId,
        agency,
        overrideReason: '',
        by: command.by,
      }),
    );
    return [...opened, ...sent, ...stamps(incidentId, order, existing, coming[0] as string)];
  });
}

function stamps(incidentId: string, order: Order, existing: Order | undefined, unitId: string): IncidentEvent[] {
  const at = (o: Order | undefined) => [o?.firstAcknowledgedAtMs, o?.firstRollingAtMs, o?.firstOnSceneAtMs];
  const [old, known] = [at(order), at(existing)];
  return STAGES.flatMap((stage, i): IncidentEvent[] =>
    old[i] && !known[i]
      ? [
          {
            type: 'incident.order-stage-reached',
            incidentId,
            agency: order.agency as Agency,
            stage,
            unitId,
            atMs: old[i],
          },
        ]
      : [],
  );
}

function carriedOver(command: Stamped, from: IncidentState, into: IncidentState, duty: DutyState): DutyEvent[] {
  const { unitId } = duty.view;
  const { agency } = duty;
  const old = from.view.incidentId;
  const released: DutyEvent = {
    type: 'unit.released',
    unitId,
    agency,
    incidentId: old,
    why: 'diverted',
    reason: `joined into ${into.view.incidentId}`,
    by: command.by,
  };
  if (unitsOn(into.view).some((on) => on.unitId === unitId)) return [released];
  const sent = assigned({ unitId, agency }, into.view, command.by, command.nowMs);
  if (duty.view.incidentId !== old || isUnanswered(duty.view) || duty.view.stackedIncidentIds.length > 0) {
    return [released, sent];
  }
  // The crew has answered and goes on as it is: nobody shall call it unacknowledged.
  const as = { code: duty.view.status, canonical: duty.view.canonical };
  return [released, sent, systemStatus(duty, as, into.view.incidentId, command.nowMs)];
}
