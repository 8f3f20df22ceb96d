/** What happens next: a heap by time, then by order of entry, so that a run is the same every time. */
export class Agenda {
  readonly #timeS: Float64Array;
  readonly #order: Float64Array;
  readonly #kind: Uint8Array;
  readonly #subject: Int32Array;
  readonly #token: Int32Array;
  readonly #heap: Int32Array;
  readonly #unused: Int32Array;
  #size = 0;
  #entered = 0;
  timeS = 0;
  kind = 0;
  subject = 0;
  token = 0;

  constructor(capacity: number) {
    this.#timeS = new Float64Array(capacity);
    this.#order = new Float64Array(capacity);
    this.#kind = new Uint8Array(capacity);
    this.#subject = new Int32Array(capacity);
    this.#token = new Int32Array(capacity);
    this.#heap = new Int32Array(capacity);
    this.#unused = Int32Array.from({ length: capacity }, (_, i) => i);
  }

  get size(): number {
    return this.#size;
  }

  add(timeS: number, kind: number, subject: number, token = 0): void {
    if (this.#size === this.#heap.length) throw new Error('the agenda is full');
    const slot = this.#unused[this.#size];
    this.#timeS[slot] = timeS;
    this.#order[slot] = this.#entered++;
    this.#kind[slot] = kind;
    this.#subject[slot] = subject;
    this.#token[slot] = token;
    let i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#isBefore(slot, this.#heap[parent])) break;
      this.#heap[i] = this.#heap[parent];
      i = parent;
    }
    this.#heap[i] = slot;
  }

  /** Takes the next one into `timeS`, `kind`, `subject` and `token`; false when there is none. */
  take(): boolean {
    if (this.#size === 0) return false;
    const slot = this.#heap[0];
    this.timeS = this.#timeS[slot];
    this.kind = this.#kind[slot];
    this.subject = this.#subject[slot];
    this.token = this.#token[slot];
    const last = this.#heap[--this.#size];
    this.#unused[this.#size] = slot;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#isBefore(this.#heap[child + 1], this.#heap[child])) child++;
      if (!this.#isBefore(this.#heap[child], last)) break;
      this.#heap[i] = this.#heap[child];
      i = child;
    }
    this.#heap[i] = last;
    return true;
  }

  #isBefore(a: number, b: number): boolean {
    return this.#timeS[a] < this.#timeS[b] || (this.#timeS[a] === this.#timeS[b] && this.#order[a] < this.#order[b]);
  }
}
