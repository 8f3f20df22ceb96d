import { createHash } from 'node:crypto';
import { incidentStream } from '@muster/contracts/events/dispatch';
import type { ActorFact, PlaceFact } from '@muster/contracts/events/shared';
import type { Actor, Place } from '@muster/contracts/gen/muster/common/v1/common';
import type { DispatchServiceService, Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { DATUMS, type Datum, toWgs84 } from '@muster/geo/datum';
import type { IncidentId } from '@muster/kernel/ids';
import { RefusalError, refuse, unwrap } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Commands } from '../app/commands.ts';
import type { Desk } from '../app/desk.ts';
import type { Fleet } from '../app/fleet.ts';
import { foldStream } from '../app/live-state.ts';
import type { Recommendations } from '../app/recommendations.ts';
import { isAgency } from '../domain/agencies.ts';
import { cleanText } from '../domain/changes.ts';
import { freshDuty } from '../domain/duty.ts';
import type { IncidentState } from '../domain/incident.ts';
import { noIncident } from '../domain/refusals.ts';

export const MAX_LIST = 5_000;
const DEFAULT_LIST = 500;
/** What a number is on the wire that has no value: no way there, no position. */
const NONE = -1;

export interface Handling {
  readonly commands: Commands;
  readonly recommendations: Recommendations;
  readonly desk: Desk;
  readonly fleet: Fleet;
  /** A new id for an incident opened without an idempotency key. */
  readonly newIncidentId: () => IncidentId;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsedMs: () => number;
}

export const dispatchHandlers = (deps: Handling): Handlers<typeof DispatchServiceService> => ({
  ...incidentHandlers(deps),
  ...unitHandlers(deps),
  ...readHandlers(deps),
});

type All = Handlers<typeof DispatchServiceService>;

type IncidentRpc =
  | 'openIncident'
  | 'setPlace'
  | 'setType'
  | 'addAgency'
  | 'addNote'
  | 'merge'
  | 'mergeAll'
  | 'splitAlarm'
  | 'giveFeedback'
  | 'cancelIncident'
  | 'closeIncident';

const incidentHandlers = ({ commands, newIncidentId }: Handling): Pick<All, IncidentRpc> => ({
  async openIncident({ summary, place, type, priority, agencies, actor, idempotencyKey }) {
    const incidentId = idempotencyKey === '' ? newIncidentId() : idForKey(idempotencyKey);
    const by = actorOf(actor);
    const point = place === undefined ? null : placeOf(place);
    const command = { incidentId, summary, place: point, incidentType: type, priority, agencies, by };
    return { incidentId: unwrap(await commands.open(command)) };
  },
  async setPlace({ incidentId, place, actor }) {
    if (place === undefined) throw invalid('give the place', '请填写地点');
    const command = { type: 'set-place', place: placeOf(place), by: actorOf(actor) } as const;
    return { version: unwrap(await commands.atDesk(incidentId, command)) };
  },
  async setType({ incidentId, type, priority, reason, actor }) {
    const command = { type: 'set-type', incidentType: type, priority, reason, by: actorOf(actor) } as const;
    return { version: unwrap(await commands.atDesk(incidentId, command)) };
  },
  async addAgency({ incidentId, agency, actor }) {
    const command = { type: 'add-agency', agency, by: actorOf(actor) } as const;
    return { version: unwrap(await commands.atDesk(incidentId, command)) };
  },
  async addNote({ incidentId, text, actor }) {
    return { version: unwrap(await commands.atDesk(incidentId, { type: 'add-note', text, by: actorOf(actor) })) };
  },
  async merge({ incidentId, intoIncidentId, actor }) {
    return { version: unwrap(await commands.merge(incidentId, intoIncidentId, actorOf(actor))) };
  },
  async mergeAll({ incidentIds, intoIncidentId, actor }) {
    const { merged, refused } = unwrap(await commands.mergeAll(incidentIds, intoIncidentId, actorOf(actor)));
    return {
      mergedIncidentIds: merged,
      refused: refused.map(({ incidentId, refusal }) => ({
        ...{ incidentId, message: refusal.message, messageZh: refusal.messageZh },
      })),
    };
  },
  async splitAlarm({ incidentId, alarmId, intoIncidentId, actor }) {
    return { incidentId: unwrap(await commands.splitAlarm(incidentId, alarmId, intoIncidentId, actorOf(actor))) };
  },
  async giveFeedback({ incidentId, agency, text, finalType, actor }) {
    const command = { type: 'give-feedback', agency, text, finalType, by: actorOf(actor) } as const;
    return { version: unwrap(await commands.atDesk(incidentId, command)) };
  },
  async cancelIncident({ incidentId, reason, actor }) {
    return { version: unwrap(await commands.cancel(incidentId, reason, actorOf(actor))) };
  },
  async closeIncident({ incidentId, reason, supervisor, actor }) {
    const command = { type: 'close', reason, supervisor, by: actorOf(actor) } as const;
    return { version: unwrap(await commands.atDesk(incidentId, command)) };
  },
});

const unitHandlers = ({ commands }: Handling): Pick<All, 'assign' | 'setStatus' | 'decline' | 'standDown'> => ({
  async assign({ incidentId, unitIds, actor, overrideReason }) {
    return unwrap(await commands.assign(incidentId, unitIds, overrideReason, actorOf(actor)));
  },
  async setStatus({ unitId, actor, ...press }) {
    const deviceAtMs = Number.isFinite(press.deviceAtMs) ? press.deviceAtMs : 0;
    const { view } = unwrap(await commands.setStatus(unitId, { ...press, deviceAtMs, by: actorOf(actor) }));
    return { version: view.version, status: view.status, canonical: view.canonical };
  },
  async decline({ unitId, reason, actor }) {
    return { version: unwrap(await commands.decline(unitId, reason, actorOf(actor))).view.version };
  },
  async standDown({ unitId, reason, actor }) {
    return { version: unwrap(await commands.standDown(unitId, reason, actorOf(actor))).view.version };
  },
});

type ReadRpc = 'getIncident' | 'listIncidents' | 'listDuties' | 'recommend';

const readHandlers = ({ desk, fleet, recommendations, elapsedMs }: Handling): Pick<All, ReadRpc> => ({
  async getIncident({ incidentId }) {
    const events = await desk.load(incidentStream(incidentId));
    const state = foldStream(events) as IncidentState | undefined;
    if (state === undefined) throw new RefusalError(noIncident(incidentId).refusal);
    const timeline = events.map(({ atMs, data }) => ({ atMs, type: data.type, dataJson: JSON.stringify(data) }));
    return { incident: state.view, timeline };
  },
  async listIncidents({ openOnly, limit }) {
    const most = Math.min(limit > 0 ? limit : DEFAULT_LIST, MAX_LIST);
    const views: Incident[] = openOnly
      ? [...desk.live.openIncidents()]
      : [...desk.live.incidents.values()].map((state) => state.view);
    views.sort((a, b) => b.receivedAtMs - a.receivedAtMs || (a.incidentId < b.incidentId ? 1 : -1));
    return { incidents: views.slice(0, most) };
  },
  async listDuties() {
    const known = [...fleet.units.values()].map(
      (unit) => (desk.live.duties.get(unit.unitId) ?? freshDuty(unit.unitId, unit.agency)).view,
    );
    return { duties: known };
  },
  async recommend({ incidentId, agency, limit }) {
    const started = elapsedMs();
    if (agency !== '' && !isAgency(agency)) throw invalid(`there is no agency "${agency}"`, `没有处置单位“${agency}”`);
    const stream = incidentStream(incidentId);
    const incident =
      desk.live.incidents.get(incidentId) ?? (foldStream(await desk.load(stream)) as IncidentState | undefined);
    if (incident === undefined) throw new RefusalError(noIncident(incidentId).refusal);
    const answer = unwrap(await recommendations.for(incident, agency, limit));
    return {
      units: answer.units.map((unit) => ({
        ...unit,
        travelTimeS: finite(unit.travelTimeS),
        distanceM: finite(unit.distanceM),
        reasons: unit.reasons.map((reason) => ({ ...reason })),
      })),
      unmet: answer.unmet.map((need) => ({ ...need })),
      basis: answer.basis,
      computedInMs: elapsedMs() - started,
    };
  },
});

const finite = (n: number): number => (Number.isFinite(n) ? n : NONE);

const invalid = (message: string, messageZh: string): RefusalError =>
  new RefusalError(refuse('invalid', message, messageZh).refusal);

export const actorOf = (actor: Actor | undefined): ActorFact => ({
  kind: (actor?.kind || 'service') as ActorFact['kind'],
  id: cleanText(actor?.id ?? ''),
  name: cleanText(actor?.name ?? ''),
});

function placeOf(place: Place): PlaceFact {
  const datum = (place.datum || 'wgs84') as Datum;
  if (!DATUMS.includes(datum)) throw invalid(`unknown datum "${place.datum}"`, `未知坐标系“${place.datum}”`);
  const [lon, lat] = toWgs84([place.lon, place.lat], datum);
  return {
    lon,
    lat,
    accuracyM: Number.isFinite(place.accuracyM) ? Math.max(0, place.accuracyM) : 0,
    source: cleanText(place.source) || 'map',
    text: cleanText(place.text),
    confirmed: place.confirmed,
  };
}

/** The same key gives the same incident: a form that was sent twice opens one. 100 bits of SHA-256. */
const idForKey = (key: string): IncidentId =>
  `h${BigInt(`0x${createHash('sha256').update(key).digest('hex').slice(0, 25)}`)
    .toString(32)
    .padStart(20, '0')}`;
