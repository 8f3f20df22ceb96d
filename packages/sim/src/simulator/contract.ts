import type { Arcs, Doors } from './street-net.ts';

export interface Contracted {
  readonly anchorNode: Int32Array;
  /** Roads between anchors: out[a] holds anchor → base seconds. */
  readonly out: readonly ReadonlyMap<number, number>[];
  readonly exits: Doors;
  readonly entries: Doors;
}

type Way = readonly [node: number, costS: number];

/** Nodes with this many neighbours lie on a road, not at a junction: taking one away never adds a road. */
const ON_A_ROAD = 2;

/**
 * Takes away nodes with two neighbours or fewer, joining what they joined, and then, when more than `maxAnchors` are
 * left, those with the fewest neighbours. Distances between the nodes left are exact. A node taken away remembers its
 * neighbours of that moment; the anchors it leads to follow from theirs, last taken first.
 */
export function contract(arcs: Arcs, inside: Uint8Array, maxAnchors: number): Contracted {
  const n = arcs.nodeCount;
  const out: Map<number, number>[] = Array.from({ length: n }, () => new Map());
  const into: Map<number, number>[] = Array.from({ length: n }, () => new Map());
  const join = (a: number, b: number, s: number): void => {
    if (a === b || s >= (out[a].get(b) ?? Infinity)) return;
    out[a].set(b, s);
    into[b].set(a, s);
  };
  let left = 0;
  for (let v = 0; v < n; v++) left += inside[v];
  for (let i = 0; i < arcs.from.length; i++) {
    if (inside[arcs.from[i]] && inside[arcs.to[i]]) join(arcs.from[i], arcs.to[i], arcs.baseS[i]);
  }
  const degree = (v: number): number => {
    let count = out[v].size;
    for (const u of into[v].keys()) if (!out[v].has(u)) count++;
    return count;
  };
  const taken: number[] = [];
  const exitsOf: (readonly Way[])[] = new Array(n);
  const entriesOf: (readonly Way[])[] = new Array(n);
  const isTaken = new Uint8Array(n);
  const take = (v: number): number[] => {
    exitsOf[v] = [...out[v]];
    entriesOf[v] = [...into[v]];
    const touched = new Set([...out[v].keys(), ...into[v].keys()]);
    for (const [u] of into[v]) out[u].delete(v);
    for (const [w] of out[v]) into[w].delete(v);
    for (const [u, before] of into[v]) for (const [w, after] of out[v]) join(u, w, before + after);
    out[v].clear();
    into[v].clear();
    isTaken[v] = 1;
    taken.push(v);
    left--;
    return [...touched];
  };
  for (let limit = ON_A_ROAD; limit === ON_A_ROAD || left > maxAnchors; limit++) {
    let queue: number[] = [];
    for (let v = 0; v < n; v++) if (inside[v] && !isTaken[v]) queue.push(v);
    while (queue.length > 0) {
      const next: number[] = [];
      for (const v of queue) {
        if (isTaken[v] || degree(v) > limit || (limit > ON_A_ROAD && left <= maxAnchors) || left <= 2) continue;
        next.push(...take(v));
      }
      queue = next;
    }
  }
  return number(n, inside, isTaken, taken, out, exitsOf, entriesOf);
}

function number(
  n: number,
  inside: Uint8Array,
  isTaken: Uint8Array,
  taken: readonly number[],
  out: readonly ReadonlyMap<number, number>[],
  exitsOf: (readonly Way[])[],
  entriesOf: (readonly Way[])[],
): Contracted {
  const anchorOf = new Int32Array(n).fill(-1);
  const anchorNode: number[] = [];
  for (let v = 0; v < n; v++) if (inside[v] && !isTaken[v]) anchorOf[v] = anchorNode.push(v) - 1;
  for (const ways of [exitsOf, entriesOf]) {
    for (const v of anchorNode) ways[v] = [[v, 0]];
    for (let i = taken.length - 1; i >= 0; i--) ways[taken[i]] = throughNeighbours(ways[taken[i]], ways);
  }
  return {
    anchorNode: Int32Array.from(anchorNode),
    out: anchorNode.map((v) => new Map([...out[v]].map(([w, s]) => [anchorOf[w], s]))),
    exits: doors(n, exitsOf, anchorOf),
    entries: doors(n, entriesOf, anchorOf),
  };
}

function throughNeighbours(neighbours: readonly Way[], ways: readonly (readonly Way[])[]): Way[] {
  const best = new Map<number, number>();
  for (const [w, s] of neighbours) {
    for (const [anchor, more] of ways[w]) {
      if (s + more < (best.get(anchor) ?? Infinity)) best.set(anchor, s + more);
    }
  }
  return [...best];
}

function doors(n: number, ways: readonly (readonly Way[] | undefined)[], anchorOf: Int32Array): Doors {
  const first = new Int32Array(n + 1);
  for (let v = 0; v < n; v++) first[v + 1] = first[v] + (ways[v]?.length ?? 0);
  const anchor = new Int32Array(first[n]);
  const costS = new Float64Array(first[n]);
  for (let v = 0; v < n; v++) {
    let at = first[v];
    for (const [node, s] of ways[v] ?? []) {
      anchor[at] = anchorOf[node];
      costS[at++] = s;
    }
  }
  return { first, anchor, costS };
}
