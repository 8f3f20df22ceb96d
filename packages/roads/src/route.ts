/** The quickest way between two snapped points. */
import type { LonLat } from '@muster/geo/distance';
import type { Result } from '@muster/kernel/result';
import { ok, refuse } from '@muster/kernel/result';
import type { Dijkstra } from './dijkstra.ts';
import { isConnector, partOfEdge } from './edge-shape.ts';
import type { RoadGraph, Snap } from './graph.ts';
import { NO_EDGE } from './graph.ts';
import type { Metric } from './metric.ts';
import { alongMs, arrivals, departures, directEdge, FAR_MS } from './metric.ts';

/** An edge driven from one fraction of its length to another. */
export interface Leg {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
  readonly timeS: number;
}

export interface Route {
  readonly timeS: number;
  readonly lengthM: number;
  /** Without connectors; at least one. */
  readonly legs: readonly Leg[];
  /** [lon, lat] degrees, WGS-84, from the start to the end; at least two points. */
  readonly line: readonly LonLat[];
}

/** `dijkstra` is worked on; hand in one per thread of control. Refuses where no way leads. */
export function findRoute(graph: RoadGraph, metric: Metric, dijkstra: Dijkstra, from: Snap, to: Snap): Result<Route> {
  const directMs = alongMs(graph, metric, from, to);
  const starts = departures(graph, metric, from);
  const ends = arrivals(graph, metric, to);
  let bestMs = directMs;
  let bestEnd = -1;
  dijkstra.run(starts, metric, FAR_MS - 1, (node, ms) => {
    if (ms >= bestMs) return 'stop';
    ends.forEach((end, i) => {
      if (end.node === node && ms + end.ms < bestMs) {
        bestMs = ms + end.ms;
        bestEnd = i;
      }
    });
    return undefined;
  });
  if (bestMs >= FAR_MS) {
    return refuse('not-found', 'No open road leads from one point to the other.', '两点之间没有可通行的道路。');
  }
  if (bestEnd < 0) {
    const direct = directEdge(graph, from, to);
    if (direct === undefined) throw new Error('A direct time without a shared edge.');
    return ok(routeOf(graph, metric, bestMs, [direct]));
  }
  const edges: number[] = [];
  let node = ends[bestEnd].node;
  while (dijkstra.via[node] !== NO_EDGE) {
    edges.push(dijkstra.via[node]);
    node = graph.edgeFrom[dijkstra.via[node]];
  }
  const start = starts.filter((s) => s.node === node).reduce((a, b) => (b.ms < a.ms ? b : a));
  const parts = [
    { edge: start.edge, from: start.edge === from.edge ? from.fraction : 1 - from.fraction, to: 1 },
    ...edges.reverse().map((edge) => ({ edge, from: 0, to: 1 })),
    { edge: ends[bestEnd].edge, from: 0, to: ends[bestEnd].edge === to.edge ? to.fraction : 1 - to.fraction },
  ];
  return ok(routeOf(graph, metric, bestMs, parts));
}

function routeOf(
  graph: RoadGraph,
  metric: Metric,
  totalMs: number,
  parts: readonly { readonly edge: number; readonly from: number; readonly to: number }[],
): Route {
  const legs: Leg[] = [];
  const line: LonLat[] = [];
  let lengthM = 0;
  // A start or end that stands on a node adds a leg of no length; only a route that is nothing else keeps one.
  const driven = parts.filter((p) => !isConnector(graph, p.edge) && p.to > p.from);
  for (const part of driven.length > 0 ? driven : parts.slice(0, 1)) {
    const share = part.to - part.from;
    const leg = {
      ...part,
      lengthM: graph.edgeLengthM[part.edge] * share,
      timeS: (metric.openMs[part.edge] * share) / 1000,
    };
    legs.push(leg);
    lengthM += leg.lengthM;
    for (const point of partOfEdge(graph, part.edge, part.from, part.to)) {
      const last = line[line.length - 1];
      if (last === undefined || last[0] !== point[0] || last[1] !== point[1]) line.push(point);
    }
  }
  if (line.length === 1) line.push(line[0]);
  return { timeS: totalMs / 1000, lengthM, legs, line };
}
