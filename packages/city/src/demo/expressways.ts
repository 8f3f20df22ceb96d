import { EDGE_FLAG } from '@muster/roads/graph';
import { addCloverleaf, junctionsOf } from './cloverleaf.ts';
import { carriagewayLine, type ElevatedWay, type Route } from './elevated.ts';
import { planRoutes } from './expressway-routes.ts';
import { densify, type Line, type Point } from './geometry.ts';
import type { PlanarRoads } from './planar.ts';
import { addRamps, joinEnds, rampPlaces } from './ramps.ts';
import type { Terrain } from './terrain.ts';

export interface Expressways {
  readonly routes: readonly Route[];
  readonly ways: readonly ElevatedWay[];
  /** Middle lines: what is built keeps away from them. */
  readonly middles: readonly Line[];
}

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
