/** Plain Dijkstra with a binary heap: routes, isochrones, and the oracle the fast tables are tested against. */
import type { RoadGraph } from './graph.ts';
import { NO_EDGE } from './graph.ts';
import type { Entry, Metric } from './metric.ts';
import { FAR_MS } from './metric.ts';

/** Reusable: one search at a time. `ms` and `via` are valid until the next `run`. */
export class Dijkstra {
  /** nodeCount: time from the nearest start, FAR_MS where not reached (yet). */
  readonly ms: Int32Array;
  /** nodeCount: the edge a node was reached by; NO_EDGE at a start. */
  readonly via: Uint32Array;
  /** Nodes touched by the last run, in no order. */
  readonly touched: number[] = [];
  readonly #graph: RoadGraph;
  readonly #heap: IndexHeap;

  constructor(graph: RoadGraph) {
    this.#graph = graph;
    this.ms = new Int32Array(graph.nodeCount).fill(FAR_MS);
    this.via = new Uint32Array(graph.nodeCount).fill(NO_EDGE);
    this.#heap = new IndexHeap(graph.nodeCount, this.ms);
  }

  /** Settles nodes in order of time until `settled` says stop, `limitMs` is passed or all are done. */
  run(
    starts: readonly Entry[],
    metric: Metric,
    limitMs: number = FAR_MS - 1,
    settled?: (node: number, ms: number) => 'stop' | undefined,
  ): void {
    const { ms, via } = this;
    const { firstOut, edgeTo } = this.#graph;
    const { throughMs } = metric;
    const heap = this.#heap;
    for (const v of this.touched) {
      ms[v] = FAR_MS;
      via[v] = NO_EDGE;
    }
    this.touched.length = 0;
    heap.clear();
    for (const start of starts) this.#reach(start.node, start.ms, NO_EDGE);
    while (heap.size > 0) {
      const v = heap.pop();
      const at = ms[v];
      if (at > limitMs || settled?.(v, at) === 'stop') return;
      for (let e = firstOut[v]; e < firstOut[v + 1]; e++) {
        const reached = at + throughMs[e];
        if (reached < ms[edgeTo[e]]) this.#reach(edgeTo[e], reached, e);
      }
    }
  }

  #reach(node: number, ms: number, via: number): void {
    if (ms >= this.ms[node]) return;
    if (this.ms[node] === FAR_MS) this.touched.push(node);
    this.ms[node] = ms;
    this.via[node] = via;
    this.#heap.pushOrRaise(node);
  }
}

/** Binary heap of node numbers ordered by an array of keys, with decrease-key by position. */
class IndexHeap {
  size = 0;
  readonly #nodes: Uint32Array;
  readonly #position: Int32Array;
  readonly #key: Int32Array;

  constructor(capacity: number, key: Int32Array) {
    this.#nodes = new Uint32Array(capacity);
    this.#position = new Int32Array(capacity).fill(-1);
    this.#key = key;
  }

  clear(): void {
    for (let i = 0; i < this.size; i++) this.#position[this.#nodes[i]] = -1;
    this.size = 0;
  }

  pushOrRaise(node: number): void {
    const at = this.#position[node];
    this.#up(node, at >= 0 ? at : this.size++);
  }

  pop(): number {
    const top = this.#nodes[0];
    this.#position[top] = -1;
    this.size--;
    if (this.size > 0) this.#down(this.#nodes[this.size]);
    return top;
  }

  #up(node: number, from: number): void {
    const key = this.#key[node];
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const other = this.#nodes[parent];
      if (this.#key[other] <= key) break;
      this.#nodes[i] = other;
      this.#position[other] = i;
      i = parent;
    }
    this.#nodes[i] = node;
    this.#position[node] = i;
  }

  #down(node: number): void {
    const key = this.#key[node];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.#key[this.#nodes[child + 1]] < this.#key[this.#nodes[child]]) child++;
      const other = this.#nodes[child];
      if (this.#key[other] >= key) break;
      this.#nodes[i] = other;
      this.#position[other] = i;
      i = child;
    }
    this.#nodes[i] = node;
    this.#position[node] = i;
  }
}
