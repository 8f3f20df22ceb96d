/** Tables of travel times between snapped points, and the plain way to fill one: a Dijkstra tree per source. */
import { Dijkstra } from './dijkstra.ts';
import type { RoadGraph, Snap } from './graph.ts';
import type { Metric } from './metric.ts';
import { alongMs, arrivals, departures, FAR_MS } from './metric.ts';

/** A point that is on no road has no snap: it is reached by nobody. */
export type MaybeSnap = Snap | undefined;

export interface TravelTimeTable {
  readonly sources: number;
  readonly targets: number;
  /** Seconds from source i to target j at [i × targets + j]; Infinity where there is no way. */
  readonly seconds: Float32Array;
}

/** One metric's tables. Implementations agree exactly: all count in whole milliseconds. */
export interface TravelTimes {
  table(sources: readonly MaybeSnap[], targets: readonly MaybeSnap[]): TravelTimeTable;
}

export const toSeconds = (ms: number): number => (ms >= FAR_MS ? Infinity : ms / 1000);

/** E. W. Dijkstra, Numerische Mathematik 1 (1959): one tree per source over the whole graph. */
export class PlainTravelTimes implements TravelTimes {
  readonly #graph: RoadGraph;
  readonly #metric: Metric;
  readonly #dijkstra: Dijkstra;

  constructor(graph: RoadGraph, metric: Metric) {
    this.#graph = graph;
    this.#metric = metric;
    this.#dijkstra = new Dijkstra(graph);
  }

  table(sources: readonly MaybeSnap[], targets: readonly MaybeSnap[]): TravelTimeTable {
    const seconds = new Float32Array(sources.length * targets.length).fill(Infinity);
    const into = targets.map((target) => (target ? arrivals(this.#graph, this.#metric, target) : []));
    sources.forEach((source, i) => {
      if (source === undefined) return;
      this.#dijkstra.run(departures(this.#graph, this.#metric, source), this.#metric);
      targets.forEach((target, j) => {
        if (target === undefined) return;
        let best = alongMs(this.#graph, this.#metric, source, target);
        for (const entry of into[j]) best = Math.min(best, this.#dijkstra.ms[entry.node] + entry.ms);
        seconds[i * targets.length + j] = toSeconds(best);
      });
    });
    return { sources: sources.length, targets: targets.length, seconds };
  }
}
