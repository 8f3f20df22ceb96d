import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { Clock } from '@muster/kernel/clock';
import { z } from 'zod';
import type { Visitor } from '../../app/accounts.ts';
import type { LivePicture } from '../../domain/live-picture.ts';
import { hasRole, MAY } from '../../domain/may.ts';
import { audienceOf, forLeadership, withoutCaller } from '../../domain/views.ts';
import type { Services } from '../services.ts';
import { type Api, refuseWith } from './api.ts';
import {
  agency,
  FIELD_LIMITS,
  idempotencyKey,
  needed,
  numberText,
  place,
  priority,
  reason,
  shortText,
  text,
  wirePlaceOf,
} from './fields.ts';

const type = shortText.refine((code) => INCIDENT_TYPES.has(code), 'is not a known type');
const open = z.object({
  summary: text(FIELD_LIMITS.textChars).default(''),
  place: place.optional(),
  type: type.or(z.literal('')).default(''),
  priority: priority.default(3),
  agencies: z.array(agency).max(5).default([]),
  idempotencyKey: idempotencyKey.min(1),
});
const unitIds = z.array(needed(FIELD_LIMITS.shortChars)).min(1).max(FIELD_LIMITS.unitsAtOnce);
const assign = z.object({ unitIds, overrideReason: text(FIELD_LIMITS.reasonChars).default('') });
const setType = z.object({
  type: type.or(z.literal('')).default(''),
  priority: priority.or(z.literal(0)).default(0),
  reason: text(FIELD_LIMITS.reasonChars).default(''),
});
const feedback = z.object({
  agency,
  text: needed(FIELD_LIMITS.textChars),
  finalType: type.or(z.literal('')).default(''),
});
const recommend = z.object({ agency: agency.or(z.literal('')).default(''), limit: numberText.optional() });

interface Deps {
  readonly services: Services;
  readonly picture: LivePicture;
  readonly clock: Clock;
}

/** What dispatchers do with incidents. */
export function incidentRoutes(api: Api, deps: Deps): void {
  const { picture, clock } = deps;
  const { dispatch } = deps.services;
  api.route('POST /api/incidents', { may: MAY.openIncidents, body: open }, async ({ body, actor, response }) => {
    const where = body.place && wirePlaceOf(body.place, clock.nowMs());
    const opened = await dispatch.openIncident({ ...body, place: where, actor });
    response.status(201);
    return opened;
  });
  api.route('GET /api/incidents/:id', { may: MAY.seeIncidents }, async ({ id, visitor }) => {
    mustConcern(picture, visitor, id);
    const { incident, timeline } = await dispatch.getIncident({ incidentId: id });
    if (incident === undefined) throw refuseWith('not-found', `there is no incident ${id}`, '没有这个警情');
    const audience = audienceOf(visitor);
    if (audience === 'desk') return { incident, timeline };
    const shown = audience === 'leadership' ? forLeadership(incident) : withoutCaller(incident);
    // The timeline repeats the calls' words and numbers.
    return { incident: shown, timeline: timeline.map((entry) => ({ ...entry, dataJson: '{}' })) };
  });
  api.route('GET /api/incidents/:id/recommendation', { may: MAY.takeCalls, query: recommend }, ({ id, query }) =>
    dispatch.recommend({ incidentId: id, agency: query.agency, limit: Math.trunc(Math.min(50, query.limit ?? 0)) }),
  );
  api.route('POST /api/incidents/:id/assign', { may: MAY.dispatch, body: assign }, ({ id, body, actor }) =>
    dispatch.assign({ incidentId: id, ...body, actor }),
  );
  api.route('POST /api/incidents/:id/place', { may: MAY.describeIncidents, body: z.object({ place }) }, (call) =>
    dispatch.setPlace({
      incidentId: call.id,
      place: wirePlaceOf(call.body.place, clock.nowMs()),
      actor: call.actor,
    }),
  );
  api.route('POST /api/incidents/:id/type', { may: MAY.describeIncidents, body: setType }, ({ id, body, actor }) =>
    dispatch.setType({ incidentId: id, ...body, actor }),
  );
  outcomeRoutes(api, deps);
}

function outcomeRoutes(api: Api, { services: { dispatch }, picture }: Deps): void {
  const withReason = z.object({ reason });
  api.route('POST /api/incidents/:id/agencies', { may: MAY.dispatch, body: z.object({ agency }) }, (call) =>
    dispatch.addAgency({ incidentId: call.id, ...call.body, actor: call.actor }),
  );
  const note = z.object({ text: needed(FIELD_LIMITS.textChars) });
  api.route('POST /api/incidents/:id/notes', { may: MAY.describeIncidents, body: note }, ({ id, body, actor }) =>
    dispatch.addNote({ incidentId: id, ...body, actor }),
  );
  const merge = z.object({ into: needed(FIELD_LIMITS.shortChars) });
  api.route('POST /api/incidents/:id/merge', { may: MAY.dispatch, body: merge }, ({ id, body, actor }) =>
    dispatch.merge({ incidentId: id, intoIncidentId: body.into, actor }),
  );
  const mergeAll = z.object({
    incidentIds: z.array(needed(FIELD_LIMITS.shortChars)).min(1).max(FIELD_LIMITS.mergesAtOnce),
    into: needed(FIELD_LIMITS.shortChars),
  });
  api.route('POST /api/incidents/merge', { may: MAY.dispatch, body: mergeAll }, ({ body, actor }) =>
    dispatch.mergeAll({ incidentIds: body.incidentIds, intoIncidentId: body.into, actor }),
  );
  const split = z.object({ alarmId: needed(FIELD_LIMITS.shortChars), into: shortText.default('') });
  api.route('POST /api/incidents/:id/split', { may: MAY.dispatch, body: split }, ({ id, body, actor }) =>
    dispatch.splitAlarm({ incidentId: id, alarmId: body.alarmId, intoIncidentId: body.into, actor }),
  );
  api.route('POST /api/incidents/:id/feedback', { may: MAY.giveFeedback, body: feedback }, (call) => {
    mustConcern(picture, call.visitor, call.id);
    return dispatch.giveFeedback({ incidentId: call.id, ...call.body, actor: call.actor });
  });
  api.route('POST /api/incidents/:id/cancel', { may: MAY.dispatch, body: withReason }, ({ id, body, actor }) =>
    dispatch.cancelIncident({ incidentId: id, ...body, actor }),
  );
  const close = z.object({ reason: text(FIELD_LIMITS.reasonChars).default('') });
  api.route('POST /api/incidents/:id/close', { may: MAY.dispatch, body: close }, ({ id, body, actor, visitor }) =>
    dispatch.closeIncident({
      incidentId: id,
      ...body,
      supervisor: hasRole(visitor.roles, ['supervisor']),
      actor,
    }),
  );
}

/** A crew sees and reports on its own jobs only. */
function mustConcern(picture: LivePicture, visitor: Visitor, incidentId: string): void {
  if (!audienceOf(visitor).startsWith('unit:')) return;
  const duty = picture.duties.get(visitor.unitId);
  const orders = picture.incidents.get(incidentId)?.orders ?? [];
  const isOn =
    duty?.incidentId === incidentId ||
    duty?.stackedIncidentIds.includes(incidentId) ||
    orders.some((order) => order.unitIds.includes(visitor.unitId));
  if (!isOn) throw refuseWith('forbidden', 'your unit is not on this incident', '您的单元未参与该警情');
}
