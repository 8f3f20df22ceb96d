/** How far one gets in a given time. */
import type { LonLat } from '@muster/geo/distance';
import { METRES_PER_DEGREE, metresPerLonDegree } from '@muster/geo/distance';
import type { Dijkstra } from './dijkstra.ts';
import { isConnector, partOfEdge } from './edge-shape.ts';
import type { RoadGraph, Snap } from './graph.ts';
import { NO_EDGE } from './graph.ts';
import type { Metric } from './metric.ts';
import { departures, FAR_MS } from './metric.ts';
import { outline } from './outline.ts';

export interface Isochrone {
  /** Nodes reached within the limit, and when; equally long. */
  readonly nodes: Uint32Array;
  readonly timesS: Float32Array;
  /** What is driven of each edge, as fractions of its length; `from` above 0 only on the road the trip starts on. */
  readonly edges: readonly { readonly edge: number; readonly from: number; readonly to: number }[];
  /** Closed ring around all of it, degrees, for drawing only: it rounds outward by up to a cell and fills what it encloses. */
  readonly ring: readonly LonLat[];
}

export function findIsochrone(
  graph: RoadGraph,
  metric: Metric,
  dijkstra: Dijkstra,
  from: Snap,
  limitS: number,
): Isochrone {
  const limitMs = Math.min(FAR_MS - 1, Math.max(0, Math.round(limitS * 1000)));
  const nodes: number[] = [];
  const timesS: number[] = [];
  const edges: { edge: number; from: number; to: number }[] = [];
  for (const [edge, start] of [
    [from.edge, from.fraction],
    [graph.edgeReverse[from.edge], 1 - from.fraction],
  ]) {
    if (edge === NO_EDGE) continue;
    const share = limitMs / Math.max(1, metric.openMs[edge]);
    edges.push({ edge, from: start, to: Math.min(1, start + share) });
  }
  dijkstra.run(departures(graph, metric, from), metric, limitMs, (node, ms) => {
    if (ms > limitMs) return 'stop';
    nodes.push(node);
    timesS.push(ms / 1000);
    for (let e = graph.firstOut[node]; e < graph.firstOut[node + 1]; e++) {
      if (metric.throughMs[e] >= FAR_MS || isConnector(graph, e)) continue;
      edges.push({ edge: e, from: 0, to: Math.min(1, (limitMs - ms) / metric.throughMs[e]) });
    }
    return undefined;
  });
  return {
    nodes: Uint32Array.from(nodes),
    timesS: Float32Array.from(timesS),
    edges,
    ring: ringAround(graph, from, edges),
  };
}

function ringAround(graph: RoadGraph, from: Snap, edges: Isochrone['edges']): LonLat[] {
  const xPerDeg = metresPerLonDegree(from.lat);
  const toX = (lon: number) => (lon - from.lon) * xPerDeg;
  const toY = (lat: number) => (lat - from.lat) * METRES_PER_DEGREE;
  const lines = edges.map(({ edge, from: a, to: b }) =>
    partOfEdge(graph, edge, a, b).map(([lon, lat]) => [toX(lon), toY(lat)] as const),
  );
  const ring = outline(lines);
  return ring.map(([x, y]) => [from.lon + x / xPerDeg, from.lat + y / METRES_PER_DEGREE]);
}
