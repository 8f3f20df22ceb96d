/** Beds for handing patients over, with a queue of units at each hospital. */
export class Handover {
  readonly #bays: number;
  readonly #taken: Int32Array;
  readonly #queues: number[][];

  /** @param bays at each hospital; 0 no limit. */
  constructor(hospitals: number, bays: number) {
    this.#bays = bays;
    this.#taken = new Int32Array(hospitals);
    this.#queues = Array.from({ length: hospitals }, () => []);
  }

  /** Whether the unit may begin now; otherwise it stands in the queue. */
  arrive(unit: number, hospital: number): boolean {
    if (this.#bays > 0 && this.#taken[hospital] >= this.#bays) {
      this.#queues[hospital].push(unit);
      return false;
    }
    this.#taken[hospital]++;
    return true;
  }

  /** The unit that may begin in the place of one that leaves; −1 none. */
  leave(hospital: number): number {
    const next = this.#queues[hospital].shift();
    if (next !== undefined) return next;
    this.#taken[hospital]--;
    return -1;
  }
}
