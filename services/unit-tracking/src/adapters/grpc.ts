import type { UnitTrackingServiceService } from '@muster/contracts/gen/muster/unit_tracking/v1/unit_tracking';
import { RefusalError, refuse } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Pool } from '@muster/platform/postgres/pool';
import type { Fleet } from '../app/fleet.ts';
import type { Positions } from '../app/positions.ts';
import { filterFor } from '../domain/unit-flags.ts';
import { loadTrack } from './postgres.ts';
import { takeReports } from './reports.ts';

export const MAX_NEAREST = 1_000;
export const MAX_TRACK = 100_000;

export const trackingHandlers = (deps: {
  positions: Positions;
  fleet: Fleet;
  pool: Pool;
}): Handlers<typeof UnitTrackingServiceService> => ({
  async report({ positions }) {
    return takeReports(deps, positions);
  },
  async nearest({ lon, lat, limit, agency, availableOnly, maxDistanceM }) {
    const filter = filterFor(agency, availableOnly);
    const k = Math.min(Math.max(1, limit || 10), MAX_NEAREST);
    const found = deps.positions.nearest(lon, lat, k, maxDistanceM > 0 ? { ...filter, maxDistanceM } : filter);
    return {
      units: found.flatMap(({ no, distanceM }) => {
        const unit = deps.fleet.byNo(no);
        const at = deps.positions.position(no);
        return unit && at ? [{ unitId: unit.unitId, distanceM, ...at }] : [];
      }),
    };
  },
  async track({ unitId, fromMs, toMs, limit }) {
    const unit = deps.fleet.byId(unitId);
    if (unit === undefined) {
      throw new RefusalError(refuse('not-found', `there is no unit ${unitId}`, `没有单位 ${unitId}`).refusal);
    }
    const { unitNo } = unit;
    const from = Math.min(Math.max(0, fromMs || 0), Number.MAX_SAFE_INTEGER);
    const upTo = toMs > 0 ? Math.min(toMs, Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER;
    const most = Math.min(Math.max(1, limit || 10_000), MAX_TRACK);
    return { positions: await loadTrack(deps.pool, { unitId, unitNo }, from, upTo, most) };
  },
  async snapshot() {
    return { frame: Buffer.from(deps.positions.snapshot()) };
  },
});
