import type { Recorded } from './envelope.ts';
import type { ClassificationFact } from './events/classification.ts';
import type { IncidentEvent } from './events/dispatch.ts';
import type { PlaceFact } from './events/shared.ts';
import type { Incident, Order } from './gen/muster/dispatch/v1/dispatch.ts';

/**
 * The incident as everyone sees it, made from its events. Dispatch keeps it as its read model and answers with it; the
 * edge keeps it as the live picture. One function, so that no two screens can disagree.
 */
export function evolveIncidentView(view: Incident | undefined, recorded: Recorded<IncidentEvent>): Incident {
  const event = recorded.data;
  const next: Incident =
    view === undefined ? emptyIncident(event.incidentId, recorded) : { ...view, version: recorded.version };
  apply(next, event, recorded.atMs);
  return next;
}

function apply(view: Incident, event: IncidentEvent, atMs: number): void {
  switch (event.type) {
    case 'incident.opened':
      view.alarmIds = event.alarmId === null ? [] : [event.alarmId];
      view.reportedType = event.reportedType;
      view.priority = event.priority;
      view.place = event.place === null ? undefined : wirePlace(event.place, atMs);
      if (event.place?.confirmed) view.placeConfirmedAtMs = atMs;
      view.summary = event.summary;
      view.callerNumber = event.callerNumber;
      view.receivedAtMs = event.receivedAtMs;
      return;
    case 'incident.alarm-joined':
      if (!view.alarmIds.includes(event.alarmId)) view.alarmIds = [...view.alarmIds, event.alarmId];
      // The first caller's clock: joining an older call into a newer incident must not reset it.
      if (event.receivedAtMs) view.receivedAtMs = Math.min(view.receivedAtMs, event.receivedAtMs);
      return;
    case 'incident.alarm-split':
      view.alarmIds = view.alarmIds.filter((alarmId) => alarmId !== event.alarmId);
      return;
    case 'incident.reopened':
      view.state = 'open';
      view.mergedInto = '';
      view.closedAtMs = 0;
      view.alarmIds = [event.alarmId];
      return;
    case 'incident.answered':
      view.answeredAtMs ||= event.answeredAtMs;
      return;
    case 'incident.classified':
      // What a machine filled in, a later and better informed answer of the machine replaces.
      if (view.reportedType === '' || view.reportedType === classifiedType(view)) {
        view.reportedType = event.classification.type;
      }
      view.classificationJson = classificationJson(event.classification);
      view.confidence = event.classification.confidence;
      view.needsHuman = event.classification.needsHuman;
      view.hazards = [...event.classification.hazards];
      if (event.classification.persons !== null) view.persons = event.classification.persons;
      return;
    case 'incident.similar-proposed':
      view.similarIncidentIds = [...event.similar];
      view.similar = (event.matches ?? []).map((match) => ({
        ...match,
        reasons: match.reasons.map((why) => ({ ...why })),
      }));
      return;
    case 'incident.attention-raised':
      view.attention += 1;
      return;
    case 'incident.place-set':
      view.place = wirePlace(event.place, atMs);
      if (event.place.confirmed) view.placeConfirmedAtMs ||= atMs;
      return;
    case 'incident.type-set':
      view.dispatchedType = event.incidentType;
      return;
    case 'incident.priority-set':
      view.priority = event.priority;
      return;
    case 'incident.order-opened':
      if (!view.orders.some((order) => order.agency === event.agency)) {
        view.orders = [...view.orders, emptyOrder(event.agency, event.by.name, atMs)];
      } else {
        changeOrder(view, event.agency, (order) => ({ ...order, state: 'open', closedAtMs: 0 }));
      }
      return;
    case 'incident.order-withdrawn':
      view.orders = view.orders.filter((order) => order.agency !== event.agency);
      return;
    case 'incident.unit-sent':
      changeOrder(view, event.agency, (order) => ({
        ...order,
        unitIds: [...order.unitIds, event.unitId],
        firstSentAtMs: order.firstSentAtMs || atMs,
      }));
      return;
    case 'incident.unit-taken-off':
      changeOrder(view, event.agency, (order) => ({
        ...order,
        unitIds: order.unitIds.filter((unitId) => unitId !== event.unitId),
      }));
      return;
    case 'incident.order-stage-reached':
      changeOrder(view, event.agency, (order) => stamped(order, event.stage, event.atMs));
      return;
    case 'incident.order-feedback-given':
      changeOrder(view, event.agency, (order) => ({ ...order, feedback: event.text }));
      if (event.finalType) view.finalType = event.finalType;
      return;
    case 'incident.order-closed':
      changeOrder(view, event.agency, (order) => ({ ...order, state: 'closed', closedAtMs: atMs }));
      return;
    case 'incident.note-added':
      return;
    case 'incident.merged':
      view.state = 'merged';
      view.mergedInto = event.into;
      view.closedAtMs = atMs;
      return;
    case 'incident.cancelled':
      view.state = 'cancelled';
      view.closedAtMs = atMs;
      return;
    case 'incident.closed':
      view.state = 'closed';
      view.closedAtMs = atMs;
      if (event.finalType) view.finalType = event.finalType;
      return;
  }
}

/** With sorted keys: an event that went through the database's jsonb must give the same text as one that did not. */
export const classificationJson = (classification: ClassificationFact): string =>
  JSON.stringify(classification, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const classifiedType = (view: Incident): string =>
  view.classificationJson === '' ? '' : (JSON.parse(view.classificationJson) as { type: string }).type;

function changeOrder(view: Incident, agency: string, change: (order: Order) => Order): void {
  view.orders = view.orders.map((order) => (order.agency === agency ? change(order) : order));
}

function stamped(order: Order, stage: 'acknowledged' | 'en-route' | 'on-scene', atMs: number): Order {
  const key = (
    { acknowledged: 'firstAcknowledgedAtMs', 'en-route': 'firstRollingAtMs', 'on-scene': 'firstOnSceneAtMs' } as const
  )[stage];
  return order[key] ? order : { ...order, [key]: atMs };
}

export const wirePlace = (place: PlaceFact, observedAtMs: number) => ({ ...place, datum: 'wgs84', observedAtMs });

const emptyOrder = (agency: string, owner: string, openedAtMs: number): Order => ({
  agency,
  state: 'open',
  unitIds: [],
  feedback: '',
  owner,
  openedAtMs,
  firstSentAtMs: 0,
  firstAcknowledgedAtMs: 0,
  firstRollingAtMs: 0,
  firstOnSceneAtMs: 0,
  closedAtMs: 0,
});

const emptyIncident = (incidentId: string, recorded: Recorded): Incident => ({
  incidentId,
  state: 'open',
  alarmIds: [],
  reportedType: '',
  dispatchedType: '',
  finalType: '',
  priority: 3,
  place: undefined,
  orders: [],
  summary: '',
  receivedAtMs: recorded.atMs,
  answeredAtMs: 0,
  placeConfirmedAtMs: 0,
  closedAtMs: 0,
  mergedInto: '',
  confidence: 0,
  needsHuman: false,
  version: recorded.version,
  mode: recorded.mode,
  persons: -1,
  hazards: [],
  classificationJson: '',
  callerNumber: '',
  attention: 0,
  similarIncidentIds: [],
  similar: [],
});

/** What it is now believed to be: final before dispatched before reported. */
export const incidentType = (incident: Incident): string =>
  incident.finalType || incident.dispatchedType || incident.reportedType;
