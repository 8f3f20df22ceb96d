import { openPack } from '@muster/city/pack/open-pack';
import { METRES_PER_DEGREE, metresPerLonDegree } from '@muster/geo/distance';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { ROAD_CLASSES, type RoadGraph } from '@muster/roads/graph';
import { demandOf } from './demand.ts';
import { readDistribution, scaled } from './distributions.ts';
import type { CallLaw, CityModel, Station } from './model.ts';
import { nodeFinder } from './node-finder.ts';
import { buildStreetNet } from './street-net.ts';

/** What a pack does not say. Planning assumptions, each an option of the command. */
export interface CityAssumptions {
  readonly unitsPerStation: number;
  /** Calls in a year for each thousand people. */
  readonly callsPerThousand: number;
}

export const CITY_ASSUMPTIONS: CityAssumptions = { unitsPerStation: 2, callsPerThousand: 60 };

const DAY_S = 86_400;
const OFF_ROAD_S_PER_KM = 240;
/** As in Auckland's model: high, medium and low priority, their targets in minutes. */
const CLASSES = [
  { name: 'highPriority', share: 0.57, targetS: 480 },
  { name: 'medPriority', share: 0.245, targetS: 480 },
  { name: 'lowPriority', share: 0.185, targetS: 1_200 },
] as const;
const DISPATCH_DELAY_S = 50;
/** A cell of demand around each place of the gazetteer, degrees: about 100 m. */
const CELL_DEG = 0.001;

/** A Muster city pack: its ambulance stations (or hospitals, where it has fewer than two) and where its people are. */
export function readCity(dir: string, assumptions: CityAssumptions = CITY_ASSUMPTIONS): Result<CityModel> {
  const opened = openPack(dir);
  if (!opened.ok) return opened;
  const pack = opened.value;
  const graph = pack.graph();
  const people = pack.gazetteer().filter((entry) => (entry.population ?? 0) > 0);
  const { stations: all, hospitals } = pack.resources();
  const medical = all.filter((station) => station.agency === 'medical');
  const posts = medical.length > 1 ? medical : hospitals;
  if (people.length === 0 || posts.length === 0 || hospitals.length === 0) {
    return refuse('invalid', `${dir} has no people, stations or hospitals.`, `${dir} 没有人口、站点或医院。`);
  }
  const population = people.reduce((sum, entry) => sum + (entry.population ?? 0), 0);
  const [lat0] = [pack.meta.center[1]];
  const kmPerLon = metresPerLonDegree(lat0) / 1_000;
  const kmPerLat = METRES_PER_DEGREE / 1_000;
  const net = buildStreetNet({
    nodeCount: graph.nodeCount,
    from: Int32Array.from(graph.edgeFrom),
    to: Int32Array.from(graph.edgeTo),
    baseS: Float64Array.from(graph.edgeTimeS.emergency, (s) => (Number.isFinite(s) ? s : 1e6)),
  });
  const finder = nodeFinder(graph.nodeLon, graph.nodeLat, accessNodes(graph, net.usable), kmPerLon, kmPerLat);
  const placeAt = (lon: number, lat: number) => {
    const { node, km } = finder.nearest(lon, lat);
    return { node, offRoadS: km * OFF_ROAD_S_PER_KM, lon, lat };
  };
  const placed = (at: { lon: number; lat: number; names: { zh: string } }): Station => ({
    ...placeAt(at.lon, at.lat),
    name: at.names.zh,
  });
  const slowness = slownessOf(graph);
  const perDay = (population * assumptions.callsPerThousand) / 1_000 / 365;
  return ok({
    name: pack.meta.id,
    ...{ net, kmPerLon, kmPerLat, placeAt, offRoadSPerKm: OFF_ROAD_S_PER_KM, normalSlowness: slowness },
    stations: posts.map(placed),
    hospitals: hospitals.map(placed),
    unitStation: Int32Array.from({ length: posts.length * assumptions.unitsPerStation }, (_, i) => i % posts.length),
    classes: CLASSES.map((one, k) => ({
      ...one,
      slowness: k < 2 ? 1 : slowness,
      coverS: one.targetS - DISPATCH_DELAY_S,
    })),
    mayRedispatch: Uint8Array.from([0, 0, 0, 0, 0, 0, 1, 0, 0]),
    demand: demandOf(
      'population of the pack',
      Float64Array.from(people, ({ lon }) => lon),
      Float64Array.from(people, ({ lat }) => lat),
      Float64Array.from(people, (entry) => entry.population ?? 0),
      [CELL_DEG, CELL_DEG],
    ),
    law: lawOf(perDay),
    notes: [
      `${perDay.toFixed(0)} calls a day for ${population} people, ${assumptions.unitsPerStation} units a station: assumptions`,
    ],
    baseSeed: 0,
  });
}

function lawOf(perDay: number): CallLaw {
  const law = (text: string, factor = 1) => {
    const read = readDistribution(text);
    if (!read.ok) throw new Error(read.refusal.message);
    return scaled(read.value, factor);
  };
  return {
    betweenS: law(`Exponential(1/${perDay})`, DAY_S),
    priority: law(`Categorical([${CLASSES.map(({ share }) => share).join(', ')}])`),
    dispatchDelayS: law(`Normal(${DISPATCH_DELAY_S}, 0)`),
    onSceneS: law('Exponential(720)'),
    transport: law('Bernoulli(0.8)'),
    handoverS: law('Exponential(720)'),
  };
}

/** Where people can be reached: nodes of roads that are neither motorways nor their ramps. */
function accessNodes(graph: RoadGraph, usable: Uint8Array): number[] {
  const motorway = ROAD_CLASSES.indexOf('motorway');
  const isAccess = new Uint8Array(graph.nodeCount);
  for (let e = 0; e < graph.edgeCount; e++) {
    if (graph.edgeClass[e] === motorway) continue;
    isAccess[graph.edgeFrom[e]] = 1;
    isAccess[graph.edgeTo[e]] = 1;
  }
  return [...isAccess.keys()].filter((v) => isAccess[v] === 1 && usable[v] === 1);
}

/** Without lights a drive takes longer by about this factor, over all roads. */
function slownessOf(graph: RoadGraph): number {
  let [normal, emergency] = [0, 0];
  for (let e = 0; e < graph.edgeCount; e++) {
    if (!Number.isFinite(graph.edgeTimeS.normal[e])) continue;
    normal += graph.edgeTimeS.normal[e];
    emergency += graph.edgeTimeS.emergency[e];
  }
  return normal / emergency;
}
