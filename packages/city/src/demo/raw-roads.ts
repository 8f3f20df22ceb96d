import { type Random, seededRandom } from '@muster/kernel/random';
import { EDGE_FLAG, type RawRoads, type RawWay } from '@muster/roads/graph';
import { largestStrongComponent } from '@muster/roads/strong-component';
import { angleOf, distance, lerp, type Point } from './geometry.ts';
import type { CityPlan } from './plan.ts';
import { toLonLat } from './projection.ts';
import type { StreetNames } from './street-names.ts';

/** A way with its shape in the plan, as the map draws it. */
export interface DrawnWay {
  readonly way: RawWay;
  readonly points: readonly Point[];
}

export interface DemoRoads {
  readonly raw: RawRoads;
  readonly drawn: readonly DrawnWay[];
}

const GATE_INSET_M = 9;
const ONE_WAY_SHARE: Readonly<Record<string, number>> = { oldtown: 0.42, cbd: 0.42, mixed: 0.12 };

/** The plan's roads as ways with names, one-way streets, forbidden turns and barriers. */
export function rawRoadsOf(plan: CityPlan, names: StreetNames): DemoRoads {
  const random = seededRandom(plan.terrain.seed * 47 + 1);
  const points: Point[] = [...plan.roads.nodes];
  const barriers = chooseBarriers(plan, random, points);
  const corners = chooseCorners(plan, random);
  const streets = chainStreets(plan, names, barriers.onEdge, new Set(corners.map((corner) => corner.via)));
  const ways = [...streets.ways];
  appendElevated(plan, points, ways);
  openDeadLines(points.length, ways, streets.lineOf);
  const restrictions = corners.flatMap(({ via, fromEdge, toEdge }) => {
    const [fromWay, toWay] = [streets.wayOfEdge[fromEdge], streets.wayOfEdge[toEdge]];
    return fromWay === undefined || toWay === undefined || fromWay === toWay
      ? []
      : [{ fromWay, via, toWay, only: false }];
  });
  const lon = new Float64Array(points.length);
  const lat = new Float64Array(points.length);
  points.forEach((p, i) => {
    [lon[i], lat[i]] = toLonLat(p);
  });
  const raw: RawRoads = { nodes: { lon, lat }, ways, restrictions, barriers: barriers.list };
  return { raw, drawn: ways.map((way) => ({ way, points: way.nodes.map((node) => points[node]!) })) };
}

interface Barriers {
  readonly list: { node: number; emergencyMayPass: boolean }[];
  /** The barrier's node, by the edge it stands on. */
  readonly onEdge: Map<number, number>;
}

/** All gates of a compound but the first may be shut to strangers; a few old lanes have bollards in the middle. */
function chooseBarriers(plan: CityPlan, random: Random, points: Point[]): Barriers {
  const { roads, zones } = plan;
  const barriers: Barriers = { list: [], onEdge: new Map() };
  const stand = (edge: number, at: Point, emergencyMayPass: boolean): void => {
    if (barriers.onEdge.has(edge)) return;
    const node = points.push(at) - 1;
    barriers.onEdge.set(edge, node);
    barriers.list.push({ node, emergencyMayPass });
  };
  const seen = new Set<number>();
  for (const gate of plan.gates) {
    const first = !seen.has(gate.block);
    seen.add(gate.block);
    if (first || random.next() > 0.2) continue;
    const edge = roads.around[gate.node]!.find((e) => roads.lines[roads.edgeLine[e]!]!.role === 'compound');
    if (edge === undefined) continue;
    const [a, b] = [roads.nodes[gate.node]!, roads.nodes[roads.otherEnd(edge, gate.node)]!];
    const length = distance(a, b);
    if (length > 30) stand(edge, lerp(a, b, GATE_INSET_M / length), true);
  }
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (!roads.isAlive(edge)) continue;
    const line = roads.lines[roads.edgeLine[edge]!]!;
    if (line.role !== 'street' || zones.zones[line.zone]!.kind !== 'oldtown' || random.next() > 0.012) continue;
    const [a, b] = [roads.edgeA[edge]!, roads.edgeB[edge]!];
    const meshed = [a, b].every((node) => roads.around[node]!.length > 2);
    if (meshed) stand(edge, lerp(roads.nodes[a]!, roads.nodes[b]!, 0.5), false);
  }
  return barriers;
}

interface Corner {
  readonly via: number;
  readonly fromEdge: number;
  readonly toEdge: number;
}

/** Some left turns between main roads are forbidden. */
function chooseCorners(plan: CityPlan, random: Random): Corner[] {
  const { roads } = plan;
  const corners: Corner[] = [];
  roads.around.forEach((edges, via) => {
    if (edges.length !== 4) return;
    const main = edges.every((edge) =>
      ['primary', 'secondary'].includes(roads.lines[roads.edgeLine[edge]!]!.roadClass),
    );
    if (!main || random.next() > 0.3) return;
    const here = roads.nodes[via]!;
    const fromEdge = edges[Math.floor(random.next() * 4)]!;
    const heading = angleOf(roads.nodes[roads.otherEnd(fromEdge, via)]!, here);
    const toEdge = edges.find((edge) => {
      const turn = angleOf(here, roads.nodes[roads.otherEnd(edge, via)]!) - heading;
      return edge !== fromEdge && Math.sin(turn) > 0.6;
    });
    if (toEdge !== undefined) corners.push({ via, fromEdge, toEdge });
  });
  return corners;
}

interface Streets {
  readonly ways: RawWay[];
  readonly wayOfEdge: Record<number, number>;
  /** Line of each way. */
  readonly lineOf: number[];
}

/** Joins the edges of a line into ways as long as name and kind stay the same; ways end at `cuts`. */
function chainStreets(plan: CityPlan, names: StreetNames, barriers: Map<number, number>, cuts: Set<number>): Streets {
  const { roads } = plan;
  const result: Streets = { ways: [], wayOfEdge: {}, lineOf: [] };
  const used = new Uint8Array(roads.edgeA.length);
  const next = (edge: number, node: number): number => {
    if (cuts.has(node)) return -1;
    const same = roads.around[node]!.filter(
      (other) =>
        other !== edge &&
        roads.edgeLine[other] === roads.edgeLine[edge] &&
        roads.edgeFlags[other] === roads.edgeFlags[edge] &&
        names.ofEdge(other).zh === names.ofEdge(edge).zh,
    );
    return same.length === 1 && used[same[0]!] === 0 ? same[0]! : -1;
  };
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (!roads.isAlive(edge) || used[edge] === 1) continue;
    used[edge] = 1;
    const edges = [edge];
    const nodes = [roads.edgeA[edge]!, roads.edgeB[edge]!];
    for (let e = next(edge, nodes.at(-1)!); e >= 0; e = next(e, nodes.at(-1)!)) {
      used[e] = 1;
      edges.push(e);
      nodes.push(roads.otherEnd(e, nodes.at(-1)!));
    }
    for (let e = next(edge, nodes[0]!); e >= 0; e = next(e, nodes[0]!)) {
      used[e] = 1;
      edges.unshift(e);
      nodes.unshift(roads.otherEnd(e, nodes[0]!));
    }
    for (const e of edges) result.wayOfEdge[e] = result.ways.length;
    const full = nodes.flatMap((node, i) => {
      const barrier = i < edges.length ? barriers.get(edges[i]!) : undefined;
      return barrier === undefined ? [node] : [node, barrier];
    });
    result.lineOf.push(roads.edgeLine[edge]!);
    result.ways.push(streetWay(plan, names, edge, full));
  }
  return result;
}

function streetWay(plan: CityPlan, names: StreetNames, edge: number, nodes: number[]): RawWay {
  const { roads, zones } = plan;
  const line = roads.lines[roads.edgeLine[edge]!]!;
  const share = line.role === 'street' ? (ONE_WAY_SHARE[zones.zones[line.zone]!.kind] ?? 0) : 0;
  // A hash of the line, so that all ways of one street agree and its neighbour runs the other way.
  const oneWay = ((line.id * 2654435761) >>> 8) % 1000 < share * 1000;
  const [first, last] = [roads.nodes[nodes[0]!]!, roads.nodes[nodes.at(-1)!]!];
  const forward = last.x + last.y > first.x + first.y === (line.id % 2 === 0);
  return {
    nodes: oneWay && !forward ? nodes.reverse() : nodes,
    roadClass: line.roadClass,
    names: names.ofEdge(edge),
    oneWay: oneWay ? 1 : 0,
    flags: roads.edgeFlags[edge]!,
  };
}

function appendElevated(plan: CityPlan, points: Point[], ways: RawWay[]): void {
  const known = new Map<string, number>();
  const nodeOf = (p: Point): number => {
    const key = `${p.x.toFixed(2)},${p.y.toFixed(2)}`;
    let node = known.get(key);
    if (node === undefined) {
      node = points.push(p) - 1;
      known.set(key, node);
    }
    return node;
  };
  for (const way of plan.expressways.ways) {
    const nodes = way.points.map((p, i) => {
      if (i === 0 && way.startNode !== undefined) return way.startNode;
      if (i === way.points.length - 1 && way.endNode !== undefined) return way.endNode;
      return nodeOf(p);
    });
    const fast = way.roadClass === 'motorway' ? 100 : 80;
    const maxSpeedKmh = (way.flags & EDGE_FLAG.link) !== 0 ? 40 : fast;
    const { roadClass, names, flags } = way;
    ways.push({ nodes, roadClass, names, oneWay: way.oneWay ? 1 : 0, maxSpeedKmh, flags });
  }
}

/** A one-way street that leads to where nobody can leave (or come) is opened both ways with the rest of its line. */
function openDeadLines(nodeCount: number, ways: RawWay[], lineOf: readonly number[]): void {
  for (let round = 0; round < 4; round++) {
    const from: number[] = [];
    const to: number[] = [];
    const reached = new Uint8Array(nodeCount);
    for (const way of ways) {
      for (let i = 1; i < way.nodes.length; i++) {
        reached[way.nodes[i - 1]!] = reached[way.nodes[i]!] = 1;
        from.push(way.nodes[i - 1]!);
        to.push(way.nodes[i]!);
        if (way.oneWay === 0) {
          from.push(way.nodes[i]!);
          to.push(way.nodes[i - 1]!);
        }
      }
    }
    const { inside } = largestStrongComponent(nodeCount, Uint32Array.from(from), Uint32Array.from(to));
    const dead = new Set<number>();
    ways.forEach((way, i) => {
      const line = lineOf[i];
      if (line !== undefined && way.oneWay !== 0 && way.nodes.some((v) => inside[v] === 0)) dead.add(line);
    });
    if (dead.size === 0) return;
    ways.forEach((way, i) => {
      const line = lineOf[i];
      if (line !== undefined && dead.has(line)) ways[i] = { ...way, oneWay: 0 };
    });
  }
}
