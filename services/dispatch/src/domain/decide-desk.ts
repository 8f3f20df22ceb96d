import type { IncidentEvent } from '@muster/contracts/events/dispatch';
import type { PlaceFact } from '@muster/contracts/events/shared';
import { incidentType } from '@muster/contracts/incident-view';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { agenciesToAdd, isAgency } from './agencies.ts';
import { cleanText, type Stamped } from './changes.ts';
import {
  impossiblePlace,
  isPoint,
  isPriority,
  openOrders,
  unknownAgency,
  unknownType,
  wrongPriority,
} from './decide-opening.ts';
import { type IncidentState, orderOf, unitsOn } from './incident.ts';
import { needsReason, notOpen } from './refusals.ts';
import { orderDone } from './release.ts';

/** What a human at the desk lays down on one incident. */
export type DeskCommand = Stamped &
  (
    | { readonly type: 'set-place'; readonly place: PlaceFact }
    | { readonly type: 'set-type'; readonly incidentType: string; readonly priority: number; readonly reason: string }
    | { readonly type: 'add-agency'; readonly agency: string }
    | { readonly type: 'add-note'; readonly text: string }
    | { readonly type: 'give-feedback'; readonly agency: string; readonly text: string; readonly finalType: string }
    | { readonly type: 'close'; readonly reason: string; readonly supervisor: boolean }
  );
type Of<T extends DeskCommand['type']> = Extract<DeskCommand, { type: T }>;
type Decided = Result<readonly IncidentEvent[]>;

export function atDesk(command: DeskCommand, incident: IncidentState): Decided {
  const { view } = incident;
  const { incidentId } = view;
  if (command.type === 'add-note') {
    const text = cleanText(command.text);
    if (text === '') return refuse('invalid', 'the note is empty', '备注内容为空');
    return ok([{ type: 'incident.note-added', incidentId, text, by: command.by }]);
  }
  if (command.type === 'close' && view.state === 'closed') return ok([]);
  if (view.state !== 'open') return notOpen(view);
  switch (command.type) {
    case 'set-place':
      return setPlace(command, incident);
    case 'set-type':
      return setType(command, incident);
    case 'add-agency':
      return addAgency(command, incident);
    case 'give-feedback':
      return giveFeedback(command, incident);
    case 'close':
      return close(command, incident);
  }
}

function setPlace({ place, by }: Of<'set-place'>, { view }: IncidentState): Decided {
  if (!isPoint(place)) return impossiblePlace();
  return ok([{ type: 'incident.place-set', incidentId: view.incidentId, place, by }]);
}

function setType(command: Of<'set-type'>, { view }: IncidentState): Decided {
  const { incidentId } = view;
  const { by, priority } = command;
  const type = command.incidentType;
  const reason = cleanText(command.reason);
  if (type === '' && priority === 0) return refuse('invalid', 'give a type or a priority', '请填写类型或优先级');
  if (type !== '' && !INCIDENT_TYPES.has(type)) return unknownType(type);
  if (priority !== 0 && !isPriority(priority)) return wrongPriority();
  if (priority > view.priority && reason === '') return needsReason('lowering a priority', '降低优先级');
  const events: IncidentEvent[] = [];
  if (type !== '' && type !== view.dispatchedType) {
    events.push({ type: 'incident.type-set', incidentId, incidentType: type, by });
  }
  // Without a priority of its own, a graver type raises it: the human has named the type.
  const wanted = priority || Math.min(view.priority, INCIDENT_TYPES.get(type)?.priority ?? 5);
  if (wanted !== view.priority || priority !== 0) {
    events.push({ type: 'incident.priority-set', incidentId, priority: wanted, reason, by });
  }
  return ok([...events, ...openOrders(incidentId, agenciesToAdd(view, type, wanted), by)]);
}

function addAgency({ agency, by }: Of<'add-agency'>, { view }: IncidentState): Decided {
  if (!isAgency(agency)) return unknownAgency(agency);
  return ok(orderOf(view, agency)?.state === 'open' ? [] : openOrders(view.incidentId, [agency], by));
}

function giveFeedback(command: Of<'give-feedback'>, incident: IncidentState): Decided {
  const { incidentId } = incident.view;
  const { agency, by, finalType } = command;
  const text = cleanText(command.text);
  if (!isAgency(agency)) return unknownAgency(agency);
  if (orderOf(incident.view, agency) === undefined) {
    return refuse('precondition', `${agency} has no order on this incident`, '该单位在此警情没有处警单', { agency });
  }
  if (text === '') return refuse('invalid', 'say what was found and done', '请填写处置反馈');
  if (finalType !== '' && !INCIDENT_TYPES.has(finalType)) return unknownType(finalType);
  const given: IncidentEvent = { type: 'incident.order-feedback-given', incidentId, agency, text, finalType, by };
  const withFeedback: IncidentState = {
    ...incident,
    view: {
      ...incident.view,
      orders: incident.view.orders.map((order) => (order.agency === agency ? { ...order, feedback: text } : order)),
    },
  };
  return ok([given, ...orderDone(withFeedback, agency, [])]);
}

function close(command: Of<'close'>, { view }: IncidentState): Decided {
  const reason = cleanText(command.reason);
  const on = unitsOn(view).map((one) => one.unitId);
  if (on.length > 0) {
    return refuse(
      'precondition',
      `${on.length} units are still on it (${on.join(', ')}): release them first`,
      `仍有 ${on.length} 个单元在处置（${on.join('、')}），请先结束任务`,
      { unitIds: on.join('|') },
    );
  }
  const waiting = view.orders.filter((order) => order.feedback === '').map((order) => order.agency);
  if (waiting.length > 0 && !command.supervisor) {
    return refuse(
      'precondition',
      `no feedback yet from ${waiting.join(', ')}: wait for it, or a supervisor closes with a reason`,
      `尚缺反馈：${waiting.join('、')}；请等待反馈，或由值班长填写原因后结案`,
      { agencies: waiting.join('|') },
    );
  }
  if (waiting.length > 0 && reason === '') return needsReason('closing without feedback', '未反馈而结案');
  const finalType = incidentType(view);
  return ok([{ type: 'incident.closed', incidentId: view.incidentId, reason, finalType, by: command.by }]);
}
