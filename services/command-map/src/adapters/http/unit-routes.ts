import type { UnitRoute } from '@muster/contracts/edge';
import type { Clock } from '@muster/kernel/clock';
import { z } from 'zod';
import type { Visitor } from '../../app/accounts.ts';
import type { LivePicture } from '../../domain/live-picture.ts';
import { MAY, speaksForAnyUnit, statusSource } from '../../domain/may.ts';
import type { City } from '../city.ts';
import type { PositionFanout } from '../position-fanout.ts';
import type { Services } from '../services.ts';
import { type Api, refuseWith } from './api.ts';
import { FIELD_LIMITS, idempotencyKey, lat, lon, needed, numberText, reason, text, timeMs } from './fields.ts';

const TRACK_POSITIONS = 10_000;
const TRACK_DEFAULT_MS = 3_600_000;

const setStatus = z.object({
  status: needed(FIELD_LIMITS.shortChars),
  deviceAtMs: timeMs.default(0),
  idempotencyKey: idempotencyKey.default(''),
  lateReason: text(FIELD_LIMITS.reasonChars).default(''),
  source: z.enum(['button', 'radio']).optional(),
});
const position = z.object({
  lon,
  lat,
  observedAtMs: timeMs,
  speedKmh: z.number().min(0).max(1_000).nullish(),
  headingDeg: z.number().min(-360).max(720).nullish(),
  accuracyM: z.number().min(0).max(1e7).nullish(),
});
const span = z.object({ from: numberText.optional(), to: numberText.optional() });

interface Deps {
  readonly services: Services;
  readonly picture: LivePicture;
  readonly fanout: PositionFanout;
  readonly city: City;
  readonly clock: Clock;
}

/** What crews do, and what is done for them. */
export function unitRoutes(api: Api, deps: Deps): void {
  const { picture, clock } = deps;
  const { dispatch, tracking } = deps.services;
  const withReason = z.object({ reason });
  api.route('POST /api/units/:id/status', { may: MAY.actForUnits, body: setStatus }, ({ id, body, visitor, actor }) => {
    mustSpeakFor(visitor, id);
    const source = statusSource(visitor.roles, body.source);
    return dispatch.setStatus({ ...body, unitId: id, source, actor });
  });
  api.route('POST /api/units/:id/decline', { may: MAY.actForUnits, body: withReason }, (call) => {
    mustSpeakFor(call.visitor, call.id);
    return dispatch.decline({ unitId: call.id, ...call.body, actor: call.actor });
  });
  api.route('POST /api/units/:id/stand-down', { may: MAY.dispatch, body: withReason }, ({ id, body, actor }) =>
    dispatch.standDown({ unitId: id, ...body, actor }),
  );
  api.route('POST /api/units/:id/position', { may: MAY.reportPositions, body: position }, async (call) => {
    mustSpeakFor(call.visitor, call.id);
    const { speedKmh, headingDeg, accuracyM, ...fix } = call.body;
    const unitNo = picture.units.get(call.id)?.unitNo ?? 0;
    const known = { speedKmh: speedKmh ?? Number.NaN, headingDeg: headingDeg ?? Number.NaN, accuracyM: accuracyM ?? 0 };
    return tracking.report({ positions: [{ ...fix, ...known, unitId: call.id, unitNo }] });
  });
  api.route('GET /api/units/:id/track', { may: MAY.seeTracks, query: span }, ({ id, query, visitor }) => {
    mustSpeakFor(visitor, id);
    const toMs = query.to ?? clock.nowMs();
    return tracking.track({ unitId: id, fromMs: query.from ?? toMs - TRACK_DEFAULT_MS, toMs, limit: TRACK_POSITIONS });
  });
  api.route('GET /api/units/:id/route', { may: MAY.actForUnits }, ({ id, visitor }) => {
    mustSpeakFor(visitor, id);
    return routeOf(deps, id);
  });
}

async function routeOf({ picture, fanout, city }: Deps, unitId: string): Promise<UnitRoute> {
  const view = picture.unitView(unitId);
  if (view === null) throw refuseWith('not-found', `there is no unit ${unitId}`, '没有这个单元');
  const incident = picture.incidents.get(view.duty.incidentId);
  if (incident?.place === undefined) {
    throw refuseWith('precondition', 'the unit has no job with a known place', '该单元没有位置明确的任务');
  }
  const from = fanout.positionOf(view.unit.unitNo) ?? stationOf(picture, view.unit.stationId);
  if (from === null) throw refuseWith('precondition', 'where the unit is, is not known', '单元位置未知');
  const route = await city.route(from, [incident.place.lon, incident.place.lat]);
  return { incidentId: incident.incidentId, ...route };
}

function stationOf(picture: LivePicture, stationId: string): readonly [number, number] | null {
  const station = picture.stations.get(stationId);
  return station === undefined ? null : [station.lon, station.lat];
}

/** A crew speaks for its own unit; desks and gateways for any. */
function mustSpeakFor(visitor: Visitor, unitId: string): void {
  if (speaksForAnyUnit(visitor.roles) || visitor.unitId === unitId) return;
  throw refuseWith('forbidden', 'a crew may act for its own unit only', '只能操作本单元');
}
