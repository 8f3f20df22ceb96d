/** What is known of each unit, a typed array per fact, by slot. */
const NONE = -1;

export class UnitColumns {
  lon: Float64Array;
  lat: Float64Array;
  /** The place on the unit sphere: the squared chord between two of them orders by distance without trigonometry. */
  x: Float64Array;
  y: Float64Array;
  z: Float64Array;
  /** −Infinity: no position yet. */
  observedAtMs: Float64Array;
  flags: Int32Array;
  /** The cell a unit is in and its neighbours in the cell's list; −1: none. */
  cell: Int32Array;
  next: Int32Array;
  previous: Int32Array;

  constructor(capacity: number) {
    this.lon = new Float64Array(capacity);
    this.lat = new Float64Array(capacity);
    this.x = new Float64Array(capacity);
    this.y = new Float64Array(capacity);
    this.z = new Float64Array(capacity);
    this.observedAtMs = new Float64Array(capacity).fill(-Infinity);
    this.flags = new Int32Array(capacity);
    this.cell = new Int32Array(capacity).fill(NONE);
    this.next = new Int32Array(capacity).fill(NONE);
    this.previous = new Int32Array(capacity).fill(NONE);
  }

  get capacity(): number {
    return this.lon.length;
  }

  /** Twice as many slots, the new ones empty. */
  doubled(): UnitColumns {
    const bigger = new UnitColumns(this.capacity * 2);
    bigger.lon.set(this.lon);
    bigger.lat.set(this.lat);
    bigger.x.set(this.x);
    bigger.y.set(this.y);
    bigger.z.set(this.z);
    bigger.observedAtMs.set(this.observedAtMs);
    bigger.flags.set(this.flags);
    bigger.cell.set(this.cell);
    return bigger;
  }
}
