/** Roads closed for now (flood, fire hose, cordon). The graph stays as it is; a closure is a set of edges with an id. */
import type { LonLat } from '@muster/geo/distance';
import type { Polygon } from '@muster/geo/geofence';
import { inBounds, lineMeetsPolygon, polygonBounds } from '@muster/geo/geofence';
import type { Result } from '@muster/kernel/result';
import { ok, refuse } from '@muster/kernel/result';
import { edgeLine, isConnector } from './edge-shape.ts';
import type { Profile, RoadGraph } from './graph.ts';
import { NO_EDGE, PROFILES } from './graph.ts';

export interface Closure {
  readonly id: string;
  /** What is closed: these edges, or every road that touches the polygon (degrees; outer ring first, then holes). */
  readonly area: { readonly edges: readonly number[] } | { readonly polygon: Polygon };
  /** Whom it stops; default everybody. */
  readonly profiles?: readonly Profile[];
  /** Edges only: close just the given direction of a two-way road. Default false. */
  readonly oneDirection?: boolean;
}

interface InForce {
  readonly closure: Closure;
  readonly edges: readonly number[];
}

/** An edge may be closed more than once: it opens with the last closure that holds it. */
export class Closures {
  readonly #graph: RoadGraph;
  readonly #inForce = new Map<string, InForce>();
  readonly #holds: Readonly<Record<Profile, Uint16Array>>;

  constructor(graph: RoadGraph) {
    this.#graph = graph;
    this.#holds = { normal: new Uint16Array(graph.edgeCount), emergency: new Uint16Array(graph.edgeCount) };
  }

  /** The edges it closes. Refuses an id already in force, an edge that is not there, and an area without roads. */
  add(closure: Closure): Result<readonly number[]> {
    if (this.#inForce.has(closure.id)) {
      return refuse('conflict', `Closure ${closure.id} is already in force.`, `封路 ${closure.id} 已经生效。`);
    }
    if ('edges' in closure.area && closure.area.edges.some((e) => !(e >= 0 && e < this.#graph.edgeCount))) {
      return refuse(
        'invalid',
        'A closure names an edge that is not in the road graph.',
        '封路包含路网中不存在的路段。',
      );
    }
    const edges = this.#edgesOf(closure);
    if (edges.length === 0) {
      return refuse('not-found', 'No road lies in the area to close.', '封路范围内没有道路。');
    }
    for (const profile of closure.profiles ?? PROFILES) for (const e of edges) this.#holds[profile][e]++;
    this.#inForce.set(closure.id, { closure, edges });
    return ok(edges);
  }

  remove(id: string): Result<Closure> {
    const found = this.#inForce.get(id);
    if (found === undefined) return refuse('not-found', `No closure ${id} is in force.`, `没有生效的封路 ${id}。`);
    for (const profile of found.closure.profiles ?? PROFILES) for (const e of found.edges) this.#holds[profile][e]--;
    this.#inForce.delete(id);
    return ok(found.closure);
  }

  list(): Closure[] {
    return [...this.#inForce.values()].map((c) => c.closure);
  }

  get isEmpty(): boolean {
    return this.#inForce.size === 0;
  }

  edgesOf(id: string): readonly number[] {
    return this.#inForce.get(id)?.edges ?? [];
  }

  isClosed(edge: number, profile: Profile): boolean {
    return this.#holds[profile][edge] > 0;
  }

  #edgesOf(closure: Closure): number[] {
    if ('polygon' in closure.area) return edgesMeeting(this.#graph, closure.area.polygon);
    const edges = new Set(closure.area.edges);
    if (closure.oneDirection === true) return [...edges];
    for (const e of closure.area.edges) {
      const reverse = this.#graph.edgeReverse[e];
      if (reverse !== NO_EDGE) edges.add(reverse);
    }
    return [...edges];
  }
}

/** Every road, both directions, of which any part lies in the polygon. */
export function edgesMeeting(graph: RoadGraph, polygon: Polygon): number[] {
  const bounds = polygonBounds(polygon);
  const edges: number[] = [];
  for (let e = 0; e < graph.edgeCount; e++) {
    if (isConnector(graph, e)) continue;
    const line = edgeLine(graph, e);
    if (boxesMeet(line, bounds) && lineMeetsPolygon(polygon, line)) edges.push(e);
  }
  return edges;
}

function boxesMeet(line: readonly LonLat[], bounds: ReturnType<typeof polygonBounds>): boolean {
  if (line.some(([lon, lat]) => inBounds(bounds, lon, lat))) return true;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of line) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return west <= bounds.east && east >= bounds.west && south <= bounds.north && north >= bounds.south;
}
