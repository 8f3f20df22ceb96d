/** A binary heap of nodes by cost, for Dijkstra's trees one after the other without new memory. */
export class NodeHeap {
  readonly costs: Float64Array;
  readonly #nodes: Int32Array;
  readonly #place: Int32Array;
  #size = 0;

  constructor(nodeCount: number) {
    this.costs = new Float64Array(nodeCount);
    this.#nodes = new Int32Array(nodeCount);
    this.#place = new Int32Array(nodeCount);
  }

  start(): this {
    this.costs.fill(Infinity);
    this.#place.fill(-1);
    this.#size = 0;
    return this;
  }

  /** Makes ready for another tree, where these were all the nodes of the last one and the heap is empty. */
  forget(nodes: readonly number[]): void {
    for (const v of nodes) {
      this.costs[v] = Infinity;
      this.#place[v] = -1;
    }
  }

  /** Takes the node in, or lowers its cost; a cost not below the known one changes nothing. */
  push(node: number, cost: number): void {
    if (!(cost < this.costs[node])) return;
    this.costs[node] = cost;
    let i = this.#place[node];
    if (i < 0) i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const other = this.#nodes[parent];
      if (this.costs[other] <= cost) break;
      this.#nodes[i] = other;
      this.#place[other] = i;
      i = parent;
    }
    this.#nodes[i] = node;
    this.#place[node] = i;
  }

  /** The node with the lowest cost; −1 when none is left. A node taken out is not taken in again. */
  pop(): number {
    if (this.#size === 0) return -1;
    const top = this.#nodes[0];
    const last = this.#nodes[--this.#size];
    if (this.#size > 0) {
      const cost = this.costs[last];
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= this.#size) break;
        if (child + 1 < this.#size && this.costs[this.#nodes[child + 1]] < this.costs[this.#nodes[child]]) child++;
        const other = this.#nodes[child];
        if (this.costs[other] >= cost) break;
        this.#nodes[i] = other;
        this.#place[other] = i;
        i = child;
      }
      this.#nodes[i] = last;
      this.#place[last] = i;
    }
    return top;
  }
}
