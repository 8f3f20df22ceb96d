import { EDGE_FLAG } from '@muster/roads/graph';
import type { Junction } from './cloverleaf.ts';
import { type ElevatedWay, onCarriageway, type Route } from './elevated.ts';
import {
  angleOf,
  crossing,
  curveThrough,
  distance,
  type Line,
  lengthOf,
  lerp,
  move,
  type Point,
  pointAlong,
} from './geometry.ts';
import type { PlanarRoads } from './planar.ts';
import { inBox, isDryLand, type Terrain } from './terrain.ts';

const INTERCHANGE_GAP_M = 1_300;
const RAMP_M = 260;

export interface RampPlace {
  readonly alongM: number;
  readonly right: number;
  readonly left: number;
}

/** Where the route passes over a main road, with a node of that road on either side of it. */
export function rampPlaces(
  terrain: Terrain,
  roads: PlanarRoads,
  route: Route,
  junctions: readonly Junction[],
): RampPlace[] {
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

export function addRamps(roads: PlanarRoads, route: Route, place: RampPlace, ways: ElevatedWay[]): void {
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

/** At the edge of the city the two carriageways meet; inside it they come down to the nearest main road. */
export function joinEnds(
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
