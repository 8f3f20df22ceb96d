/**
 * Tables over a customised hierarchy. One search goes up from each point of the smaller side; then one sweep from the top
 * down carries eight of them at once over the part of the hierarchy that leads to the other side (D. Delling, A. Goldberg,
 * R. Werneck, "Faster Batched Shortest Paths in Road Networks", ATMOS 2011: RPHAST). No heap, no hashing: memory is read
 * in order.
 */
import type { Arcs, Customised } from './customise.ts';
import type { RoadGraph, Snap } from './graph.ts';
import { NO_EDGE } from './graph.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { Entry, Metric } from './metric.ts';
import { alongMs, arrivals, departures, FAR_MS } from './metric.ts';
import { sweepEight, sweepOne } from './sweep.ts';
import type { MaybeSnap, TravelTimes, TravelTimeTable } from './travel-times.ts';
import { toSeconds } from './travel-times.ts';

const LANES = 8;

export class FastTravelTimes implements TravelTimes {
  readonly #graph: RoadGraph;
  readonly #metric: Metric;
  readonly #hierarchy: Hierarchy;
  readonly #customised: Customised;
  readonly #climbMs: Int32Array;
  /** Rank → place in the restricted sweep, −1 outside it. */
  readonly #placeOf: Int32Array;

  constructor(graph: RoadGraph, metric: Metric, hierarchy: Hierarchy, customised: Customised) {
    this.#graph = graph;
    this.#metric = metric;
    this.#hierarchy = hierarchy;
    this.#customised = customised;
    this.#climbMs = new Int32Array(graph.nodeCount).fill(FAR_MS);
    this.#placeOf = new Int32Array(graph.nodeCount);
  }

  table(sources: readonly MaybeSnap[], targets: readonly MaybeSnap[]): TravelTimeTable {
    const { up, down } = this.#customised;
    const out = sources.map((s) => (s ? departures(this.#graph, this.#metric, s) : []));
    const into = targets.map((t) => (t ? arrivals(this.#graph, this.#metric, t) : []));
    const seconds = new Float32Array(sources.length * targets.length);
    if (sources.length <= targets.length) {
      this.#fill(out, into, up, down, (row, column) => row * targets.length + column, seconds);
    } else {
      // Everything backwards: climb from the targets, sweep down to the sources.
      this.#fill(into, out, down, up, (row, column) => column * targets.length + row, seconds);
    }
    this.#shareEdges(sources, targets, seconds);
    return { sources: sources.length, targets: targets.length, seconds };
  }

  #fill(
    rows: readonly Entry[][],
    columns: readonly Entry[][],
    climb: Arcs,
    descend: Arcs,
    cellOf: (row: number, column: number) => number,
    seconds: Float32Array,
  ): void {
    const { rankOf } = this.#hierarchy;
    const part = this.#restrict(columns, descend);
    // Two ways in at most: flat arrays, a missing one far away at place 0.
    const place = new Int32Array(2 * columns.length);
    const entryMs = new Int32Array(2 * columns.length).fill(FAR_MS);
    columns.forEach((entries, c) => {
      entries.forEach((entry, i) => {
        place[2 * c + i] = this.#placeOf[rankOf[entry.node]];
        entryMs[2 * c + i] = entry.ms;
      });
    });
    for (let row = 0; row < rows.length; ) {
      const lanes = rows.length - row === 1 ? 1 : LANES;
      const ms = new Int32Array(Math.max(1, part.ranks.length) * lanes).fill(FAR_MS);
      const count = Math.min(lanes, rows.length - row);
      for (let lane = 0; lane < count; lane++) this.#climb(rows[row + lane], climb, ms, lanes, lane);
      if (lanes === 1) sweepOne(part.first, part.head, part.ms, ms);
      else sweepEight(part.first, part.head, part.ms, ms);
      const perRow = cellOf(1, 0) - cellOf(0, 0);
      const perColumn = cellOf(0, 1) - cellOf(0, 0);
      for (let c = 0; c < columns.length; c++) {
        const one = place[2 * c] * lanes;
        const other = place[2 * c + 1] * lanes;
        const oneMs = entryMs[2 * c];
        const otherMs = entryMs[2 * c + 1];
        for (let lane = 0; lane < count; lane++) {
          const best = Math.min(ms[one + lane] + oneMs, ms[other + lane] + otherMs);
          seconds[(row + lane) * perRow + c * perColumn] = best >= FAR_MS ? Infinity : best / 1000;
        }
      }
      row += count;
    }
  }

  /** The upward search of one point, written into its lane where the sweep will pass. */
  #climb(entries: readonly Entry[], arcs: Arcs, ms: Int32Array, lanes: number, lane: number): void {
    const { rankOf, parent } = this.#hierarchy;
    const climbMs = this.#climbMs;
    for (const entry of entries) {
      const rank = rankOf[entry.node];
      if (entry.ms < climbMs[rank]) climbMs[rank] = entry.ms;
    }
    // Ancestors in ascending order: the two paths to the root, zipped until they meet.
    let a = entries.length > 0 ? rankOf[entries[0].node] : -1;
    let b = entries.length > 1 ? rankOf[entries[1].node] : -1;
    while (a >= 0 || b >= 0) {
      const u = a < 0 || (b >= 0 && b < a) ? b : a;
      if (a === u) a = parent[u];
      if (b === u) b = parent[u];
      const at = climbMs[u];
      climbMs[u] = FAR_MS;
      if (at >= FAR_MS) continue;
      if (this.#placeOf[u] >= 0) ms[this.#placeOf[u] * lanes + lane] = at;
      for (let i = arcs.first[u]; i < arcs.first[u + 1]; i++) {
        const reached = at + arcs.ms[i];
        if (reached < climbMs[arcs.head[i]]) climbMs[arcs.head[i]] = reached;
      }
    }
  }

  /** The part of the hierarchy that can lead down to any of the columns, highest rank first, heads as places in it. */
  #restrict(columns: readonly Entry[][], arcs: Arcs) {
    const { nodeCount, rankOf } = this.#hierarchy;
    const placeOf = this.#placeOf.fill(-1);
    for (const entries of columns) for (const entry of entries) placeOf[rankOf[entry.node]] = 0;
    let nodes = 0;
    let count = 0;
    for (let u = 0; u < nodeCount; u++) {
      if (placeOf[u] < 0) continue;
      nodes++;
      count += arcs.first[u + 1] - arcs.first[u];
      for (let i = arcs.first[u]; i < arcs.first[u + 1]; i++) placeOf[arcs.head[i]] = 0;
    }
    const ranks = new Uint32Array(nodes);
    const first = new Uint32Array(nodes + 1);
    const head = new Uint32Array(count);
    const ms = new Int32Array(count);
    let place = 0;
    let at = 0;
    for (let u = nodeCount - 1; u >= 0; u--) {
      if (placeOf[u] < 0) continue;
      placeOf[u] = place;
      ranks[place++] = u;
      for (let i = arcs.first[u]; i < arcs.first[u + 1]; i++) {
        head[at] = placeOf[arcs.head[i]];
        ms[at++] = arcs.ms[i];
      }
      first[place] = at;
    }
    return { ranks, first, head, ms };
  }

  /** Points on one and the same road may be nearer along it than any way over its ends. */
  #shareEdges(sources: readonly MaybeSnap[], targets: readonly MaybeSnap[], seconds: Float32Array): void {
    const road = (snap: Snap) => {
      const reverse = this.#graph.edgeReverse[snap.edge];
      return reverse === NO_EDGE ? snap.edge : Math.min(snap.edge, reverse);
    };
    const onRoad = new Map<number, number[]>();
    targets.forEach((target, j) => {
      if (target === undefined) return;
      const there = onRoad.get(road(target));
      if (there === undefined) onRoad.set(road(target), [j]);
      else there.push(j);
    });
    sources.forEach((source, i) => {
      if (source === undefined) return;
      for (const j of onRoad.get(road(source)) ?? []) {
        const along = toSeconds(alongMs(this.#graph, this.#metric, source, targets[j] as Snap));
        const cell = i * targets.length + j;
        if (along < seconds[cell]) seconds[cell] = along;
      }
    });
  }
}
