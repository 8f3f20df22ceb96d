/**
 * Where every unit is now, in memory: a uniform grid with a linked list per cell, all typed arrays. Moving within a cell
 * touches no list; the nearest are found in growing rings of cells, exactly: a ring is left out only when the sphere says
 * that nothing in it can be nearer. Points outside the grid's bounds live in its border cells and are found all the same.
 */
import { EARTH_RADIUS_M, shortestLonDelta } from './distance.ts';
import type { Bounds } from './geofence.ts';
import { NumberSlots } from './number-slots.ts';

export interface NearestFilter {
  /** A unit counts when (flags & mask) === want. Default: every unit. */
  readonly mask?: number;
  readonly want?: number;
  /** As the crow flies, metres; default any distance. */
  readonly maxDistanceM?: number;
}

export interface NearUnit {
  readonly no: number;
  readonly distanceM: number;
}

export interface UnitPosition {
  readonly lon: number;
  readonly lat: number;
  readonly observedAtMs: number;
  readonly flags: number;
}

const RAD = Math.PI / 180;
const NONE = -1;
const UNITS_PER_CELL = 2;
const MAX_CELLS = 1 << 18;
/** Rounding must never make a ring look farther than it is. */
const SAFE = 1 - 1e-9;

export class MovingIndex {
  readonly #bounds: Bounds;
  readonly #centreLon: number;
  readonly #slots: NumberSlots;
  #capacity: number;
  /** Per slot. x, y, z: the place on the unit sphere; observedAtMs −Infinity: no position yet. */
  #lon: Float64Array;
  #lat: Float64Array;
  #x: Float64Array;
  #y: Float64Array;
  #z: Float64Array;
  #observedAtMs: Float64Array;
  #flags: Int32Array;
  #cell: Int32Array;
  #next: Int32Array;
  #previous: Int32Array;
  /** Per cell: its first slot. */
  #head = new Int32Array(0);
  #columns = 1;
  #rows = 1;
  #lonStep = 1;
  #latStep = 1;
  /** The farthest any unit was from the middle meridian: beyond 180° together with a query, east could be west. */
  #widestLon = 0;
  #positioned = 0;
  #bestD2 = new Float64Array(16);
  #bestSlot = new Int32Array(16);

  /** `bounds`: where most units are; `expectedUnits` only saves growing. */
  constructor(bounds: Bounds, expectedUnits = 1024) {
    this.#bounds = bounds;
    this.#centreLon = (bounds.west + bounds.east) / 2;
    this.#capacity = Math.max(16, expectedUnits);
    this.#slots = new NumberSlots(this.#capacity);
    const n = this.#capacity;
    this.#lon = new Float64Array(n);
    this.#lat = new Float64Array(n);
    this.#x = new Float64Array(n);
    this.#y = new Float64Array(n);
    this.#z = new Float64Array(n);
    this.#observedAtMs = new Float64Array(n).fill(-Infinity);
    this.#flags = new Int32Array(n);
    this.#cell = new Int32Array(n).fill(NONE);
    this.#next = new Int32Array(n);
    this.#previous = new Int32Array(n);
    this.#layGrid();
  }

  /** Units with a position. */
  get size(): number {
    return this.#positioned;
  }

  /** Takes a fix. False, and nothing changes, when the known one is as new or newer, or the fix is no place on Earth. */
  update(no: number, lon: number, lat: number, observedAtMs: number): boolean {
    if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) return false;
    const slot = this.#slotOf(no);
    if (!(observedAtMs > this.#observedAtMs[slot])) return false;
    this.#observedAtMs[slot] = observedAtMs;
    this.#lon[slot] = lon;
    this.#lat[slot] = lat;
    const cosLat = Math.cos(lat * RAD);
    this.#x[slot] = cosLat * Math.cos(lon * RAD);
    this.#y[slot] = cosLat * Math.sin(lon * RAD);
    this.#z[slot] = Math.sin(lat * RAD);
    const east = shortestLonDelta(lon - this.#centreLon);
    if (Math.abs(east) > this.#widestLon) this.#widestLon = Math.abs(east);
    const cell = this.#rowOf(lat) * this.#columns + this.#columnOf(east);
    if (cell !== this.#cell[slot]) {
      if (this.#cell[slot] === NONE) this.#positioned++;
      else this.#unlink(slot);
      this.#link(slot, cell);
    }
    return true;
  }

  /** Capability and availability bits (32, the caller's meaning). A unit may have them before its first position. */
  setFlags(no: number, flags: number): void {
    const slot = this.#slotOf(no);
    this.#flags[slot] = flags;
  }

  remove(no: number): boolean {
    const slot = this.#slots.remove(no);
    if (slot < 0) return false;
    if (this.#cell[slot] !== NONE) {
      this.#unlink(slot);
      this.#positioned--;
    }
    this.#cell[slot] = NONE;
    this.#observedAtMs[slot] = -Infinity;
    this.#flags[slot] = 0;
    return true;
  }

  get(no: number): UnitPosition | undefined {
    const slot = this.#slots.find(no);
    return slot < 0 || this.#cell[slot] === NONE ? undefined : this.#positionOf(slot);
  }

  /** Every unit with a position, in no order. The index must not change meanwhile. */
  forEach(visit: (no: number, position: UnitPosition) => void): void {
    for (let slot = 0; slot < this.#slots.used; slot++) {
      if (this.#cell[slot] !== NONE) visit(this.#slots.numberAt(slot), this.#positionOf(slot));
    }
  }

  /** The k nearest that pass the filter, nearest first (of equally near ones the lower number). Exact on the sphere. */
  nearest(lon: number, lat: number, k: number, filter: NearestFilter = {}): NearUnit[] {
    if (k <= 0 || !Number.isFinite(lon) || !Number.isFinite(lat)) return [];
    if (k > this.#bestD2.length) {
      this.#bestD2 = new Float64Array(k);
      this.#bestSlot = new Int32Array(k);
    }
    const cosLat = Math.cos(lat * RAD);
    const query: Query = {
      k,
      x: cosLat * Math.cos(lon * RAD),
      y: cosLat * Math.sin(lon * RAD),
      z: Math.sin(lat * RAD),
      mask: (filter.mask ?? 0) | 0,
      want: (filter.want ?? 0) | 0,
      count: 0,
      limitD2: squaredChord(filter.maxDistanceM ?? Infinity),
    };
    const east = shortestLonDelta(lon - this.#centreLon);
    if (Math.abs(east) + this.#widestLon >= 180) this.#searchAll(query);
    else this.#searchRings(query, east, lat, cosLat);
    const found: NearUnit[] = [];
    for (let i = 0; i < query.count; i++) {
      const distanceM = 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(this.#bestD2[i]) / 2));
      found.push({ no: this.#slots.numberAt(this.#bestSlot[i]), distanceM });
    }
    return found;
  }

  #searchAll(query: Query): void {
    for (let cell = 0; cell < this.#head.length; cell++) this.#searchCell(cell, query);
  }

  #searchRings(query: Query, east: number, lat: number, cosLat: number): void {
    const column = this.#columnOf(east);
    const row = this.#rowOf(lat);
    const columns = this.#columns;
    const rows = this.#rows;
    // Where the asked point lies in the grid, in cells; outside it, on its border.
    const gridX = clamp((east - this.#west()) / this.#lonStep, columns);
    const gridY = clamp((lat - this.#bounds.south) / this.#latStep, rows);
    for (let ring = 0; ; ring++) {
      const [left, right, low, high] = [column - ring, column + ring, row - ring, row + ring];
      for (let r = Math.max(0, low); r <= Math.min(rows - 1, high); r++) {
        const base = r * columns;
        if (r === low || r === high) {
          for (let c = Math.max(0, left); c <= Math.min(columns - 1, right); c++) this.#searchCell(base + c, query);
        } else {
          if (left >= 0) this.#searchCell(base + left, query);
          if (right < columns) this.#searchCell(base + right, query);
        }
      }
      // No unit beyond a side can be nearer than the side itself: along the meridian by latitude; across it by the distance
      // to the side's meridian, sin d = sin Δlon · cos lat. sin² d never exceeds the squared chord.
      let side = Infinity;
      if (left > 0) side = (gridX - left) * this.#lonStep;
      if (right < columns - 1) side = Math.min(side, (right + 1 - gridX) * this.#lonStep);
      let end = Infinity;
      if (low > 0) end = (gridY - low) * this.#latStep;
      if (high < rows - 1) end = Math.min(end, (high + 1 - gridY) * this.#latStep);
      if (side === Infinity && end === Infinity) return;
      const sinSide = side === Infinity ? Infinity : Math.sin(Math.min(90, side) * RAD) * cosLat;
      const sinEnd = end === Infinity ? Infinity : Math.sin(Math.min(90, end) * RAD);
      const nearest = Math.min(sinSide, sinEnd);
      if (nearest * nearest * SAFE > query.limitD2) return;
    }
  }

  #searchCell(cell: number, query: Query): void {
    const { x, y, z, mask, want } = query;
    for (let slot = this.#head[cell]; slot !== NONE; slot = this.#next[slot]) {
      if ((this.#flags[slot] & mask) !== want) continue;
      const dx = this.#x[slot] - x;
      const dy = this.#y[slot] - y;
      const dz = this.#z[slot] - z;
      const d2 = dx * dx + dy * dy + dz * dz;
      if (d2 <= query.limitD2) this.#offer(slot, d2, query);
    }
  }

  #offer(slot: number, d2: number, query: Query): void {
    const best = this.#bestD2;
    const bestSlot = this.#bestSlot;
    const before = (i: number) =>
      best[i] < d2 || (best[i] === d2 && this.#slots.numberAt(bestSlot[i]) < this.#slots.numberAt(slot));
    let i = query.count;
    if (i === query.k) {
      if (before(i - 1)) return;
      i--;
    } else query.count++;
    for (; i > 0 && !before(i - 1); i--) {
      best[i] = best[i - 1];
      bestSlot[i] = bestSlot[i - 1];
    }
    best[i] = d2;
    bestSlot[i] = slot;
    if (query.count === query.k) query.limitD2 = best[query.k - 1];
  }

  #positionOf(slot: number): UnitPosition {
    return {
      lon: this.#lon[slot],
      lat: this.#lat[slot],
      observedAtMs: this.#observedAtMs[slot],
      flags: this.#flags[slot] >>> 0,
    };
  }

  #slotOf(no: number): number {
    const slot = this.#slots.findOrAdd(no);
    if (slot >= this.#capacity) this.#grow();
    return slot;
  }

  #west(): number {
    return this.#bounds.west - this.#centreLon;
  }

  #columnOf(east: number): number {
    const c = Math.floor((east - this.#west()) / this.#lonStep);
    return c < 0 ? 0 : c >= this.#columns ? this.#columns - 1 : c;
  }

  #rowOf(lat: number): number {
    const r = Math.floor((lat - this.#bounds.south) / this.#latStep);
    return r < 0 ? 0 : r >= this.#rows ? this.#rows - 1 : r;
  }

  #link(slot: number, cell: number): void {
    const first = this.#head[cell];
    this.#next[slot] = first;
    this.#previous[slot] = NONE;
    if (first !== NONE) this.#previous[first] = slot;
    this.#head[cell] = slot;
    this.#cell[slot] = cell;
  }

  #unlink(slot: number): void {
    const next = this.#next[slot];
    const previous = this.#previous[slot];
    if (previous === NONE) this.#head[this.#cell[slot]] = next;
    else this.#next[previous] = next;
    if (next !== NONE) this.#previous[next] = previous;
  }

  #grow(): void {
    const n = this.#capacity * 2;
    const longer = <T extends Float64Array | Int32Array>(old: T, empty: number): T => {
      const array = new (old.constructor as new (length: number) => T)(n);
      array.fill(empty);
      array.set(old);
      return array;
    };
    this.#lon = longer(this.#lon, 0);
    this.#lat = longer(this.#lat, 0);
    this.#x = longer(this.#x, 0);
    this.#y = longer(this.#y, 0);
    this.#z = longer(this.#z, 0);
    this.#observedAtMs = longer(this.#observedAtMs, -Infinity);
    this.#flags = longer(this.#flags, 0);
    this.#cell = longer(this.#cell, NONE);
    this.#next = longer(this.#next, NONE);
    this.#previous = longer(this.#previous, NONE);
    this.#capacity = n;
    this.#layGrid();
  }

  /** Squarish cells, about two units each when the index is full, and every positioned unit in its cell. */
  #layGrid(): void {
    const { west, south, east, north } = this.#bounds;
    const width = Math.max(1e-6, (east - west) * Math.max(0.01, Math.cos(((south + north) / 2) * RAD)));
    const height = Math.max(1e-6, north - south);
    const cells = Math.min(MAX_CELLS, Math.max(1, this.#capacity / UNITS_PER_CELL));
    const size = Math.sqrt((width * height) / cells);
    this.#columns = Math.min(MAX_CELLS, Math.max(1, Math.ceil(width / size)));
    this.#rows = Math.max(1, Math.min(Math.ceil(height / size), Math.floor(MAX_CELLS / this.#columns)));
    this.#lonStep = Math.max(1e-9, east - west) / this.#columns;
    this.#latStep = Math.max(1e-9, north - south) / this.#rows;
    this.#head = new Int32Array(this.#columns * this.#rows).fill(NONE);
    for (let slot = 0; slot < this.#slots.used; slot++) {
      if (slot >= this.#cell.length || this.#cell[slot] === NONE) continue;
      const lonEast = shortestLonDelta(this.#lon[slot] - this.#centreLon);
      this.#link(slot, this.#rowOf(this.#lat[slot]) * this.#columns + this.#columnOf(lonEast));
    }
  }
}

interface Query {
  readonly k: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly mask: number;
  readonly want: number;
  count: number;
  /** Squared chord on the unit sphere beyond which nothing counts any more. */
  limitD2: number;
}

function squaredChord(distanceM: number): number {
  if (distanceM >= Math.PI * EARTH_RADIUS_M) return Infinity;
  const half = Math.sin(Math.max(0, distanceM) / (2 * EARTH_RADIUS_M));
  return 4 * half * half;
}

const clamp = (value: number, count: number): number => Math.min(count, Math.max(0, value));
