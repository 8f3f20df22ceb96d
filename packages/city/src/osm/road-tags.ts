import { EDGE_FLAG, type RoadClass } from '@muster/roads/graph';
import type { Tags } from './osm-data.ts';

/** How a way is driven, or why not. */
export type RoadReading =
  | {
      readonly drivable: true;
      readonly roadClass: RoadClass;
      readonly oneWay: 1 | -1 | 0;
      readonly flags: number;
      readonly maxSpeedKmh?: number;
      /** Only reached by residents and emergency vehicles. */
      readonly isPrivate: boolean;
    }
  | { readonly drivable: false; readonly reason: DropReason };

export type DropReason = keyof typeof DROP_REASONS;

export const DROP_REASONS = {
  'not-for-cars': { zh: '步道、自行车道、台阶（不能行车）', en: 'foot, cycle or bridle path, steps' },
  'not-built': { zh: '规划、在建或已废弃', en: 'proposed, under construction or abandoned' },
  'no-access': { zh: '禁止机动车通行', en: 'closed to motor vehicles' },
  'square-area': { zh: '面状广场、停车场地面', en: 'road drawn as an area' },
  'unknown-class': { zh: '道路类别不识别', en: 'road class not known' },
  ferry: { zh: '渡轮航线', en: 'ferry line' },
  'cut-off': { zh: '裁剪后不足两个点', en: 'fewer than two points inside the extract' },
} as const;

const CLASSES: Readonly<Record<string, RoadClass>> = {
  motorway: 'motorway',
  motorway_link: 'motorway',
  trunk: 'trunk',
  trunk_link: 'trunk',
  primary: 'primary',
  primary_link: 'primary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  tertiary: 'tertiary',
  tertiary_link: 'tertiary',
  unclassified: 'residential',
  residential: 'residential',
  living_street: 'residential',
  road: 'residential',
  service: 'service',
  busway: 'service',
  bus_guideway: 'service',
  emergency_bay: 'service',
  services: 'service',
  track: 'track',
};

const NOT_BUILT = new Set(['proposed', 'construction', 'abandoned', 'razed', 'demolished', 'disused', 'planned']);
const NOT_FOR_CARS = new Set([
  'footway',
  'path',
  'cycleway',
  'steps',
  'pedestrian',
  'bridleway',
  'corridor',
  'platform',
  'via_ferrata',
  'elevator',
  'raceway',
  'rest_area',
  'escape',
  'crossing',
]);
const LETS_CARS_IN = new Set([
  'yes',
  'designated',
  'permissive',
  'destination',
  'customers',
  'private',
  'delivery',
  'official',
]);
const CLOSED = new Set(['no', 'agricultural', 'forestry', 'military']);
const PRIVATE = new Set(['private', 'residents', 'customers', 'delivery', 'permit', 'official', 'employees', 'staff']);

/** Slow roads whose class alone would make them too fast, km/h. */
const WALKING_PACE: Readonly<Record<string, number>> = {
  parking_aisle: 15,
  'drive-through': 10,
  driveway: 15,
  alley: 20,
};
const LIVING_STREET_KMH = 20;
const PRIVATE_KMH = 20;

export function readRoad(tags: Tags): RoadReading {
  const highway = tags.highway ?? '';
  if (highway === '') return dropped('ferry');
  if (NOT_BUILT.has(highway)) return dropped('not-built');
  const emergencyLets = LETS_CARS_IN.has(tags.emergency ?? '');
  let roadClass = CLASSES[highway];
  if (NOT_FOR_CARS.has(highway)) {
    // A pedestrian street opened to fire engines is a way to the fire.
    const openToCars = emergencyLets || (highway === 'pedestrian' && LETS_CARS_IN.has(carAccess(tags) ?? 'no'));
    if (!openToCars || highway === 'steps') return dropped('not-for-cars');
    roadClass = 'service';
  }
  if (roadClass === undefined) return dropped('unknown-class');
  if (tags.area === 'yes') return dropped('square-area');
  const access = carAccess(tags);
  const busesOnly = LETS_CARS_IN.has(tags.bus ?? '') || LETS_CARS_IN.has(tags.psv ?? '');
  if (access !== undefined && CLOSED.has(access) && !emergencyLets && !busesOnly) return dropped('no-access');
  const isPrivate = access !== undefined && (PRIVATE.has(access) || CLOSED.has(access));
  const maxSpeedKmh = speedOf(tags, isPrivate && (roadClass === 'service' || roadClass === 'track'));
  return {
    drivable: true,
    roadClass,
    oneWay: oneWayOf(tags, highway),
    flags: flagsOf(tags, highway),
    isPrivate,
    ...(maxSpeedKmh === undefined ? {} : { maxSpeedKmh }),
  };
}

const dropped = (reason: DropReason): RoadReading => ({ drivable: false, reason });

/** The most specific access tag for a motor car. */
const carAccess = (tags: Tags): string | undefined =>
  tags.motorcar ?? tags.motor_vehicle ?? tags.vehicle ?? tags.access;

function oneWayOf(tags: Tags, highway: string): 1 | -1 | 0 {
  switch (tags.oneway) {
    case 'yes':
    case 'true':
    case '1':
      return 1;
    case '-1':
    case 'reverse':
      return -1;
    case 'no':
    case 'false':
    case '0':
    case 'reversible':
    case 'alternating':
      return 0;
    default:
      return isRoundabout(tags) || highway === 'motorway' ? 1 : 0;
  }
}

const isRoundabout = (tags: Tags): boolean => tags.junction === 'roundabout' || tags.junction === 'circular';

function flagsOf(tags: Tags, highway: string): number {
  let flags = 0;
  if (tags.bridge !== undefined && tags.bridge !== 'no') flags |= EDGE_FLAG.bridge;
  if (tags.tunnel !== undefined && tags.tunnel !== 'no') flags |= EDGE_FLAG.tunnel;
  if (isRoundabout(tags)) flags |= EDGE_FLAG.roundabout;
  if (highway.endsWith('_link')) flags |= EDGE_FLAG.link;
  return flags;
}

function speedOf(tags: Tags, privateLane: boolean): number | undefined {
  const signed =
    parseSpeedKmh(tags.maxspeed) ?? parseSpeedKmh(tags['maxspeed:forward']) ?? parseSpeedKmh(tags['maxspeed:backward']);
  if (signed !== undefined) return signed;
  if (tags.highway === 'living_street') return LIVING_STREET_KMH;
  if (tags.highway === 'service' && tags.service !== undefined && tags.service in WALKING_PACE)
    return WALKING_PACE[tags.service];
  return privateLane ? PRIVATE_KMH : undefined;
}

/** "50", "50 km/h", "30 mph", "none", "walk", "CN:urban"; undefined where it says nothing usable. Several: the lowest. */
export function parseSpeedKmh(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const speeds = text
    .split(/[;|,]/)
    .map((part) => speedPart(part.trim().toLowerCase()))
    .filter((speed) => speed !== undefined);
  return speeds.length === 0 ? undefined : Math.min(...speeds);
}

function speedPart(part: string): number | undefined {
  if (part === 'none') return 120;
  if (part === 'walk') return 7;
  const zone = /^[a-z]{2}(?:-[a-z]{2,3})?:(urban|rural|motorway|living_street|zone)(\d+)?/.exec(part);
  if (zone !== null) {
    return zone[2] === undefined
      ? { urban: 50, rural: 80, motorway: 120, living_street: 20, zone: undefined }[zone[1]]
      : Number(zone[2]);
  }
  const match = /^(\d+(?:\.\d+)?)\s*(km\/h|kmh|kph|mph|knots)?$/.exec(part);
  if (match === null) return undefined;
  const factor = match[2] === 'mph' ? 1.609344 : match[2] === 'knots' ? 1.852 : 1;
  const speed = Math.round(Number(match[1]) * factor);
  return speed >= 5 && speed <= 150 ? speed : undefined;
}
