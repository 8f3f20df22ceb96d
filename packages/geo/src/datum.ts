/**
 * The three datums of Chinese maps. Satellites give WGS-84 (CGCS2000 differs by centimetres and counts as it); AMap and
 * Tencent give GCJ-02, Baidu BD-09. The shifts are gcoord's; there and back is within 0.2 m (BD-09's inverse is a fit).
 */
import gcoordModule from 'gcoord';
import type { LonLat } from './distance.ts';

export const DATUMS = ['wgs84', 'gcj02', 'bd09'] as const;
export type Datum = (typeof DATUMS)[number];

// Its types describe an ES module; Node loads the CommonJS one, whose only export is the object itself.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

const CRS = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;

/** The same place in another datum, degrees. Outside China the datums are one and nothing moves. */
export function convertDatum(point: LonLat, from: Datum, to: Datum): LonLat {
  if (from === to) return point;
  const [lon, lat] = gcoord.transform([point[0], point[1]] as [number, number], CRS[from], CRS[to]);
  return [lon, lat];
}

export const toWgs84 = (point: LonLat, from: Datum): LonLat => convertDatum(point, from, 'wgs84');
