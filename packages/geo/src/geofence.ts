/** Polygons in degrees. A ring needs no closing point; a repeated one does no harm. */
import type { LonLat } from './distance.ts';

export type Ring = readonly LonLat[];
/** The outer ring first, then holes, as in GeoJSON. */
export type Polygon = readonly Ring[];

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The smallest box around a ring; an empty ring has an inside-out box that holds nothing. */
export function ringBounds(ring: Ring): Bounds {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const [lon, lat] of ring) {
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return { west, south, east, north };
}

export const polygonBounds = (polygon: Polygon): Bounds => ringBounds(polygon[0] ?? []);

export const inBounds = (b: Bounds, lon: number, lat: number): boolean =>
  lon >= b.west && lon <= b.east && lat >= b.south && lat <= b.north;

/** Even-odd ray casting. Half-open: of two polygons that share a side, a point on it is in exactly one. */
export function inRing(ring: Ring, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [lonA, latA] = ring[i];
    const [lonB, latB] = ring[j];
    if (latA > lat !== latB > lat && lon < ((lonB - lonA) * (lat - latA)) / (latB - latA) + lonA) inside = !inside;
  }
  return inside;
}

/** In the outer ring and in no hole. */
export function inPolygon(polygon: Polygon, lon: number, lat: number): boolean {
  if (polygon.length === 0 || !inRing(polygon[0], lon, lat)) return false;
  for (let i = 1; i < polygon.length; i++) if (inRing(polygon[i], lon, lat)) return false;
  return true;
}

/** Do the segments AB and CD meet? Touching ends count; parallel overlaps do not (their ends tell). */
export function segmentsCross(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  const side = (p: LonLat, q: LonLat, r: LonLat) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const abc = side(a, b, c);
  const abd = side(a, b, d);
  const cda = side(c, d, a);
  const cdb = side(c, d, b);
  if (abc === 0 && abd === 0) return false;
  return abc * abd <= 0 && cda * cdb <= 0;
}

/** Does any part of the line lie in the polygon? Its points are tested and its segments against every side. */
export function lineMeetsPolygon(polygon: Polygon, line: readonly LonLat[]): boolean {
  for (const [lon, lat] of line) if (inPolygon(polygon, lon, lat)) return true;
  for (let i = 1; i < line.length; i++) {
    for (const ring of polygon) {
      for (let j = 0, k = ring.length - 1; j < ring.length; k = j++) {
        if (segmentsCross(line[i - 1], line[i], ring[k], ring[j])) return true;
      }
    }
  }
  return false;
}
