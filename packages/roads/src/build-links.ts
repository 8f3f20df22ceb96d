/**
 * First step of building: ways become links between the nodes that matter. A node of degree two whose two sides are
 * alike becomes a shape point; junctions, dead ends, barriers and the nodes of turn restrictions stay.
 */
import type { RawRoads, RawWay } from './graph.ts';

/** A stretch of road in one direction, between raw nodes. */
export interface Link {
  /** Raw node indices from end to end; at least two. */
  readonly path: readonly number[];
  readonly way: RawWay;
  /** The ways at its two ends: a link may run over several ways that are alike. */
  readonly firstWay: number;
  readonly lastWay: number;
  /** The same stretch in the other direction (index into the same list), or −1. */
  readonly reverse: number;
}

interface Segments {
  /** One each per drawn segment, in the way's drawing order. */
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly way: Uint32Array;
  /** Segments touching node v: list[first[v]] … list[first[v + 1] − 1]. */
  readonly first: Uint32Array;
  readonly list: Uint32Array;
}

export function buildLinks(raw: RawRoads): Link[] {
  const segments = collectSegments(raw);
  const kept = markKeptNodes(raw, segments);
  const used = new Uint8Array(segments.a.length);
  const links: Link[] = [];
  for (let v = 0; v < kept.length; v++) {
    if (kept[v] === 0) continue;
    for (let i = segments.first[v]; i < segments.first[v + 1]; i++) {
      if (used[segments.list[i]] === 0) walk(raw, segments, kept, used, v, segments.list[i], links);
    }
  }
  return links;
}

function collectSegments(raw: RawRoads): Segments {
  const nodeCount = raw.nodes.lon.length;
  let count = 0;
  for (const way of raw.ways) count += Math.max(0, way.nodes.length - 1);
  const a = new Uint32Array(count);
  const b = new Uint32Array(count);
  const way = new Uint32Array(count);
  const first = new Uint32Array(nodeCount + 1);
  let s = 0;
  raw.ways.forEach((w, wayIndex) => {
    for (let i = 1; i < w.nodes.length; i++) {
      if (w.nodes[i - 1] === w.nodes[i]) continue;
      a[s] = w.nodes[i - 1];
      b[s] = w.nodes[i];
      way[s++] = wayIndex;
      first[w.nodes[i - 1] + 1]++;
      first[w.nodes[i] + 1]++;
    }
  });
  for (let v = 0; v < nodeCount; v++) first[v + 1] += first[v];
  const next = first.slice();
  const list = new Uint32Array(2 * s);
  for (let i = 0; i < s; i++) {
    list[next[a[i]]++] = i;
    list[next[b[i]]++] = i;
  }
  return { a: a.subarray(0, s), b: b.subarray(0, s), way: way.subarray(0, s), first, list };
}

function markKeptNodes(raw: RawRoads, segments: Segments): Uint8Array {
  const nodeCount = raw.nodes.lon.length;
  const kept = new Uint8Array(nodeCount);
  for (const { node } of raw.barriers) kept[node] = 1;
  for (const { via } of raw.restrictions) kept[via] = 1;
  for (let v = 0; v < nodeCount; v++) {
    const degree = segments.first[v + 1] - segments.first[v];
    if (degree === 0) kept[v] = 0;
    else if (degree !== 2 || !sidesAlike(raw, segments, v)) kept[v] = 1;
  }
  // A ring that hangs on nothing has no kept node and could not be left: it is no road. One that closes on a kept node
  // starts there.
  return kept;
}

function sidesAlike(raw: RawRoads, segments: Segments, v: number): boolean {
  const s = segments.list[segments.first[v]];
  const t = segments.list[segments.first[v] + 1];
  const one = raw.ways[segments.way[s]];
  const other = raw.ways[segments.way[t]];
  if (one !== other && !sameRoad(one, other)) return false;
  if (one.oneWay === 0 && other.oneWay === 0) return true;
  return flowsInto(segments, s, one.oneWay, v) !== flowsInto(segments, t, other.oneWay, v);
}

const sameRoad = (one: RawWay, other: RawWay): boolean =>
  one.roadClass === other.roadClass &&
  one.flags === other.flags &&
  one.maxSpeedKmh === other.maxSpeedKmh &&
  (one.oneWay === 0) === (other.oneWay === 0) &&
  one.names.zh === other.names.zh &&
  one.names.en === other.names.en;

const flowsInto = (segments: Segments, segment: number, oneWay: number, v: number): boolean =>
  (segments.b[segment] === v) === (oneWay === 1);

function walk(
  raw: RawRoads,
  segments: Segments,
  kept: Uint8Array,
  used: Uint8Array,
  start: number,
  startSegment: number,
  links: Link[],
): void {
  const path = [start];
  let segment = startSegment;
  let at = start;
  for (;;) {
    used[segment] = 1;
    at = segments.a[segment] === at ? segments.b[segment] : segments.a[segment];
    path.push(at);
    if (kept[at] === 1) break;
    const i = segments.first[at];
    segment = segments.list[i] === segment ? segments.list[i + 1] : segments.list[i];
  }
  const firstWay = segments.way[startSegment];
  const lastWay = segments.way[segment];
  const way = raw.ways[firstWay];
  const along = segments.a[startSegment] === start;
  const forward = way.oneWay === 0 || (way.oneWay === 1) === along;
  const backward = way.oneWay === 0 || !forward;
  const both = forward && backward;
  const at0 = links.length;
  if (forward) links.push({ path, way, firstWay, lastWay, reverse: both ? at0 + 1 : -1 });
  if (backward) {
    const reversed = path.toReversed();
    links.push({ path: reversed, way, firstWay: lastWay, lastWay: firstWay, reverse: both ? at0 : -1 });
  }
}
