/**
 * Where every unit is now, in memory: a uniform grid with a linked list per cell, all typed arrays. Moving within a cell
 * touches no list; the nearest are found in growing rings of cells, exactly: a ring is left out only when the sphere says
 * that nothing in it can be nearer. Points outside the grid's bounds live in its border cells and are found all the same.
 */
import { CellGrid } from './cell-grid.ts';
import { EARTH_RADIUS_M } from './distance.ts';
import type { Bounds } from './geofence.ts';
import { NumberSlots } from './number-slots.ts';
import { UnitColumns } from './unit-columns.ts';

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

export class MovingIndex {
  readonly #bounds: Bounds;
  readonly #slots: NumberSlots;
  #units: UnitColumns;
  #grid: CellGrid;
  /** Per cell: its first slot. */
  #head: Int32Array;
  /** The farthest any unit was from the middle meridian: beyond 180° together with a query, east could be west. */
  #widestLon = 0;
  #positioned = 0;
  /** The best so far of the query at work, nearest first. */
  #bestD2 = new Float64Array(16);
  #bestSlot = new Int32Array(16);

  /** `bounds`: where most units are; `expectedUnits` only saves growing. */
  constructor(bounds: Bounds, expectedUnits = 1024) {
    this.#bounds = bounds;
    this.#units = new UnitColumns(Math.max(16, expectedUnits));
    this.#slots = new NumberSlots(this.#units.capacity);
    this.#grid = this.#newGrid();
    this.#head = new Int32Array(this.#grid.columns * this.#grid.rows).fill(NONE);
  }

  /** Units with a position. */
  get size(): number {
    return this.#positioned;
  }

  /** Takes a fix. False, and nothing changes, when the known one is as new or newer, or the fix is no place on Earth. */
  update(no: number, lon: number, lat: number, observedAtMs: number): boolean {
    if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) return false;
    const slot = this.#slotOf(no);
    const units = this.#units;
    if (!(observedAtMs > units.observedAtMs[slot])) return false;
    units.observedAtMs[slot] = observedAtMs;
    units.lon[slot] = lon;
    units.lat[slot] = lat;
    const cosLat = Math.cos(lat * RAD);
    units.x[slot] = cosLat * Math.cos(lon * RAD);
    units.y[slot] = cosLat * Math.sin(lon * RAD);
    units.z[slot] = Math.sin(lat * RAD);
    const east = this.#grid.eastOf(lon);
    if (Math.abs(east) > this.#widestLon) this.#widestLon = Math.abs(east);
    const cell = this.#grid.rowOf(lat) * this.#grid.columns + this.#grid.columnOf(east);
    if (cell !== units.cell[slot]) {
      if (units.cell[slot] === NONE) this.#positioned++;
      else this.#unlink(slot);
      this.#link(slot, cell);
    }
    return true;
  }

  /** Capability and availability bits (32, the caller's meaning). A unit may have them before its first position. */
  setFlags(no: number, flags: number): void {
    const slot = this.#slotOf(no);
    this.#units.flags[slot] = flags;
  }

  remove(no: number): boolean {
    const slot = this.#slots.remove(no);
    if (slot < 0) return false;
    const units = this.#units;
    if (units.cell[slot] !== NONE) {
      this.#unlink(slot);
      this.#positioned--;
    }
    units.cell[slot] = NONE;
    units.observedAtMs[slot] = -Infinity;
    units.flags[slot] = 0;
    return true;
  }

  get(no: number): UnitPosition | undefined {
    const slot = this.#slots.find(no);
    return slot < 0 || this.#units.cell[slot] === NONE ? undefined : this.#positionOf(slot);
  }

  /** Every unit with a position, in no order. The index must not change meanwhile. */
  forEach(visit: (no: number, position: UnitPosition) => void): void {
    for (let slot = 0; slot < this.#slots.used; slot++) {
      if (this.#units.cell[slot] !== NONE) visit(this.#slots.numberAt(slot), this.#positionOf(slot));
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
    const east = this.#grid.eastOf(lon);
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
    const { columns, rows } = this.#grid;
    const column = this.#grid.columnOf(east);
    const row = this.#grid.rowOf(lat);
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
      const beyondD2 = this.#grid.beyondRingD2(east, lat, cosLat, ring);
      if (beyondD2 === Infinity || beyondD2 > query.limitD2) return;
    }
  }

  #searchCell(cell: number, query: Query): void {
    const { x, y, z, mask, want } = query;
    const units = this.#units;
    for (let slot = this.#head[cell]; slot !== NONE; slot = units.next[slot]) {
      if ((units.flags[slot] & mask) !== want) continue;
      const dx = units.x[slot] - x;
      const dy = units.y[slot] - y;
      const dz = units.z[slot] - z;
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
    const { lon, lat, observedAtMs, flags } = this.#units;
    return { lon: lon[slot], lat: lat[slot], observedAtMs: observedAtMs[slot], flags: flags[slot] >>> 0 };
  }

  #slotOf(no: number): number {
    const slot = this.#slots.findOrAdd(no);
    if (slot >= this.#units.capacity) this.#grow();
    return slot;
  }

  #link(slot: number, cell: number): void {
    const units = this.#units;
    const first = this.#head[cell];
    units.next[slot] = first;
    units.previous[slot] = NONE;
    if (first !== NONE) units.previous[first] = slot;
    this.#head[cell] = slot;
    units.cell[slot] = cell;
  }

  #unlink(slot: number): void {
    const { next, previous, cell } = this.#units;
    if (previous[slot] === NONE) this.#head[cell[slot]] = next[slot];
    else next[previous[slot]] = next[slot];
    if (next[slot] !== NONE) previous[next[slot]] = previous[slot];
  }

  #newGrid(): CellGrid {
    return new CellGrid(this.#bounds, this.#units.capacity / UNITS_PER_CELL, MAX_CELLS);
  }

  /** Twice the slots, a finer grid, and every positioned unit in its new cell. */
  #grow(): void {
    const known = this.#units.capacity;
    this.#units = this.#units.doubled();
    this.#grid = this.#newGrid();
    this.#head = new Int32Array(this.#grid.columns * this.#grid.rows).fill(NONE);
    const { cell, lon, lat } = this.#units;
    for (let slot = 0; slot < known; slot++) {
      if (cell[slot] === NONE) continue;
      const column = this.#grid.columnOf(this.#grid.eastOf(lon[slot]));
      this.#link(slot, this.#grid.rowOf(lat[slot]) * this.#grid.columns + column);
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
