import { EDGE_FLAG } from '@muster/roads/graph';
import type { Feature, Position } from 'geojson';
import type { GazetteerEntry, MapLayer, Names } from '../pack/format.ts';
import { outlineOf } from './building-shape.ts';
import { contours, makeField, polygonsOf } from './field.ts';
import { centroid, contains, distance, type Line, type Ring, simplify, smooth } from './geometry.ts';
import { fractalNoise } from './noise.ts';
import type { NamedPlaces } from './place-entries.ts';
import type { CityPlan } from './plan.ts';
import { toLonLat } from './projection.ts';
import type { DrawnWay } from './raw-roads.ts';
import { CITY_NAME } from './vocabulary.ts';
import { DISTRICTS } from './zones.ts';

type Properties = Record<string, string | number | boolean>;

export function makeLayers(
  plan: CityPlan,
  drawn: readonly DrawnWay[],
  places: NamedPlaces,
  gazetteer: readonly GazetteerEntry[],
): Record<MapLayer, Feature[]> {
  return {
    water: waterFeatures(plan),
    green: greenFeatures(plan),
    building: plan.buildings.map((b) => polygon([outlineOf(b)], { kind: useOf(plan, b.block), levels: b.levels })),
    district: districtFeatures(plan),
    road: drawn.map(roadFeature),
    rail: [
      ...plan.transit.rail.map((line) => lineFeature(line, { kind: 'rail' })),
      ...plan.transit.metro.map(({ line, number }) =>
        lineFeature(line, { kind: 'metro', name: `${number}号线`, nameEn: `Line ${number}` }),
      ),
    ],
    place: placeFeatures(plan, places, gazetteer),
    poi: gazetteer
      .filter((entry) => POI_KINDS.has(entry.kind))
      .map((entry) => point([entry.lon, entry.lat], { ...labels(entry.names), kind: entry.kind })),
  };
}

const POI_KINDS = new Set([
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
  'poi',
]);

const labels = (names: Names): { name: string; nameEn: string } => ({ name: names.zh, nameEn: names.en });
const useOf = (plan: CityPlan, block: number): string => (block < 0 ? 'houses' : plan.blocks[block]!.use);

const position = (p: { readonly x: number; readonly y: number }): Position => toLonLat(p);
const closed = (ring: Ring): Position[] => [...ring, ring[0]!].map(position);

function polygon(rings: readonly Ring[], properties: Properties): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: rings.map(closed) } };
}
function lineFeature(line: Line, properties: Properties): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: line.map(position) } };
}
function point(coordinates: Position, properties: Properties): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } };
}

function roadFeature({ way, points }: DrawnWay): Feature {
  const properties: Properties = { class: way.roadClass };
  if (way.names.zh !== '') Object.assign(properties, labels(way.names));
  if ((way.flags & EDGE_FLAG.bridge) !== 0) properties.bridge = true;
  if ((way.flags & EDGE_FLAG.tunnel) !== 0) properties.tunnel = true;
  if ((way.flags & EDGE_FLAG.link) !== 0) properties.link = true;
  if (way.oneWay !== 0) properties.oneway = true;
  return lineFeature(points, properties);
}

function waterFeatures({ terrain }: CityPlan): Feature[] {
  return [
    ...polygonsOf(terrain.sea, contains).map((rings) => polygon(rings, { kind: 'sea' })),
    ...terrain.rivers.map((ring) => polygon([ring], { kind: 'river' })),
    ...polygonsOf(terrain.lakes, contains).map((rings) => polygon(rings, { kind: 'lake' })),
  ];
}

function greenFeatures(plan: CityPlan): Feature[] {
  const { terrain, blocks } = plan;
  const patches = fractalNoise(terrain.seed + 81, 3);
  const fields = makeField(terrain.box, 90, (x, y) => {
    const p = { x, y };
    const rural = terrain.urban(p) < 0.2 && terrain.waterM(p) > 80 && terrain.hill(p) < 0.42;
    return rural ? patches(x / 1_300, y / 1_300) - 0.02 : -1;
  });
  const meadows = contours(fields, 0).map((ring) => simplify(smooth(ring, 1, true), 12));
  return [
    ...polygonsOf(meadows, contains).map((rings) => polygon(rings, { kind: 'grass' })),
    ...polygonsOf(terrain.forest, contains).map((rings) => polygon(rings, { kind: 'forest' })),
    ...blocks
      .filter((block) => block.use === 'park' || block.use === 'lawn')
      .map((block) => polygon([block.ring], { kind: block.use === 'park' ? 'park' : 'grass' })),
  ];
}

/** District borders follow the zones' borders and end a little way off the coast. */
function districtFeatures({ terrain, zones }: CityPlan): Feature[] {
  const offshoreM = 220;
  const cellM = Math.max(60, terrain.unitM / 120);
  return DISTRICTS.flatMap((names, district) => {
    const field = makeField(terrain.box, cellM, (x, y) => {
      const q = zones.bend.toPlan({ x, y });
      let [own, other] = [Infinity, Infinity];
      for (const zone of zones.zones) {
        const d = distance(q, zone.site);
        if (zone.district === district) own = Math.min(own, d);
        else other = Math.min(other, d);
      }
      const shoreM = terrain.waterM({ x, y });
      const atSea = shoreM < 0 && terrain.waterKind({ x, y }) === 'sea';
      return atSea ? Math.min(other - own, (shoreM + offshoreM) * 4) : other - own;
    });
    return polygonsOf(contours(field, 0), contains)
      .filter((rings) => rings[0]!.length > 12)
      .map((rings) =>
        polygon(
          rings.map((ring) => simplify(ring, 15)),
          labels(names),
        ),
      );
  });
}

function placeFeatures(plan: CityPlan, places: NamedPlaces, gazetteer: readonly GazetteerEntry[]): Feature[] {
  const features = [
    point(position({ x: 0, y: 0 }), { name: CITY_NAME.zh, nameEn: CITY_NAME.en, kind: 'city', rank: 0 }),
  ];
  for (const entry of gazetteer) {
    const rank = entry.kind === 'district' ? 1 : entry.kind === 'water' ? 2 : -1;
    if (rank > 0) features.push(point([entry.lon, entry.lat], { ...labels(entry.names), kind: entry.kind, rank }));
  }
  plan.villages.forEach((village, i) => {
    features.push(point(position(village.center), { ...labels(places.villageNames[i]!), kind: 'village', rank: 3 }));
  });
  for (const block of plan.blocks) {
    const names = places.blockNames.get(block.index);
    if (names !== undefined && block.use === 'park' && block.areaM2 > 60_000) {
      features.push(point(position(centroid(block.ring)), { ...labels(names), kind: 'park', rank: 3 }));
    }
  }
  return features;
}
