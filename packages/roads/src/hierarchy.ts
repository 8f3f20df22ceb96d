/**
 * The topology of a customisable contraction hierarchy (J. Dibbelt, B. Strasser, D. Wagner, ACM JEA 21, 2016): nodes are
 * taken away in a fixed order and the neighbours left behind are joined, whatever the weights. Computed once per graph;
 * closures and profiles only change weights.
 */
import { eliminationOrder, undirected } from './elimination-order.ts';
import type { RoadGraph } from './graph.ts';

export interface Hierarchy {
  readonly nodeCount: number;
  /** nodeCount each: node ↔ rank. Everything else here speaks of ranks. */
  readonly rankOf: Uint32Array;
  /** nodeCount + 1: the arcs from rank u to higher ranks are first[u] … first[u + 1] − 1, heads ascending. */
  readonly first: Uint32Array;
  readonly head: Uint32Array;
  /** The lowest higher neighbour; −1 at a root. All of u's higher neighbours are among the ancestors of u. */
  readonly parent: Int32Array;
  /** edgeCount: the arc an edge lies on, −1 for a loop, and whether it leads up (1) or down (0). */
  readonly edgeArc: Int32Array;
  readonly edgeLeadsUp: Uint8Array;
}

export function buildHierarchy(graph: RoadGraph): Hierarchy {
  const n = graph.nodeCount;
  const order = eliminationOrder(graph);
  const rankOf = new Uint32Array(n);
  order.forEach((v, rank) => {
    rankOf[v] = rank;
  });
  const { first, head, parent } = eliminate(graph, order, rankOf);
  const edgeArc = new Int32Array(graph.edgeCount).fill(-1);
  const edgeLeadsUp = new Uint8Array(graph.edgeCount);
  for (let e = 0; e < graph.edgeCount; e++) {
    const from = rankOf[graph.edgeFrom[e]];
    const to = rankOf[graph.edgeTo[e]];
    if (from === to) continue;
    edgeArc[e] = findArc(first, head, Math.min(from, to), Math.max(from, to));
    edgeLeadsUp[e] = from < to ? 1 : 0;
  }
  return { nodeCount: n, rankOf, first, head, parent, edgeArc, edgeLeadsUp };
}

/** What each node hands to its parent: its higher neighbours. Children come before parents, so one pass does it. */
function eliminate(graph: RoadGraph, order: Uint32Array, rankOf: Uint32Array) {
  const n = graph.nodeCount;
  const neighbours = undirected(graph);
  const above: (Uint32Array | undefined)[] = new Array(n);
  const children: number[][] = Array.from({ length: n }, () => []);
  const parent = new Int32Array(n).fill(-1);
  const seenBy = new Int32Array(n).fill(-1);
  const first = new Uint32Array(n + 1);
  for (let u = 0; u < n; u++) {
    const heads: number[] = [];
    const take = (rank: number) => {
      if (rank <= u || seenBy[rank] === u) return;
      seenBy[rank] = u;
      heads.push(rank);
    };
    const v = order[u];
    for (let i = neighbours.first[v]; i < neighbours.first[v + 1]; i++) take(rankOf[neighbours.list[i]]);
    for (const child of children[u]) for (const rank of above[child] as Uint32Array) take(rank);
    const sorted = Uint32Array.from(heads).sort();
    above[u] = sorted;
    first[u + 1] = first[u] + sorted.length;
    if (sorted.length > 0) {
      parent[u] = sorted[0];
      children[sorted[0]].push(u);
    }
  }
  const head = new Uint32Array(first[n]);
  for (let u = 0; u < n; u++) head.set(above[u] as Uint32Array, first[u]);
  return { first, head, parent };
}

function findArc(first: Uint32Array, head: Uint32Array, low: number, high: number): number {
  let a = first[low];
  let b = first[low + 1] - 1;
  while (a < b) {
    const middle = (a + b) >> 1;
    if (head[middle] < high) a = middle + 1;
    else b = middle;
  }
  return a;
}
