/**
 * uint32 numbers → slots 0, 1, 2 … : an open-addressing hash table (linear probing, at most half full) in typed arrays. A slot
 * given free is given out again.
 */
const EMPTY = -1;

export class NumberSlots {
  /** Slots ever given out: every slot in use is below it. */
  used = 0;
  #free: number[] = [];
  #numbers: Uint32Array;
  /** Slot by hash, EMPTY where none. */
  #table: Int32Array;
  #mask: number;

  constructor(expected: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)));
    this.#table = new Int32Array(size).fill(EMPTY);
    this.#mask = size - 1;
    this.#numbers = new Uint32Array(size >> 1);
  }

  /** The slot, or −1. */
  find(no: number): number {
    return this.#table[this.#probe(no >>> 0)];
  }

  findOrAdd(no: number): number {
    const at = this.#probe(no >>> 0);
    if (this.#table[at] !== EMPTY) return this.#table[at];
    if (this.#free.length === 0 && this.used === this.#numbers.length) {
      this.#grow();
      return this.findOrAdd(no);
    }
    const slot = this.#free.pop() ?? this.used++;
    this.#table[at] = slot;
    this.#numbers[slot] = no;
    return slot;
  }

  /** The slot given free, or −1. Later entries of the same run move up (Knuth 6.4, algorithm R): no tombstones. */
  remove(no: number): number {
    let hole = this.#probe(no >>> 0);
    const slot = this.#table[hole];
    if (slot === EMPTY) return -1;
    this.#free.push(slot);
    for (let i = (hole + 1) & this.#mask; this.#table[i] !== EMPTY; i = (i + 1) & this.#mask) {
      const home = this.#home(this.#numbers[this.#table[i]]);
      if (((i - home) & this.#mask) >= ((i - hole) & this.#mask)) {
        this.#table[hole] = this.#table[i];
        hole = i;
      }
    }
    this.#table[hole] = EMPTY;
    return slot;
  }

  numberAt(slot: number): number {
    return this.#numbers[slot];
  }

  #home(no: number): number {
    // Fibonacci hashing: unit numbers come in runs.
    return (Math.imul(no, 0x9e3779b1) >>> 7) & this.#mask;
  }

  #probe(no: number): number {
    let i = this.#home(no);
    while (this.#table[i] !== EMPTY && this.#numbers[this.#table[i]] !== no) i = (i + 1) & this.#mask;
    return i;
  }

  #grow(): void {
    const size = this.#table.length * 2;
    const numbers = new Uint32Array(size >> 1);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    this.#table = new Int32Array(size).fill(EMPTY);
    this.#mask = size - 1;
    for (let slot = 0; slot < this.used; slot++) this.#table[this.#probe(numbers[slot])] = slot;
  }
}
