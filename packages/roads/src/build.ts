/** RawRoads → RoadGraph: links, turns, speeds, compressed rows, and only the part from where one can get back. */
import { localM } from '@muster/geo/distance';
import type { Link } from './build-links.ts';
import { buildLinks } from './build-links.ts';
import type { Turns } from './build-turns.ts';
import { compileTurns } from './build-turns.ts';
import type { Profile, RawRoads, RoadGraph } from './graph.ts';
import { EDGE_FLAG, NO_EDGE, PROFILES, ROAD_CLASSES } from './graph.ts';
import { BARRIER_PASS_S, driveSpeedKmh } from './speeds.ts';
import { largestStrongComponent } from './strong-component.ts';

export interface BuildReport {
  readonly nodes: number;
  readonly edges: number;
  readonly lengthM: number;
  /** What lay outside the largest part that is connected in both directions, and was left out. */
  readonly droppedNodes: number;
  readonly droppedEdges: number;
  readonly droppedLengthM: number;
  readonly components: number;
  readonly ignoredRestrictions: number;
  readonly contractedNodes: number;
}

export interface BuiltGraph {
  readonly graph: RoadGraph;
  readonly report: BuildReport;
}

/** A road is never shorter than this: length 0 is kept for the connectors inside split nodes. */
const SHORTEST_M = 0.1;

export function buildRoadGraph(raw: RawRoads): BuiltGraph {
  const links = buildLinks(raw);
  const turns = compileTurns(raw, links);
  const edges = allEdges(links, turns);
  const { inside, components } = largestStrongComponent(turns.rawOf.length, edges.from, edges.to);
  const renumbered = new Uint32Array(turns.rawOf.length);
  const keptRaw: number[] = [];
  for (let v = 0; v < turns.rawOf.length; v++) {
    if (inside[v] === 1) renumbered[v] = keptRaw.push(turns.rawOf[v]) - 1;
  }
  const order: number[] = [];
  for (let e = 0; e < edges.from.length; e++) {
    if (inside[edges.from[e]] === 1 && inside[edges.to[e]] === 1) order.push(e);
  }
  order.sort((x, y) => renumbered[edges.from[x]] - renumbered[edges.from[y]] || x - y);
  const graph = assemble(raw, links, turns, edges, order, renumbered, keptRaw);
  return { graph, report: reportOf(raw, links, turns, edges, order, graph, components) };
}

interface AllEdges {
  /** Links first, in their order, then connectors. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly lengthM: Float64Array;
}

function allEdges(links: readonly Link[], turns: Turns): AllEdges {
  const count = links.length + turns.connectors.length;
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  from.set(turns.linkFrom);
  to.set(turns.linkTo);
  turns.connectors.forEach((c, i) => {
    from[links.length + i] = c.from;
    to[links.length + i] = c.to;
  });
  return { from, to, lengthM: new Float64Array(count) };
}

function assemble(
  raw: RawRoads,
  links: readonly Link[],
  turns: Turns,
  edges: AllEdges,
  order: readonly number[],
  renumbered: Uint32Array,
  keptRaw: readonly number[],
): RoadGraph {
  const { lon, lat } = raw.nodes;
  const edgeCount = order.length;
  const newIndex = new Map(order.map((e, i) => [e, i]));
  const streets = internStreets();
  const edgeTimeS = { normal: new Float32Array(edgeCount), emergency: new Float32Array(edgeCount) };
  const firstOut = new Uint32Array(keptRaw.length + 1);
  const firstShape = new Uint32Array(edgeCount + 1);
  const shape: number[] = [];
  const graph = {
    nodeCount: keptRaw.length,
    edgeCount,
    nodeLon: Float64Array.from(keptRaw, (v) => lon[v]),
    nodeLat: Float64Array.from(keptRaw, (v) => lat[v]),
    firstOut,
    edgeFrom: new Uint32Array(edgeCount),
    edgeTo: new Uint32Array(edgeCount),
    edgeLengthM: new Float32Array(edgeCount),
    edgeTimeS,
    edgeClass: new Uint8Array(edgeCount),
    edgeFlags: new Uint8Array(edgeCount),
    edgeStreet: new Uint32Array(edgeCount),
    edgeReverse: new Uint32Array(edgeCount).fill(NO_EDGE),
    firstShape,
    streets: streets.list,
  };
  order.forEach((e, i) => {
    graph.edgeFrom[i] = renumbered[edges.from[e]];
    graph.edgeTo[i] = renumbered[edges.to[e]];
    firstOut[graph.edgeFrom[i] + 1]++;
    if (e < links.length) {
      const link = links[e];
      for (let p = 1; p < link.path.length - 1; p++) shape.push(link.path[p]);
      const lengthM = Math.max(SHORTEST_M, pathLengthM(raw, link.path));
      edges.lengthM[e] = lengthM;
      graph.edgeLengthM[i] = lengthM;
      graph.edgeClass[i] = ROAD_CLASSES.indexOf(link.way.roadClass);
      graph.edgeFlags[i] = link.way.flags;
      graph.edgeStreet[i] = streets.indexOf(link);
      for (const profile of PROFILES) edgeTimeS[profile][i] = lengthM / (linkSpeedKmh(link, profile) / 3.6);
      if (link.reverse >= 0) graph.edgeReverse[i] = newIndex.get(link.reverse) ?? NO_EDGE;
    } else if (turns.connectors[e - links.length].barrier) {
      edgeTimeS.normal[i] = Infinity;
      edgeTimeS.emergency[i] = BARRIER_PASS_S;
    }
    firstShape[i + 1] = shape.length;
  });
  for (let v = 0; v < keptRaw.length; v++) firstOut[v + 1] += firstOut[v];
  return {
    ...graph,
    shapeLon: Float64Array.from(shape, (v) => lon[v]),
    shapeLat: Float64Array.from(shape, (v) => lat[v]),
  };
}

const linkSpeedKmh = (link: Link, profile: Profile): number =>
  driveSpeedKmh(
    link.way.roadClass,
    profile,
    link.way.maxSpeedKmh,
    (link.way.flags & (EDGE_FLAG.link | EDGE_FLAG.roundabout)) !== 0,
  );

function pathLengthM(raw: RawRoads, path: readonly number[]): number {
  const { lon, lat } = raw.nodes;
  let total = 0;
  for (let i = 1; i < path.length; i++) total += localM(lon[path[i - 1]], lat[path[i - 1]], lon[path[i]], lat[path[i]]);
  return total;
}

function internStreets() {
  const list = [{ zh: '', en: '' }];
  const known = new Map<string, number>([[keyOf('', ''), 0]]);
  return {
    list,
    indexOf({ way }: Link): number {
      const key = keyOf(way.names.zh, way.names.en);
      let index = known.get(key);
      if (index === undefined) {
        index = list.push({ zh: way.names.zh, en: way.names.en }) - 1;
        known.set(key, index);
      }
      return index;
    },
  };
}

const keyOf = (zh: string, en: string): string => JSON.stringify([zh, en]);

function reportOf(
  raw: RawRoads,
  links: readonly Link[],
  turns: Turns,
  edges: AllEdges,
  order: readonly number[],
  graph: RoadGraph,
  components: number,
): BuildReport {
  let lengthM = 0;
  for (const e of order) lengthM += edges.lengthM[e];
  let totalM = 0;
  const onWays = new Set<number>();
  for (const way of raw.ways) for (const v of way.nodes) onWays.add(v);
  for (const link of links) totalM += Math.max(SHORTEST_M, pathLengthM(raw, link.path));
  return {
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    lengthM,
    droppedNodes: turns.rawOf.length - graph.nodeCount,
    droppedEdges: edges.from.length - order.length,
    droppedLengthM: Math.max(0, totalM - lengthM),
    components,
    ignoredRestrictions: turns.ignoredRestrictions,
    contractedNodes: onWays.size - new Set(turns.rawOf).size,
  };
}
