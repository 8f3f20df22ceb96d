import type { Position } from '@muster/contracts/gen/muster/unit_tracking/v1/unit_tracking';
import type { Fleet } from '../app/fleet.ts';
import type { Positions } from '../app/positions.ts';
import { FIX, FIX_NAMES } from '../domain/fix.ts';

/** Positions in one JSON or gRPC report; senders of more use packed frames. */
export const MAX_REPORT_POSITIONS = 10_000;
/** Refusals told one by one. */
const MAX_REFUSALS_TOLD = 20;

/** Takes positions by unit id or number; says which were not taken and why. */
export function takeReports(
  { positions, fleet }: { positions: Positions; fleet: Fleet },
  reports: readonly Position[],
): { accepted: number; refused: string[] } {
  let accepted = 0;
  const refused: string[] = [];
  for (const report of reports.slice(0, MAX_REPORT_POSITIONS)) {
    const unitNo = report.unitNo || (fleet.byId(report.unitId)?.unitNo ?? 0);
    const { lon, lat, observedAtMs } = report;
    const verdict = positions.take(unitNo, lon, lat, observedAtMs, report.headingDeg, report.speedKmh);
    if (verdict === FIX.taken) accepted++;
    else if (refused.length < MAX_REFUSALS_TOLD) refused.push(`${report.unitId || unitNo}: ${FIX_NAMES[verdict]}`);
  }
  if (reports.length > MAX_REPORT_POSITIONS) refused.push(`only the first ${MAX_REPORT_POSITIONS} positions were read`);
  return { accepted, refused };
}

/** A JSON body's positions, or null when it is not {positions: [...]}. Unknown heading and speed are NaN. */
export function parseReports(body: unknown): Position[] | null {
  const list = (body as { positions?: unknown } | null)?.positions;
  if (!Array.isArray(list)) return null;
  return list.map((item) => {
    const p = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const number = (value: unknown): number => (typeof value === 'number' ? value : NaN);
    return {
      unitId: typeof p.unitId === 'string' ? p.unitId : '',
      unitNo: typeof p.unitNo === 'number' ? p.unitNo : 0,
      lon: number(p.lon),
      lat: number(p.lat),
      observedAtMs: number(p.observedAtMs),
      speedKmh: number(p.speedKmh),
      headingDeg: number(p.headingDeg),
      accuracyM: number(p.accuracyM),
    };
  });
}
