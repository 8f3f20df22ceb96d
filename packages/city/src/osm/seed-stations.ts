import type { Agency } from '@muster/kernel/agency';
import type { Bounds, CityResources, HospitalRecord, Names, StationRecord } from '../pack/format.ts';
import type { DistrictFinder } from './districts.ts';
import { largestPart } from './main-part.ts';
import { distanceM, type Position } from './metric.ts';
import type { ReportBuilder } from './report.ts';
import type { ImportedRoads } from './roads.ts';
import { agencyNames } from './stations.ts';

/**
 * One station for so many km² served: fire after GB 51080 (a station covers 4–7 km² of a dense centre, up to 15 outside),
 * the others planning assumptions of the same order.
 */
const KM2_PER_STATION: Readonly<Record<Agency, number>> = {
  fire: 9,
  police: 10,
  medical: 12,
  municipal: 40,
  emergency: 100,
};
const KM2_PER_HOSPITAL = 20;
/** Ground with fewer roads than this is hills or water, not city: km of road a km². */
const ROAD_KM_PER_KM2 = 6;
const DEMAND_POINTS = 1500;
const ROUNDS = 12;

/** Square kilometres that stations must cover: the extract, less what has no roads. */
export function servedKm2(roads: ImportedRoads, [west, south, east, north]: Bounds): number {
  const boxKm2 = (distanceM(west, south, east, south) / 1000) * (distanceM(west, south, west, north) / 1000);
  return Math.min(boxKm2, roadKm(roads) / ROAD_KM_PER_KM2);
}

export function roadKm(roads: ImportedRoads): number {
  const { lon, lat } = roads.raw.nodes;
  let sumM = 0;
  for (const way of roads.raw.ways) {
    for (let i = 1; i < way.nodes.length; i++) {
      sumM += distanceM(lon[way.nodes[i - 1]], lat[way.nodes[i - 1]], lon[way.nodes[i]], lat[way.nodes[i]]);
    }
  }
  return sumM / 1000;
}

export interface Shortfall {
  readonly agency: Agency | 'hospital';
  readonly found: number;
  readonly wanted: number;
}

/** Agencies with fewer stations than the area would plausibly have. Hospitals only count as short when there are none. */
export function shortfallsOf(resources: CityResources, areaKm2: number): Shortfall[] {
  const agencies = Object.entries(KM2_PER_STATION) as [Agency, number][];
  const short: Shortfall[] = agencies.map(([agency, km2]) => ({
    agency,
    found: resources.stations.filter((station) => station.agency === agency).length,
    wanted: Math.max(1, Math.round(areaKm2 / km2)),
  }));
  if (resources.hospitals.length === 0) {
    short.push({ agency: 'hospital', found: 0, wanted: Math.max(1, Math.round(areaKm2 / KM2_PER_HOSPITAL)) });
  }
  return short.filter(({ found, wanted }) => found < wanted);
}

/** Places what is missing on arterials so that nobody is far from the next station; ambulances start at hospitals. */
export function seedResources(
  resources: CityResources,
  roads: ImportedRoads,
  bounds: Bounds,
  districts: DistrictFinder,
  report: ReportBuilder,
): CityResources {
  const sites = arterialNodes(roads, bounds);
  if (sites.length === 0) return resources;
  const stations = [...resources.stations];
  const hospitals = [...resources.hospitals];
  const short = shortfallsOf(resources, servedKm2(roads, bounds));
  // Hospitals first: ambulance posts may stand at them.
  for (const { agency, found, wanted } of short.sort(
    (a, b) => Number(b.agency === 'hospital') - Number(a.agency === 'hospital'),
  )) {
    const fixed: Position[] = stations.filter((s) => s.agency === agency).map((s) => [s.lon, s.lat]);
    const posts: Position[] = hospitals.map((h) => [h.lon, h.lat]);
    const free = agency === 'medical' ? spreadAmong(posts, fixed, Math.min(posts.length, wanted - found)) : [];
    const placed = [
      ...free,
      ...spread(clearOf(sites, [...stations, ...hospitals]), [...fixed, ...free], wanted - found - free.length),
    ];
    placed.forEach((at, i) => {
      const number = found + i + 1;
      if (agency === 'hospital') hospitals.push(seededHospital(at, number, streetAt(roads, at)));
      else stations.push(seededStation(agency, at, number, streetAt(roads, at), districts(at[0], at[1])));
    });
    const names = agency === 'hospital' ? HOSPITAL : agencyNames(agency);
    report.count(
      'seeded',
      `${names.zh}（模拟，原有 ${found}）`,
      `${names.en} (simulated; source had ${found})`,
      placed.length,
    );
  }
  return { stations, hospitals };
}

const HOSPITAL: Names = { zh: '综合医院', en: 'General Hospital' };
const SIMULATED = { zh: '（模拟）', en: ' (simulated)' } as const;

function seededStation(
  agency: Agency,
  at: Position,
  number: number,
  street: Names,
  district: string | undefined,
): StationRecord {
  const names = nameAt(agencyNames(agency), street, number);
  const where = district === undefined ? {} : { district };
  return { id: `seed-${agency}-${number}`, agency, names, lon: at[0], lat: at[1], ...where, seeded: true };
}

const seededHospital = (at: Position, number: number, street: Names): HospitalRecord => ({
  id: `seed-hospital-${number}`,
  names: nameAt(HOSPITAL, street, number),
  lon: at[0],
  lat: at[1],
  beds: 30,
  specialties: ['chest-pain', 'stroke', 'trauma', 'children', 'obstetric', 'poisoning'],
  seeded: true,
});

const nameAt = (names: Names, street: Names, number: number): Names => ({
  zh: `${street.zh === '' ? `第${number}` : street.zh}${names.zh}${SIMULATED.zh}`,
  en: `${street.en === '' ? `No. ${number}` : street.en} ${names.en}${SIMULATED.en}`,
});

function streetAt(roads: ImportedRoads, [lon, lat]: Position): Names {
  let best = { zh: '', en: '' };
  let bestM = 300;
  for (const way of roads.raw.ways) {
    if (way.names.zh === '') continue;
    for (const node of way.nodes) {
      const apartM = distanceM(lon, lat, roads.raw.nodes.lon[node], roads.raw.nodes.lat[node]);
      if (apartM < bestM) [bestM, best] = [apartM, way.names];
    }
  }
  return best;
}

/** Nodes of roads a station would stand on, in the part of the network that hangs together. */
function arterialNodes(roads: ImportedRoads, [west, south, east, north]: Bounds): Position[] {
  const inMain = largestPart(roads.raw);
  const { lon, lat } = roads.raw.nodes;
  const nodesOf = (classes: readonly string[]): Position[] => {
    const nodes = new Set<number>();
    for (const way of roads.raw.ways) {
      // Not on a ramp, bridge or in a tunnel: a station needs ground and a door to both directions.
      if (!classes.includes(way.roadClass) || (way.flags & 0b1011) !== 0) continue;
      for (const node of way.nodes) nodes.add(node);
    }
    return [...nodes]
      .filter((n) => inMain[n] === 1 && lon[n] >= west && lon[n] <= east && lat[n] >= south && lat[n] <= north)
      .map((n) => [lon[n], lat[n]]);
  };
  const arterial = nodesOf(['primary', 'secondary', 'tertiary']);
  return arterial.length >= 20
    ? arterial
    : nodesOf(['primary', 'secondary', 'tertiary', 'residential', 'trunk', 'service']);
}

/** Two services never stand on one spot of the map, metres. */
const APART_M = 250;

function clearOf(
  sites: readonly Position[],
  taken: readonly { readonly lon: number; readonly lat: number }[],
): readonly Position[] {
  const clear = sites.filter(([lon, lat]) =>
    taken.every((other) => distanceM(lon, lat, other.lon, other.lat) > APART_M),
  );
  return clear.length > 0 ? clear : sites;
}

/** The `count` of the given places that lie farthest from each other and from `fixed`. */
function spreadAmong(places: readonly Position[], fixed: readonly Position[], count: number): Position[] {
  const chosen: Position[] = [];
  const middle = mean(places);
  for (let i = 0; i < count; i++) {
    const taken = [...fixed, ...chosen];
    const left = places.filter((place) => !chosen.includes(place));
    const value = (p: Position) => (taken.length === 0 ? -apart(p, middle) : nearestM(p, taken));
    chosen.push(left.reduce((a, b) => (value(b) > value(a) ? b : a)));
  }
  return chosen;
}

/**
 * k-centre by farthest-first traversal (Gonzalez 1985) and then rounds of Lloyd's, which pull stations from the rim to
 * the middle of what they serve. `fixed` ones stay.
 */
function spread(sites: readonly Position[], fixed: readonly Position[], count: number): Position[] {
  if (count <= 0) return [];
  const step = Math.max(1, Math.floor(sites.length / DEMAND_POINTS));
  const demand = sites.filter((_, i) => i % step === 0);
  let chosen = spreadAmong(demand, fixed, Math.min(count, demand.length));
  for (let round = 0; round < ROUNDS; round++) {
    const centres = [...fixed, ...chosen];
    const served: Position[][] = centres.map(() => []);
    for (const point of demand) served[nearestIndex(point, centres)].push(point);
    chosen = chosen.map((centre, i) => {
      const group = served[fixed.length + i];
      if (group.length === 0) return centre;
      const middle = mean(group);
      return sites.reduce((a, b) => (apart(b, middle) < apart(a, middle) ? b : a));
    });
  }
  return chosen;
}

const apart = (a: Position, b: Position): number => distanceM(a[0], a[1], b[0], b[1]);
const nearestM = (point: Position, places: readonly Position[]): number =>
  places.reduce((best, place) => Math.min(best, apart(point, place)), Number.POSITIVE_INFINITY);
const mean = (points: readonly Position[]): Position => [
  points.reduce((sum, p) => sum + p[0], 0) / points.length,
  points.reduce((sum, p) => sum + p[1], 0) / points.length,
];

function nearestIndex(point: Position, places: readonly Position[]): number {
  let best = 0;
  for (let i = 1; i < places.length; i++) if (apart(point, places[i]) < apart(point, places[best])) best = i;
  return best;
}
