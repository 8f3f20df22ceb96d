import { ROAD_CLASSES } from '@muster/roads/graph';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { Bounds, GazetteerEntry, MapLayer } from '../pack/format.ts';
import type { Area } from './areas.ts';
import { seaOf } from './coastline.ts';
import { offsetM, type Position } from './metric.ts';
import { namesOf } from './names.ts';
import { MISSING_NODE, type OsmData, type Tags } from './osm-data.ts';
import type { ReportBuilder } from './report.ts';
import type { ImportedRoads } from './roads.ts';

export type CityLayers = Readonly<Record<MapLayer, FeatureCollection>>;

/** Drawn width where the source has none, metres. */
const WATERWAY_WIDTH_M: Readonly<Record<string, number>> = { river: 20, canal: 12, stream: 4, drain: 3, ditch: 2 };

export function layersOf(
  data: OsmData,
  areas: readonly Area[],
  roads: ImportedRoads,
  entries: readonly GazetteerEntry[],
  bounds: Bounds,
  report: ReportBuilder,
): CityLayers {
  const layers: Record<MapLayer, Feature[]> = {
    water: [],
    green: [],
    building: [],
    district: [],
    road: [],
    rail: [],
    place: [],
    poi: [],
  };
  for (const sea of seaOf(data, bounds, report)) layers.water.push(polygon([sea], { kind: 'sea' }));
  for (const area of areas) addArea(layers, area);
  addLines(layers, data);
  addRoads(layers, roads);
  addPlaces(layers, data);
  for (const entry of entries) {
    if (!LABELLED.has(entry.kind)) continue;
    layers.poi.push(point([entry.lon, entry.lat], { name: entry.names.zh, nameEn: entry.names.en, kind: entry.kind }));
  }
  const named = Object.entries(layers) as [MapLayer, Feature[]][];
  for (const [layer, features] of named)
    report.count('kept', `地图图层 ${layer}`, `map layer ${layer}`, features.length);
  const collections = named.map(([layer, features]) => [layer, { type: 'FeatureCollection', features }]);
  return Object.fromEntries(collections) as CityLayers;
}

/** Streets, crossings and house numbers have their own place on the map; districts are labels. */
const LABELLED = new Set<string>([
  'school',
  'mall',
  'hospital',
  'metro',
  'metro-exit',
  'park',
  'hotel',
  'market',
  'office',
  'factory',
  'government',
  'station',
  'transport',
  'compound',
  'building',
  'water',
  'poi',
]);

const feature = (geometry: Geometry, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  geometry,
  properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined && value !== '')),
});
const mutable = (ring: readonly Position[]): number[][] => ring.map(([lon, lat]) => [lon, lat]);
const point = (at: Position, properties: Record<string, unknown>): Feature =>
  feature({ type: 'Point', coordinates: [...at] }, properties);
const line = (path: readonly Position[], properties: Record<string, unknown>): Feature =>
  feature({ type: 'LineString', coordinates: mutable(path) }, properties);
const polygon = (
  polygons: readonly (readonly (readonly Position[])[])[],
  properties: Record<string, unknown>,
): Feature =>
  polygons.length === 1
    ? feature({ type: 'Polygon', coordinates: polygons[0].map(mutable) }, properties)
    : feature({ type: 'MultiPolygon', coordinates: polygons.map((p) => p.map(mutable)) }, properties);

function addArea(layers: Record<MapLayer, Feature[]>, area: Area): void {
  const { tags } = area;
  if (tags.boundary === 'administrative') {
    const names = namesOf(tags);
    if (names !== undefined && Number(tags.admin_level) >= 5) {
      layers.district.push(polygon(area.polygons, { name: names.zh, nameEn: names.en }));
    }
    return;
  }
  if (tags.building !== undefined && tags.building !== 'no') {
    const levels = Number.parseInt(tags['building:levels'] ?? '', 10);
    layers.building.push(polygon(area.polygons, { kind: tags.building, levels: levels > 0 ? levels : undefined }));
    return;
  }
  const water = waterKind(tags);
  const green = greenKind(tags);
  if (water !== undefined) layers.water.push(polygon(area.polygons, { kind: water }));
  else if (green !== undefined) layers.green.push(polygon(area.polygons, { kind: green }));
}

function waterKind(tags: Tags): 'river' | 'lake' | undefined {
  if (tags.waterway === 'riverbank' || tags.waterway === 'dock') return 'river';
  if (tags.natural === 'water') return /river|canal|stream|oxbow|lock/.test(tags.water ?? '') ? 'river' : 'lake';
  return tags.landuse === 'reservoir' || tags.landuse === 'basin' || tags.leisure === 'swimming_pool'
    ? 'lake'
    : undefined;
}

function greenKind(tags: Tags): 'park' | 'forest' | 'grass' | undefined {
  if (/^(park|garden|common|golf_course|nature_reserve|dog_park)$/.test(tags.leisure ?? '')) return 'park';
  if (tags.landuse === 'forest' || tags.natural === 'wood' || tags.natural === 'scrub') return 'forest';
  if (
    /^(grass|meadow|recreation_ground|cemetery|village_green|orchard|allotments|farmland|greenfield|median)$/.test(
      tags.landuse ?? '',
    )
  )
    return 'grass';
  if (/^(grassland|heath|wetland)$/.test(tags.natural ?? '') || tags.amenity === 'grave_yard') return 'grass';
  return /^(pitch|track|playground)$/.test(tags.leisure ?? '') ? 'grass' : undefined;
}

function addLines(layers: Record<MapLayer, Feature[]>, data: OsmData): void {
  for (const way of data.ways) {
    const path = way.nodes.filter((n) => n !== MISSING_NODE).map((n): Position => [data.nodeLon[n], data.nodeLat[n]]);
    if (path.length < 2) continue;
    const rail = railKind(way.tags.railway);
    if (rail !== undefined)
      layers.rail.push(line(path, { kind: rail, tunnel: isSet(way.tags.tunnel), bridge: isSet(way.tags.bridge) }));
    const width = WATERWAY_WIDTH_M[way.tags.waterway ?? ''];
    if (width !== undefined && !isSet(way.tags.tunnel)) {
      const signed = Number.parseFloat(way.tags.width ?? '');
      layers.water.push(polygon([[ribbon(path, signed > 0 ? signed : width)]], { kind: 'river' }));
    }
  }
}

function railKind(railway: string | undefined): 'rail' | 'metro' | undefined {
  if (railway === 'rail' || railway === 'narrow_gauge') return 'rail';
  return railway === 'subway' || railway === 'light_rail' || railway === 'tram' || railway === 'monorail'
    ? 'metro'
    : undefined;
}

const isSet = (value: string | undefined): true | undefined =>
  value !== undefined && value !== 'no' ? true : undefined;

/** A line as a strip of ground: each point moved half the width to both sides of its direction. */
function ribbon(path: readonly Position[], widthM: number): Position[] {
  const left: Position[] = [];
  const right: Position[] = [];
  path.forEach(([lon, lat], i) => {
    const a = path[Math.max(0, i - 1)];
    const b = path[Math.min(path.length - 1, i + 1)];
    const dx = (b[0] - a[0]) * Math.cos((lat * Math.PI) / 180);
    const dy = b[1] - a[1];
    const length = Math.hypot(dx, dy) || 1;
    const [east, north] = [(-dy / length) * (widthM / 2), (dx / length) * (widthM / 2)];
    left.push(offsetM(lon, lat, east, north));
    right.push(offsetM(lon, lat, -east, -north));
  });
  return [...right, ...left.reverse(), right[0]];
}

function addRoads(layers: Record<MapLayer, Feature[]>, roads: ImportedRoads): void {
  const { lon, lat } = roads.raw.nodes;
  // Small roads first, so that where they are drawn in order the large ones end on top.
  const order = [...roads.raw.ways.keys()].sort(
    (a, b) => ROAD_CLASSES.indexOf(roads.raw.ways[b].roadClass) - ROAD_CLASSES.indexOf(roads.raw.ways[a].roadClass),
  );
  for (const index of order) {
    const way = roads.raw.ways[index];
    const path = way.nodes.map((node): Position => [lon[node], lat[node]]);
    const flag = (bit: number) => ((way.flags & bit) !== 0 ? true : undefined);
    layers.road.push(
      line(way.oneWay === -1 ? path.toReversed() : path, {
        class: way.roadClass,
        name: way.names.zh,
        nameEn: way.names.en,
        bridge: flag(1),
        tunnel: flag(2),
        oneway: way.oneWay !== 0 ? true : undefined,
      }),
    );
  }
}

const PLACE_RANK: Readonly<Record<string, number>> = {
  city: 0,
  district: 0,
  borough: 0,
  town: 0,
  suburb: 1,
  quarter: 1,
  village: 1,
  neighbourhood: 2,
  island: 2,
  hamlet: 2,
  locality: 2,
};

function addPlaces(layers: Record<MapLayer, Feature[]>, data: OsmData): void {
  for (const [index, tags] of data.nodeTags) {
    const rank = PLACE_RANK[tags.place ?? ''];
    const names = namesOf(tags);
    if (rank === undefined || names === undefined) continue;
    layers.place.push(
      point([data.nodeLon[index], data.nodeLat[index]], { name: names.zh, nameEn: names.en, kind: tags.place, rank }),
    );
  }
}
