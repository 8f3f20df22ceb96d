/**
 * Exact travel times between any two nodes of a road graph in a few table look-ups. Nodes between junctions are taken
 * away by contraction, each keeping the anchors (nodes that stay) by which it is left and reached; between anchors there is
 * a table of all pairs, filled by one Dijkstra tree an anchor. Times are seconds at the faster mode ("base seconds").
 */
import { largestStrongComponent } from '@muster/roads/strong-component';
import { contract } from './contract.ts';
import { NodeHeap } from './node-heap.ts';
import { findPockets, type Pockets } from './pockets.ts';

export interface Arcs {
  readonly nodeCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Seconds at the base mode. */
  readonly baseS: Float64Array;
}

/** For each node a slice of (anchor, base seconds): the ways out of it, or the ways into it. */
export interface Doors {
  readonly first: Int32Array;
  readonly anchor: Int32Array;
  readonly costS: Float64Array;
}

export interface StreetNet {
  readonly nodeCount: number;
  /** 1 where every other such node can be reached and comes back: only these may be used. */
  readonly usable: Uint8Array;
  readonly anchorCount: number;
  /** anchorCount² tenths of a base second, row = from; UNREACHABLE where there is no way. */
  readonly table: Uint16Array;
  readonly exits: Doors;
  readonly entries: Doors;
  readonly pockets: Pockets;
  /** Roads between anchors: those leaving anchor v are firstOut[v] … firstOut[v + 1] − 1. */
  readonly firstOut: Int32Array;
  readonly head: Int32Array;
  readonly lengthS: Float64Array;
  /** 1 where the way back is as long: a vehicle may turn round on it. */
  readonly canTurn: Uint8Array;
  /** Anchor → node. */
  readonly anchorNode: Int32Array;
}

export const TENTHS = 10;
export const UNREACHABLE = 0xffff;
/** A table of 6,000 anchors takes 72 MB. */
export const MAX_ANCHORS = 6_000;
/** Two ways of one road differ by rounding only. */
const TURN_TOLERANCE = 0.05;

export function buildStreetNet(arcs: Arcs, maxAnchors = MAX_ANCHORS): StreetNet {
  const { inside } = largestStrongComponent(arcs.nodeCount, Uint32Array.from(arcs.from), Uint32Array.from(arcs.to));
  const { anchorNode, out, exits, entries } = contract(arcs, inside, maxAnchors);
  const anchorCount = anchorNode.length;
  const firstOut = new Int32Array(anchorCount + 1);
  for (let a = 0; a < anchorCount; a++) firstOut[a + 1] = firstOut[a] + out[a].size;
  const head = new Int32Array(firstOut[anchorCount]);
  const lengthS = new Float64Array(head.length);
  const canTurn = new Uint8Array(head.length);
  for (let a = 0; a < anchorCount; a++) {
    let at = firstOut[a];
    for (const [b, s] of out[a]) {
      const back = out[b].get(a);
      head[at] = b;
      lengthS[at] = s;
      canTurn[at++] = back !== undefined && Math.abs(back - s) <= TURN_TOLERANCE * s + 0.5 ? 1 : 0;
    }
  }
  const table = allPairs(anchorCount, firstOut, head, lengthS);
  const pockets = findPockets(arcs, inside, anchorNode);
  return {
    ...{ pockets, nodeCount: arcs.nodeCount, usable: inside, anchorCount, table, exits, entries },
    ...{ firstOut, head, lengthS, canTurn, anchorNode },
  };
}

function allPairs(n: number, firstOut: Int32Array, head: Int32Array, lengthS: Float64Array): Uint16Array {
  const table = new Uint16Array(n * n);
  const heap = new NodeHeap(n);
  for (let source = 0; source < n; source++) {
    const { costs } = heap.start();
    heap.push(source, 0);
    for (let v = heap.pop(); v >= 0; v = heap.pop()) {
      const at = costs[v];
      for (let i = firstOut[v]; i < firstOut[v + 1]; i++) heap.push(head[i], at + lengthS[i]);
    }
    const row = source * n;
    for (let v = 0; v < n; v++) table[row + v] = Math.min(UNREACHABLE, Math.round(costs[v] * TENTHS));
  }
  return table;
}

/** Base seconds from one node to another; Infinity where there is no way. */
export function travelBetween(net: StreetNet, from: number, to: number): number {
  if (from === to) return 0;
  const { exits, entries, table, anchorCount } = net;
  let best = directBetween(net, from, to);
  for (let i = exits.first[from]; i < exits.first[from + 1]; i++) {
    const row = exits.anchor[i] * anchorCount;
    for (let j = entries.first[to]; j < entries.first[to + 1]; j++) {
      const tenths = table[row + entries.anchor[j]];
      if (tenths === UNREACHABLE) continue;
      const s = exits.costS[i] + tenths / TENTHS + entries.costS[j];
      if (s < best) best = s;
    }
  }
  return best;
}

/** Base seconds between two nodes of one road, past no junction; Infinity where there is no such way. */
export function directBetween(
  { nodeCount, pockets: { pocketOf, direct } }: StreetNet,
  from: number,
  to: number,
): number {
  if (pocketOf[from] !== pocketOf[to] || pocketOf[from] < 0) return Infinity;
  return direct.get(from * nodeCount + to) ?? Infinity;
}

/** The next road on the quickest way from anchor `at` to anchor `goal`; −1 when it is reached or lost in rounding. */
export function nextRoad(net: StreetNet, at: number, goal: number): number {
  if (at === goal) return -1;
  const { table, anchorCount, firstOut, head, lengthS } = net;
  const here = table[at * anchorCount + goal];
  let best = -1;
  let bestS = Infinity;
  for (let i = firstOut[at]; i < firstOut[at + 1]; i++) {
    const tenths = table[head[i] * anchorCount + goal];
    // Only ever closer: rounding must not make a vehicle drive in circles.
    if (tenths >= here) continue;
    const s = lengthS[i] + tenths / TENTHS;
    if (s < bestS) {
      bestS = s;
      best = i;
    }
  }
  return best;
}
