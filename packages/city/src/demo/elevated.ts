import type { RoadClass } from '@muster/roads/graph';
import { distance, type Line, offsetLine, type Point, pointAlong } from './geometry.ts';

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

/** From the middle line to each carriageway. */
const HALF_M = 13;

export function carriagewayLine(route: Route, side: -1 | 1): Point[] {
  const line = offsetLine(route.line, side * HALF_M);
  return route.closed ? [...line.slice(0, -1), line[0]!] : line;
}

/** A point that the carriageway has: ramps join at its nodes. */
export function onCarriageway(route: Route, alongM: number, side: -1 | 1): Point {
  const line = carriagewayLine(route, side);
  const { point } = pointAlong(route.line, alongM);
  return line.reduce((best, p) => (distance(p, point) < distance(best, point) ? p : best));
}
