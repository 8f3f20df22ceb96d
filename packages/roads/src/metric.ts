/**
 * What a search minimises: whole milliseconds per edge. Whole numbers add up the same in any order, so the fast search
 * and the plain one agree to the last bit.
 */
import type { Profile, RoadGraph, Snap } from './graph.ts';
import { NO_EDGE } from './graph.ts';

/** Unreachable. Two of them still fit in 31 bits; longest trip 12 days. */
export const FAR_MS = 0x3fffffff;

export interface Metric {
  /** edgeCount: time to drive the whole edge now; FAR_MS where it is closed. At least 1. */
  readonly throughMs: Int32Array;
  /** edgeCount: the same as if nothing were closed. A trip may begin or end on a closed road, not pass through it. */
  readonly openMs: Int32Array;
}

/** `isClosed` undefined: nothing is closed. */
export function metricOf(graph: RoadGraph, profile: Profile, isClosed?: (edge: number) => boolean): Metric {
  const times = graph.edgeTimeS[profile];
  const openMs = new Int32Array(graph.edgeCount);
  for (let e = 0; e < graph.edgeCount; e++) {
    const ms = times[e] * 1000;
    openMs[e] = ms < FAR_MS ? Math.max(1, Math.round(ms)) : FAR_MS;
  }
  if (isClosed === undefined) return { throughMs: openMs, openMs };
  const throughMs = openMs.slice();
  for (let e = 0; e < graph.edgeCount; e++) if (isClosed(e)) throughMs[e] = FAR_MS;
  return { throughMs, openMs };
}

/** A node a trip may start with or end at, and the time between it and the snapped point. */
export interface Entry {
  readonly node: number;
  readonly ms: number;
  /** The edge driven in part. */
  readonly edge: number;
}

const partMs = (wholeMs: number, fraction: number): number =>
  wholeMs >= FAR_MS ? FAR_MS : Math.round(wholeMs * fraction);

/** Ways out of a snapped point: on along its edge, or back where the road is two-way. */
export function departures(graph: RoadGraph, metric: Metric, snap: Snap): Entry[] {
  const entries: Entry[] = [];
  const add = (edge: number, fraction: number) => {
    const ms = partMs(metric.openMs[edge], 1 - fraction);
    if (ms < FAR_MS) entries.push({ node: graph.edgeTo[edge], ms, edge });
  };
  add(snap.edge, snap.fraction);
  const reverse = graph.edgeReverse[snap.edge];
  if (reverse !== NO_EDGE) add(reverse, 1 - snap.fraction);
  return entries;
}

/** Ways into a snapped point. */
export function arrivals(graph: RoadGraph, metric: Metric, snap: Snap): Entry[] {
  const entries: Entry[] = [];
  const add = (edge: number, fraction: number) => {
    const ms = partMs(metric.openMs[edge], fraction);
    if (ms < FAR_MS) entries.push({ node: graph.edgeFrom[edge], ms, edge });
  };
  add(snap.edge, snap.fraction);
  const reverse = graph.edgeReverse[snap.edge];
  if (reverse !== NO_EDGE) add(reverse, 1 - snap.fraction);
  return entries;
}

/** Straight along one and the same edge, in its direction; FAR_MS when the target lies behind or elsewhere. */
export function alongMs(graph: RoadGraph, metric: Metric, from: Snap, to: Snap): number {
  const direct = directEdge(graph, from, to);
  return direct === undefined ? FAR_MS : partMs(metric.openMs[direct.edge], direct.to - direct.from);
}

/** The edge both points share, in a direction that leads from one to the other, and where they lie on it. */
export function directEdge(
  graph: RoadGraph,
  from: Snap,
  to: Snap,
): { readonly edge: number; readonly from: number; readonly to: number } | undefined {
  const reverse = graph.edgeReverse[from.edge];
  const shared = to.edge === from.edge;
  if (!shared && to.edge !== reverse) return undefined;
  const toFraction = shared ? to.fraction : 1 - to.fraction;
  if (toFraction >= from.fraction) return { edge: from.edge, from: from.fraction, to: toFraction };
  if (reverse === NO_EDGE) return undefined;
  return { edge: reverse, from: 1 - from.fraction, to: 1 - toFraction };
}
