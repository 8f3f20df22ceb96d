import { NodeHeap } from './node-heap.ts';
import type { Arcs } from './street-net.ts';

/** Direct ways between nodes that were taken away and lie together, past no anchor: [from × nodes + to] → base seconds. */
export interface Pockets {
  /** Nodes of one pocket have one number; −1 an anchor or unusable. */
  readonly pocketOf: Int32Array;
  readonly direct: ReadonlyMap<number, number>;
}

/** From each node so many others of its pocket are looked at: a road's bends are few, a thinned-out quarter is not. */
const MOST_NEAR = 1_000;

export function findPockets(arcs: Arcs, inside: Uint8Array, anchorNode: Int32Array): Pockets {
  const n = arcs.nodeCount;
  const isTaken = inside.slice();
  for (const v of anchorNode) isTaken[v] = 0;
  const first = new Int32Array(n + 1);
  const kept: number[] = [];
  for (let i = 0; i < arcs.from.length; i++) {
    if (!isTaken[arcs.from[i]] || !isTaken[arcs.to[i]]) continue;
    first[arcs.from[i] + 1]++;
    kept.push(i);
  }
  for (let v = 0; v < n; v++) first[v + 1] += first[v];
  const road = new Int32Array(kept.length);
  const at = first.slice();
  for (const i of kept) road[at[arcs.from[i]]++] = i;
  const pocketOf = numbered(arcs, kept, isTaken);
  const direct = new Map<number, number>();
  const heap = new NodeHeap(n).start();
  for (let source = 0; source < n; source++) {
    if (!isTaken[source]) continue;
    const seen: number[] = [source];
    heap.push(source, 0);
    let left = MOST_NEAR;
    for (let v = heap.pop(); v >= 0; v = heap.pop()) {
      if (left-- <= 0) continue;
      if (v !== source) direct.set(source * n + v, heap.costs[v]);
      for (let k = first[v]; k < first[v + 1]; k++) {
        const head = arcs.to[road[k]];
        if (heap.costs[head] === Infinity) seen.push(head);
        heap.push(head, heap.costs[v] + arcs.baseS[road[k]]);
      }
    }
    heap.forget(seen);
  }
  return { pocketOf, direct };
}

/** Numbers what hangs together, whatever the direction (union–find). */
function numbered(arcs: Arcs, kept: readonly number[], isTaken: Uint8Array): Int32Array {
  const parent = Int32Array.from({ length: arcs.nodeCount }, (_, v) => v);
  const root = (v: number): number => {
    let r = v;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  };
  for (const i of kept) parent[root(arcs.from[i])] = root(arcs.to[i]);
  return parent.map((_, v) => (isTaken[v] ? root(v) : -1));
}
