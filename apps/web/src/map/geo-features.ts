import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';

export type LonLat = readonly [number, number];

export interface PointFeature<P> {
  readonly type: 'Feature';
  readonly geometry: { readonly type: 'Point'; readonly coordinates: [number, number] };
  properties: P;
}

export const pointFeature = <P>(lon: number, lat: number, properties: P): PointFeature<P> => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties,
});

type GeoJsonData = Parameters<GeoJSONSource['setData']>[0];

export const collection = (features: readonly unknown[]): GeoJsonData =>
  ({ type: 'FeatureCollection', features }) as unknown as GeoJsonData;

export const lineFeature = (line: readonly LonLat[]): unknown => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'LineString', coordinates: line },
});

const CIRCLE_POINTS = 64;
const METRES_PER_DEGREE = 111_320;

/** A circle on the ground as a polygon; radius in metres. */
export function circleFeature(lon: number, lat: number, radiusM: number): unknown {
  const dLat = radiusM / METRES_PER_DEGREE;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: CIRCLE_POINTS + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / CIRCLE_POINTS;
    return [lon + dLon * Math.cos(angle), lat + dLat * Math.sin(angle)];
  });
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** Adds a GeoJSON source once. */
export function addSource(map: MapLibre, id: string): void {
  if (!map.getSource(id)) map.addSource(id, { type: 'geojson', data: collection([]) });
}

export function setFeatures(map: MapLibre, id: string, features: readonly unknown[]): void {
  const source = map.getSource(id) as GeoJSONSource | undefined;
  source?.setData(collection(features));
}

export const MAP_FONT = ['Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
