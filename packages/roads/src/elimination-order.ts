/**
 * The order in which a contraction hierarchy takes nodes away: geometric nested dissection (A. George, SIAM J. Numer. Anal.
 * 10, 1973, with straight cuts). A part of the map is cut by the line, of four directions, that crosses fewest roads; the
 * nodes on one side of the cut come last, the two halves before them, each ordered the same way.
 */
import type { RoadGraph } from './graph.ts';

/** A cut leaves each side at least this share of the part. */
const SMALLEST_SHARE = 0.3;
const LEAF_NODES = 6;
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [Math.SQRT1_2, Math.SQRT1_2],
  [Math.SQRT1_2, -Math.SQRT1_2],
] as const;

/** nodes[rank]: rank 0 is taken away first. */
export function eliminationOrder(graph: RoadGraph): Uint32Array {
  const neighbours = undirected(graph);
  const nodes = Uint32Array.from({ length: graph.nodeCount }, (_, v) => v);
  const work: Work = {
    ...neighbours,
    graph,
    part: new Int32Array(graph.nodeCount),
    parts: 1,
    onLeft: new Uint8Array(graph.nodeCount),
    key: new Float64Array(graph.nodeCount),
  };
  const open: (readonly [low: number, high: number])[] = [[0, graph.nodeCount]];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [low, high] = range;
    if (high - low <= LEAF_NODES) {
      nodes.subarray(low, high).sort((a, b) => degree(work, a) - degree(work, b));
      continue;
    }
    const [left, right] = dissect(work, nodes, low, high);
    open.push([low, low + left], [low + left, low + left + right]);
  }
  return nodes;
}

interface Neighbours {
  readonly first: Uint32Array;
  readonly list: Uint32Array;
}

interface Work extends Neighbours {
  readonly graph: RoadGraph;
  /** Which part of the map a node is in now; separators are in part −1. */
  readonly part: Int32Array;
  parts: number;
  readonly onLeft: Uint8Array;
  readonly key: Float64Array;
}

const degree = (work: Work, v: number): number => work.first[v + 1] - work.first[v];

/** Each neighbour once, whatever the directions and parallels. */
export function undirected(graph: RoadGraph): Neighbours {
  const { nodeCount, edgeCount, edgeFrom, edgeTo } = graph;
  const first = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < edgeCount; e++) {
    first[edgeFrom[e] + 1]++;
    first[edgeTo[e] + 1]++;
  }
  for (let v = 0; v < nodeCount; v++) first[v + 1] += first[v];
  const next = first.slice();
  const all = new Uint32Array(2 * edgeCount);
  for (let e = 0; e < edgeCount; e++) {
    all[next[edgeFrom[e]]++] = edgeTo[e];
    all[next[edgeTo[e]]++] = edgeFrom[e];
  }
  const seenBy = new Int32Array(nodeCount).fill(-1);
  const short = new Uint32Array(nodeCount + 1);
  let at = 0;
  for (let v = 0; v < nodeCount; v++) {
    for (let i = first[v]; i < first[v + 1]; i++) {
      const w = all[i];
      if (w === v || seenBy[w] === v) continue;
      seenBy[w] = v;
      all[at++] = w;
    }
    short[v + 1] = at;
  }
  return { first: short, list: all.slice(0, at) };
}

/** Puts left half, right half and separator in that order; gives the sizes of the halves. */
function dissect(work: Work, nodes: Uint32Array, low: number, high: number): readonly [number, number] {
  const here = nodes.slice(low, high);
  const part = work.part[here[0]];
  let best: { readonly cut: number; readonly sorted: Uint32Array; readonly at: number } | undefined;
  for (const direction of DIRECTIONS) {
    const sorted = sortAlong(work, here, direction);
    const found = smallestCut(work, sorted, part);
    if (best === undefined || found.cut < best.cut) best = { ...found, sorted };
  }
  if (best === undefined) throw new Error('No direction to cut in.');
  const left = best.sorted.subarray(0, best.at);
  const right = best.sorted.subarray(best.at);
  for (const v of left) work.onLeft[v] = 1;
  for (const v of right) work.onLeft[v] = 0;
  const leftBorder = borderOf(work, left, part);
  const rightBorder = borderOf(work, right, part);
  const separator = new Set(leftBorder.length <= rightBorder.length ? leftBorder : rightBorder);
  const inner = (side: Uint32Array) => side.filter((v) => !separator.has(v));
  const leftInner = inner(left);
  const rightInner = inner(right);
  nodes.set(leftInner, low);
  nodes.set(rightInner, low + leftInner.length);
  nodes.set(Uint32Array.from(separator), low + leftInner.length + rightInner.length);
  const rightPart = work.parts++;
  for (const v of rightInner) work.part[v] = rightPart;
  for (const v of separator) work.part[v] = -1;
  return [leftInner.length, rightInner.length];
}

function sortAlong(work: Work, here: Uint32Array, [x, y]: readonly [number, number]): Uint32Array {
  const { nodeLon, nodeLat } = work.graph;
  const { key } = work;
  const stretch = Math.cos((nodeLat[here[0]] * Math.PI) / 180);
  for (const v of here) key[v] = nodeLon[v] * stretch * x + nodeLat[v] * y;
  return here.slice().sort((a, b) => key[a] - key[b] || a - b);
}

/** Moves nodes over the line one by one and counts the roads that cross it. */
function smallestCut(work: Work, sorted: Uint32Array, part: number): { readonly cut: number; readonly at: number } {
  const least = Math.max(1, Math.floor(sorted.length * SMALLEST_SHARE));
  for (const v of sorted) work.onLeft[v] = 0;
  let crossing = 0;
  let best = { cut: Infinity, at: least };
  for (let i = 0; i < sorted.length - least; i++) {
    const v = sorted[i];
    for (let j = work.first[v]; j < work.first[v + 1]; j++) {
      const w = work.list[j];
      if (work.part[w] === part) crossing += work.onLeft[w] === 1 ? -1 : 1;
    }
    work.onLeft[v] = 1;
    // Of equal cuts the more even one.
    const uneven = Math.abs(i + 1 - sorted.length / 2) / sorted.length;
    if (i + 1 >= least && crossing + uneven < best.cut) best = { cut: crossing + uneven, at: i + 1 };
  }
  return best;
}

function borderOf(work: Work, side: Uint32Array, part: number): number[] {
  const border: number[] = [];
  for (const v of side) {
    for (let j = work.first[v]; j < work.first[v + 1]; j++) {
      const w = work.list[j];
      if (work.part[w] !== part || work.onLeft[w] === work.onLeft[v]) continue;
      border.push(v);
      break;
    }
  }
  return border;
}
