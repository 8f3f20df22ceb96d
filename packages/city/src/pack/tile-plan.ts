import type { Feature, Position } from 'geojson';
import type { MapLayer } from './format.ts';

/** Zoom levels stored in map.mbtiles; MapLibre overzooms beyond the last. */
export const MIN_ZOOM = 8;
export const MAX_ZOOM = 14;

/** Buildings smaller than this appear one zoom later: at zoom 13 they are a pixel or two. */
const LARGE_BUILDING_M2 = 900;

const ROAD_ZOOM: Readonly<Record<string, number>> = {
  motorway: 8,
  trunk: 8,
  primary: 9,
  secondary: 10,
  tertiary: 11,
  residential: 12,
  service: 13,
  track: 13,
};

const EARLY_POI = new Set(['hospital', 'station', 'metro', 'transport', 'government', 'school', 'mall', 'park']);

/** The first zoom at which a feature is worth its bytes. */
export function minZoomOf(layer: MapLayer, feature: Feature): number {
  const properties = feature.properties ?? {};
  switch (layer) {
    case 'water':
    case 'district':
      return MIN_ZOOM;
    case 'green':
      return areaM2(feature) > 300_000 ? MIN_ZOOM : areaM2(feature) > 30_000 ? 11 : 13;
    case 'building':
      return areaM2(feature) > LARGE_BUILDING_M2 ? 13 : 14;
    case 'road':
      return ROAD_ZOOM[String(properties.class)] ?? 13;
    case 'rail':
      return properties.kind === 'metro' ? 11 : 9;
    case 'place':
      return Math.min(MAX_ZOOM, MIN_ZOOM + 2 * Number(properties.rank ?? 2));
    case 'poi':
      return EARLY_POI.has(String(properties.kind)) ? 13 : 14;
  }
}

/** Area of the outer ring by the shoelace formula on a local plane, m². Zero for anything but polygons. */
export function areaM2(feature: Feature): number {
  const geometry = feature.geometry;
  if (geometry.type === 'Polygon') return ringAreaM2(geometry.coordinates[0] ?? []);
  if (geometry.type === 'MultiPolygon')
    return geometry.coordinates.reduce((sum, polygon) => sum + ringAreaM2(polygon[0] ?? []), 0);
  return 0;
}

function ringAreaM2(ring: readonly Position[]): number {
  const first = ring[0];
  if (first === undefined) return 0;
  const metresPerDegree = 111_320;
  const scaleX = metresPerDegree * Math.cos(((first[1] ?? 0) * Math.PI) / 180);
  let twice = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const a = ring[i]!;
    const b = ring[i + 1]!;
    twice += (a[0]! - first[0]!) * (b[1]! - first[1]!) - (b[0]! - first[0]!) * (a[1]! - first[1]!);
  }
  return Math.abs(twice / 2) * scaleX * metresPerDegree;
}
