import { EDGE_FLAG, type RoadClass } from '@muster/roads/graph';
import {
  angleOf,
  crossing,
  curveThrough,
  densify,
  distance,
  type Line,
  lengthOf,
  lerp,
  move,
  offsetLine,
  type Point,
  pointAlong,
} from './geometry.ts';
import type { PlanarRoads } from './planar.ts';
import { inBox, isDryLand, type Terrain } from './terrain.ts';

/** A way off the ground: its own nodes, except where `startNode` or `endNode` is a node of the streets below. */
export interface ElevatedWay {
  readonly points: Point[];
  readonly roadClass: RoadClass;
  readonly names: { readonly zh: string; readonly en: string };
  readonly flags: number;
  readonly oneWay: boolean;
  /** Street nodes (index into PlanarRoads.nodes) or nodes shared with other elevated ways (a point of theirs). */
  readonly startNode?: number;
  readonly endNode?: number;
}

export interface Route {
  readonly names: { readonly zh: string; readonly en: string };
  readonly roadClass: RoadClass;
  readonly line: Line;
  readonly closed: boolean;
}

export interface Expressways {
  readonly routes: readonly Route[];
  readonly ways: readonly ElevatedWay[];
  /** Middle lines: what is built keeps away from them. */
  readonly middles: readonly Line[];
}

const HALF_M = 13;
const STEP_M = 60;
const INTERCHANGE_GAP_M = 1_300;
const RAMP_M = 260;

/** Ring and radial expressways, elevated, with ramps to the main roads below and cloverleaves where two meet. */
export function buildExpressways(terrain: Terrain, roads: PlanarRoads): Expressways {
  const routes = planRoutes(terrain);
  const laid: ElevatedWay[] = [];
  const junctions = junctionsOf(routes);
  for (const route of routes) {
    const right = carriagewayLine(route, -1);
    const left = [...carriagewayLine(route, 1)].reverse();
    const ramps = rampPlaces(terrain, roads, route, junctions);
    carriageway(terrain, route, right, laid);
    carriageway(terrain, route, left, laid);
    for (const ramp of ramps) addRamps(roads, route, ramp, laid);
    if (!route.closed) joinEnds(terrain, roads, route, right, left, laid);
  }
  for (const junction of junctions) addCloverleaf(junction, laid);
  const ways = laid.map((way) => overWater(terrain, way));
  return {
    routes,
    ways,
    middles: [
      ...routes.map((route) => route.line),
      ...ways.filter((way) => (way.flags & EDGE_FLAG.link) !== 0).map((way) => way.points),
    ],
  };
}

/** A ramp that passes over water is a bridge too. */
function overWater(terrain: Terrain, way: ElevatedWay): ElevatedWay {
  const wet = densify(way.points, 20).some((p) => terrain.waterM(p) < 5);
  return wet ? { ...way, flags: way.flags | EDGE_FLAG.bridge } : way;
}

function planRoutes(terrain: Terrain): Route[] {
  const unit = terrain.unitM;
  const route = (
    zh: string,
    en: string,
    roadClass: RoadClass,
    points: readonly (readonly [number, number])[],
    closed = false,
  ): Route => {
    const through = points.map(([x, y]) => ({ x: x * unit, y: y * unit }));
    const curve = curveThrough(through, STEP_M, closed);
    const line = closed ? [...curve, curve[0]!] : curve;
    return { names: { zh, en }, roadClass, line, closed };
  };
  return [
    route(
      '澜湾环城快速路',
      'Lanwan Ring Expressway',
      'trunk',
      [
        [-0.36, 0.3],
        [-0.12, 0.45],
        [0.2, 0.42],
        [0.4, 0.3],
        [0.5, 0.05],
        [0.42, -0.22],
        [0.28, -0.42],
        [0, -0.46],
        [-0.27, -0.36],
        [-0.42, -0.1],
      ],
      true,
    ),
    route('沈海高速', 'Shenhai Expressway', 'motorway', [
      [-0.72, -0.96],
      [-0.64, -0.6],
      [-0.62, -0.2],
      [-0.72, 0.12],
      [-0.6, 0.48],
      [-0.44, 0.8],
      [-0.5, 0.96],
    ]),
    route('澜西高速', 'Lanxi Expressway', 'motorway', [
      [-1.26, -0.02],
      [-0.95, -0.02],
      [-0.62, -0.01],
      [-0.42, 0.03],
      [-0.2, 0.06],
    ]),
    route('港北高架路', 'Gangbei Elevated Road', 'trunk', [
      [0.1, 0.96],
      [0.14, 0.7],
      [0.1, 0.44],
      [0.13, 0.26],
    ]),
    route('澜屿跨海大桥', 'Lanyu Sea Bridge', 'trunk', [
      [0.2, -0.3],
      [0.36, -0.32],
      [0.56, -0.36],
      [0.8, -0.4],
      [0.98, -0.36],
    ]),
    route('望海快速路', 'Wanghai Expressway', 'trunk', [
      [0.24, 0.34],
      [0.42, 0.38],
      [0.56, 0.42],
      [0.68, 0.42],
    ]),
  ];
}

/** Long lines in pieces of one kind each: on piers over land and water, in a tunnel under a hill. */
function carriageway(terrain: Terrain, route: Route, line: Line, ways: ElevatedWay[]): void {
  const kind = (p: Point): number => (terrain.hill(p) > 0.55 ? EDGE_FLAG.tunnel : EDGE_FLAG.bridge);
  let piece: Point[] = [];
  line.forEach((p, i) => {
    piece.push(p);
    const last = i === line.length - 1;
    if ((last || kind(p) !== kind(line[i + 1]!)) && piece.length > 1) {
      ways.push({
        points: piece,
        roadClass: route.roadClass,
        names: route.names,
        flags: kind(p),
        oneWay: true,
      });
      piece = [p];
    }
  });
}

interface RampPlace {
  readonly alongM: number;
  readonly right: number;
  readonly left: number;
}

/** Where the route passes over a main road, with a node of that road on either side of it. */
function rampPlaces(terrain: Terrain, roads: PlanarRoads, route: Route, junctions: readonly Junction[]): RampPlace[] {
  const places: RampPlace[] = [];
  const total = lengthOf(route.line);
  let alongM = 0;
  let lastM = -Infinity;
  for (let i = 1; i < route.line.length; i++) {
    const [a, b] = [route.line[i - 1]!, route.line[i]!];
    const edge = crossedMainRoad(roads, a, b);
    const here = alongM + distance(a, b) / 2;
    alongM += distance(a, b);
    if (edge < 0 || here - lastM < INTERCHANGE_GAP_M || here < 600 || here > total - 600) continue;
    if (!isDryLand(terrain, a) || terrain.hill(a) > 0.5) continue;
    if (junctions.some((junction) => distance(junction.at, a) < 750)) continue;
    const [p, q] = [roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!];
    const across = Math.sin(angleOf(a, b) - angleOf(p, q));
    if (Math.abs(across) < 0.5) continue;
    const middle = lerp(a, b, 0.5);
    const direction = angleOf(p, q) + (across > 0 ? 0 : Math.PI); // towards the right side of the route
    const right = roads.nodeAt(move(middle, direction, 75), 40);
    const left = roads.nodeAt(move(middle, direction, -75), 40);
    if (roads.around[right]!.length === 0 || roads.around[left]!.length === 0 || right === left) continue;
    places.push({ alongM: here, right, left });
    lastM = here;
  }
  return places;
}

function crossedMainRoad(roads: PlanarRoads, a: Point, b: Point): number {
  let found = -1;
  roads.forEdgesNear(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y), (edge) => {
    const { roadClass } = roads.lines[roads.edgeLine[edge]!]!;
    if (roadClass !== 'primary' && roadClass !== 'secondary') return;
    if (crossing(a, b, roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!) !== null) found = edge;
  });
  return found;
}

function addRamps(roads: PlanarRoads, route: Route, place: RampPlace, ways: ElevatedWay[]): void {
  const names = { zh: '', en: '' };
  const link = { roadClass: route.roadClass, names, flags: EDGE_FLAG.link, oneWay: true } as const;
  for (const side of [-1, 1] as const) {
    const node = side === -1 ? place.right : place.left;
    const ground = roads.nodes[node]!;
    const at = (shift: number): Point => onCarriageway(route, place.alongM + shift, side);
    const beside = (shift: number, outM: number): Point => {
      const { point, angle } = pointAlong(route.line, place.alongM + shift);
      return move(point, angle, 0, side * outM);
    };
    // The right carriageway runs along the line, the left one against it.
    const [leave, join] = [side * RAMP_M, -side * RAMP_M];
    ways.push({
      ...link,
      points: curveThrough([at(leave), beside(leave * 0.62, 27), beside(leave * 0.3, 42), ground], 30),
      endNode: node,
    });
    ways.push({
      ...link,
      points: curveThrough([ground, beside(join * 0.3, 42), beside(join * 0.62, 27), at(join)], 30),
      startNode: node,
    });
  }
}

function carriagewayLine(route: Route, side: -1 | 1): Point[] {
  const line = offsetLine(route.line, side * HALF_M);
  return route.closed ? [...line.slice(0, -1), line[0]!] : line;
}

/** A point that the carriageway has: ramps join at its nodes. */
function onCarriageway(route: Route, alongM: number, side: -1 | 1): Point {
  const line = carriagewayLine(route, side);
  const { point } = pointAlong(route.line, alongM);
  return line.reduce((best, p) => (distance(p, point) < distance(best, point) ? p : best));
}

/** At the edge of the city the two carriageways meet; inside it they come down to the nearest main road. */
function joinEnds(
  terrain: Terrain,
  roads: PlanarRoads,
  route: Route,
  right: Line,
  left: Line,
  ways: ElevatedWay[],
): void {
  const base = { roadClass: route.roadClass, names: route.names, flags: EDGE_FLAG.link, oneWay: true } as const;
  const ends: [Point, Point][] = [
    [left.at(-1)!, right[0]!],
    [right.at(-1)!, left[0]!],
  ];
  for (const [arriving, leaving] of ends) {
    const edge = inBox(terrain.box, arriving, 100)
      ? roads.nearestEdge(
          arriving,
          900,
          (e) =>
            roads.lines[roads.edgeLine[e]!]!.role !== 'street' && isDryLand(terrain, roads.nodes[roads.edgeA[e]!]!),
        )
      : -1;
    if (edge < 0) {
      ways.push({ ...base, points: [arriving, leaving] });
      continue;
    }
    const node = roads.edgeA[edge]!;
    ways.push({ ...base, points: [arriving, roads.nodes[node]!], endNode: node });
    ways.push({ ...base, points: [roads.nodes[node]!, leaving], startNode: node });
  }
}

interface Junction {
  readonly at: Point;
  readonly routes: readonly [Route, Route];
  readonly alongM: readonly [number, number];
}

function junctionsOf(routes: readonly Route[]): Junction[] {
  const junctions: Junction[] = [];
  routes.forEach((first, i) => {
    for (const second of routes.slice(i + 1)) {
      let alongFirst = 0;
      for (let k = 1; k < first.line.length; k++) {
        const [a, b] = [first.line[k - 1]!, first.line[k]!];
        let alongSecond = 0;
        for (let m = 1; m < second.line.length; m++) {
          const [c, d] = [second.line[m - 1]!, second.line[m]!];
          const hit = crossing(a, b, c, d);
          if (hit !== null) {
            const alongM = [alongFirst + hit.t * distance(a, b), alongSecond + hit.u * distance(c, d)] as const;
            junctions.push({ at: lerp(a, b, hit.t), routes: [first, second], alongM });
          }
          alongSecond += distance(c, d);
        }
        alongFirst += distance(a, b);
      }
    }
  });
  return junctions;
}

/** Right turns outside, left turns as three quarters of a circle to the right. */
function addCloverleaf(junction: Junction, ways: ElevatedWay[]): void {
  const [first, second] = junction.routes;
  const link = {
    roadClass: first.roadClass,
    names: { zh: '', en: '' },
    flags: EDGE_FLAG.link | EDGE_FLAG.bridge,
    oneWay: true,
  } as const;
  for (const [from, to, fromM, toM] of [
    [first, second, junction.alongM[0], junction.alongM[1]],
    [second, first, junction.alongM[1], junction.alongM[0]],
  ] as const) {
    for (const side of [-1, 1] as const) {
      const heading = pointAlong(from.line, fromM).angle + (side === 1 ? Math.PI : 0);
      for (const toSide of [-1, 1] as const) {
        const target = pointAlong(to.line, toM).angle + (toSide === 1 ? Math.PI : 0);
        const turnsRight = Math.sin(target - heading) < 0;
        const forward = side === -1 ? 1 : -1;
        const toForward = toSide === -1 ? 1 : -1;
        if (turnsRight) {
          const start = onCarriageway(from, fromM - forward * 330, side);
          const end = onCarriageway(to, toM + toForward * 330, toSide);
          const bend = move(move(junction.at, heading, -130), target, 130);
          ways.push({ ...link, points: curveThrough([start, bend, end], 45) });
        } else {
          const start = onCarriageway(from, fromM + forward * 75, side);
          const end = onCarriageway(to, toM - toForward * 75, toSide);
          const far = move(move(junction.at, heading, 185), target, -185);
          const out = move(move(junction.at, heading, 190), target, -75);
          const back = move(move(junction.at, heading, 75), target, -190);
          ways.push({ ...link, points: curveThrough([start, out, far, back, end], 25) });
        }
      }
    }
  }
}
