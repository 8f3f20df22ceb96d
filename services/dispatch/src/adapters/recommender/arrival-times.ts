import { Dijkstra } from '@muster/roads/dijkstra';
import type { RoadGraph, Snap } from '@muster/roads/graph';
import { alongMs, arrivals, departures, FAR_MS, type Metric, metricOf } from '@muster/roads/metric';
import { type MaybeSnap, toSeconds } from '@muster/roads/travel-times';

/**
 * Travel times of many vehicles to one place: one Dijkstra tree over the turned-around graph, ended when every vehicle is
 * reached, where a tree for each vehicle would be a hundred. Counts in whole milliseconds like `PlainTravelTimes`, so
 * both give exactly the same times (test/arrival-times.test.ts).
 */
export class ArrivalTimes {
  readonly #graph: RoadGraph;
  readonly #metric: Metric;
  readonly #turnedMetric: Metric;
  readonly #search: Dijkstra;

  constructor(graph: RoadGraph) {
    this.#graph = graph;
    this.#metric = metricOf(graph, 'emergency');
    const turned = turnAround(graph);
    const throughMs = Int32Array.from(turned.original, (edge) => this.#metric.throughMs[edge] as number);
    this.#turnedMetric = { throughMs, openMs: throughMs };
    this.#search = new Dijkstra(turned.graph);
  }

  /** Seconds from each source; Infinity where there is no way or no road near. */
  to(target: Snap, sources: readonly MaybeSnap[]): Float64Array {
    const ways = sources.map((source) => (source ? departures(this.#graph, this.#metric, source) : []));
    const waiting = new Set(ways.flat().map((way) => way.node));
    const settled = (node: number) => (waiting.delete(node) && waiting.size === 0 ? 'stop' : undefined);
    this.#search.run(arrivals(this.#graph, this.#metric, target), this.#turnedMetric, FAR_MS - 1, settled);
    return Float64Array.from(sources, (source, i) => {
      if (source === undefined) return Infinity;
      let bestMs = alongMs(this.#graph, this.#metric, source, target);
      for (const way of ways[i] ?? []) bestMs = Math.min(bestMs, way.ms + (this.#search.ms[way.node] as number));
      return toSeconds(bestMs);
    });
  }
}

/** Every edge the other way round, in compressed sparse rows; `original` gives the edge each was. */
function turnAround(graph: RoadGraph): { graph: RoadGraph; original: Uint32Array } {
  const { nodeCount, edgeCount, edgeFrom, edgeTo } = graph;
  const firstOut = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < edgeCount; e++) firstOut[(edgeTo[e] as number) + 1]++;
  for (let v = 0; v < nodeCount; v++) firstOut[v + 1] = (firstOut[v + 1] as number) + (firstOut[v] as number);
  const next = firstOut.slice();
  const original = new Uint32Array(edgeCount);
  for (let e = 0; e < edgeCount; e++) original[next[edgeTo[e] as number]++] = e;
  const turnedTo = Uint32Array.from(original, (e) => edgeFrom[e] as number);
  return { original, graph: { ...graph, firstOut, edgeTo: turnedTo } };
}
