interface Entry {
  readonly id: string;
  readonly atMs: number;
}

/** When to look at what next: one time for each id, the earliest first. A binary heap with stale entries skipped. */
export class DueTimes {
  readonly #times = new Map<string, number>();
  #heap: Entry[] = [];

  get size(): number {
    return this.#times.size;
  }

  /** Replaces the id's time; Infinity forgets it. */
  set(id: string, atMs: number): void {
    if (this.#times.get(id) === atMs) return;
    if (atMs === Number.POSITIVE_INFINITY) {
      this.#times.delete(id);
      return;
    }
    this.#times.set(id, atMs);
    this.#push({ id, atMs });
    if (this.#heap.length > 2 * this.#times.size + 64) this.#compact();
  }

  /** Infinity when there is nothing. */
  firstMs(): number {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#times.get(top.id) === top.atMs) return top.atMs;
      this.#pop();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Takes out at most `limit` ids whose time has come. */
  takeDue(nowMs: number, limit: number): string[] {
    const due: string[] = [];
    while (due.length < limit && this.firstMs() <= nowMs) {
      const { id } = this.#heap[0] as Entry;
      this.#pop();
      this.#times.delete(id);
      due.push(id);
    }
    return due;
  }

  #compact(): void {
    const live = [...this.#times].map(([id, atMs]) => ({ id, atMs }));
    this.#heap = live.sort((a, b) => a.atMs - b.atMs);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up] as Entry;
      if (parent.atMs <= entry.atMs) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Entry).atMs < (heap[child] as Entry).atMs) child++;
      if ((heap[child] as Entry).atMs >= last.atMs) break;
      heap[i] = heap[child] as Entry;
      i = child;
    }
    heap[i] = last;
  }
}
