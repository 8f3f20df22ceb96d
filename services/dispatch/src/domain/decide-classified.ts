import type { ClassificationFact } from '@muster/contracts/events/classification';
import type { IncidentEvent } from '@muster/contracts/events/dispatch';
import type { PlaceFact } from '@muster/contracts/events/shared';
import { classificationJson } from '@muster/contracts/incident-view';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { Agency } from '@muster/kernel/agency';
import type { AlarmId } from '@muster/kernel/ids';
import { agenciesToAdd, leadOf } from './agencies.ts';
import { MACHINE } from './changes.ts';
import { openOrders } from './decide-opening.ts';
import { hasPlace, type IncidentState } from './incident.ts';

/** From here on the machine may open an order beside those a human chose; opening one sends nobody. */
export const CONFIDENT = 0.6;
/** A place found in the words is filled in from this score on, unconfirmed. */
export const PLACE_SCORE = 0.5;

/**
 * What the classifier found, filled into the incident: it may raise, propose and fill in; it never lowers a priority,
 * overwrites a human's word, sends, joins or closes.
 */
export function classified(
  incident: IncidentState,
  alarmId: AlarmId,
  found: ClassificationFact,
): readonly IncidentEvent[] {
  const { view } = incident;
  if (view.state !== 'open') return [];
  if (view.alarmIds[0] !== alarmId) return fromJoinedAlarm(incident, alarmId, found);
  if (view.classificationJson === classificationJson(found)) return [];
  const { incidentId } = view;
  const again = view.classificationJson !== '';
  const priority = raised(incident, found);
  return [
    { type: 'incident.classified', incidentId, alarmId, classification: found },
    ...priority.events,
    ...(again || incident.sent ? attention(incident, found, priority.isRaised) : []),
    ...placeFound(incident, found),
    ...openOrders(incidentId, ordersFor(incident, found, priority.value), MACHINE),
    ...noLongerByDefault(incident, found),
  ];
}

/** A later caller of an incident that stands: what is worse than known counts, the rest stays with that alarm. */
function fromJoinedAlarm(
  incident: IncidentState,
  alarmId: AlarmId,
  found: ClassificationFact,
): readonly IncidentEvent[] {
  if (!incident.view.alarmIds.includes(alarmId)) return [];
  const priority = raised(incident, found);
  return [...priority.events, ...attention(incident, found, priority.isRaised)];
}

function raised(
  incident: IncidentState,
  found: ClassificationFact,
): { events: IncidentEvent[]; value: number; isRaised: boolean } {
  const { view, human } = incident;
  const isHigher = found.priority >= 1 && found.priority < view.priority;
  if (!isHigher || human.priority) return { events: [], value: view.priority, isRaised: isHigher };
  const event: IncidentEvent = {
    type: 'incident.priority-set',
    incidentId: view.incidentId,
    priority: found.priority,
    reason: found.priorityRules.join(', ') || found.type,
    by: MACHINE,
  };
  return { events: [event], value: found.priority, isRaised: true };
}

function attention(incident: IncidentState, found: ClassificationFact, isRaised: boolean): IncidentEvent[] {
  const { view } = incident;
  const hazards = found.hazards.filter((hazard) => !view.hazards.includes(hazard));
  const worse = isRaised && found.priority === 1;
  if (!worse && hazards.length === 0) return [];
  const [zh, en] = [worse ? ['危及生命'] : [], worse ? ['life in danger'] : []];
  return [
    {
      type: 'incident.attention-raised',
      incidentId: view.incidentId,
      reasonZh: `新信息：${[...zh, ...hazards].join('、')}`,
      reasonEn: `new information: ${[...en, ...hazards].join(', ')}`,
    },
  ];
}

/** Only where nobody has given one; the machine's own earlier guess may be replaced until somebody is sent to it. */
function placeFound(incident: IncidentState, found: ClassificationFact): IncidentEvent[] {
  const { view, human, sent } = incident;
  const best = found.location?.candidates[0];
  if (best === undefined || !(best.score >= PLACE_SCORE) || human.place) return [];
  const own = view.place?.source === 'classifier' && !view.place.confirmed;
  if (hasPlace(view) && !(own && !sent)) return [];
  if (own && view.place?.lon === best.lon && view.place.lat === best.lat) return [];
  const place: PlaceFact = {
    lon: best.lon,
    lat: best.lat,
    accuracyM: 0,
    source: 'classifier',
    text: best.name,
    confirmed: false,
  };
  return [{ type: 'incident.place-set', incidentId: view.incidentId, place, by: MACHINE }];
}

/** The machine takes back only what it opened itself for want of knowledge, and only while nobody is on it. */
function noLongerByDefault(
  { view, human, sent, byDefault }: IncidentState,
  found: ClassificationFact,
): IncidentEvent[] {
  if (!byDefault || sent || human.agencies || found.confidence < CONFIDENT) return [];
  if (mayNeed(byDefault, view, found)) return [];
  const lead = leadOf(found.type);
  const concerned = lead === null || lead === byDefault || INCIDENT_TYPES.get(found.type)?.also.includes(byDefault);
  return concerned ? [] : [{ type: 'incident.order-withdrawn', incidentId: view.incidentId, agency: byDefault }];
}

/** Its first types: the best and the two after it. */
const FIRST_TYPES = 3;

/** A sign of danger, or of what this agency leads among the likeliest types: then being asked too much is right. */
function mayNeed(agency: Agency, view: IncidentState['view'], found: ClassificationFact): boolean {
  if (found.priority === 1 || view.priority === 1) return true;
  if (found.hazards.length > 0 || view.hazards.length > 0) return true;
  const likeliest = [found.type, ...found.alternatives.map(({ type }) => type).filter((type) => type !== found.type)];
  return likeliest.slice(0, FIRST_TYPES).some((type) => type.startsWith('police.') || leadOf(type) === agency);
}

/** Types that need nobody open nothing; what the line has opened stays until a human cancels. */
function ordersFor(incident: IncidentState, found: ClassificationFact, priority: number): readonly Agency[] {
  if (incident.human.agencies && found.confidence < CONFIDENT) return [];
  return agenciesToAdd(incident.view, found.type, priority);
}
