/**
 * The geometry of a uniform grid over a box of degrees. Points outside belong to the border cells; longitudes are counted
 * from the middle meridian so that the date line may run through the box.
 */
import { shortestLonDelta } from './distance.ts';
import type { Bounds } from './geofence.ts';

const RAD = Math.PI / 180;
/** Rounding must never make a ring look farther than it is. */
const SAFE = 1 - 1e-9;

export class CellGrid {
  readonly columns: number;
  readonly rows: number;
  readonly #centreLon: number;
  /** The western side, from the middle meridian. */
  readonly #west: number;
  readonly #south: number;
  readonly #lonStep: number;
  readonly #latStep: number;

  /** Squarish cells, about `cells` of them. */
  constructor({ west, south, east, north }: Bounds, cells: number, maxCells: number) {
    const width = Math.max(1e-6, (east - west) * Math.max(0.01, Math.cos(((south + north) / 2) * RAD)));
    const height = Math.max(1e-6, north - south);
    const size = Math.sqrt((width * height) / Math.min(maxCells, Math.max(1, cells)));
    this.columns = Math.min(maxCells, Math.max(1, Math.ceil(width / size)));
    this.rows = Math.max(1, Math.min(Math.ceil(height / size), Math.floor(maxCells / this.columns)));
    this.#centreLon = (west + east) / 2;
    this.#west = west - this.#centreLon;
    this.#south = south;
    this.#lonStep = Math.max(1e-9, east - west) / this.columns;
    this.#latStep = Math.max(1e-9, north - south) / this.rows;
  }

  /** Degrees east of the middle meridian, −180 … 180. */
  eastOf(lon: number): number {
    return shortestLonDelta(lon - this.#centreLon);
  }

  columnOf(east: number): number {
    const c = Math.floor((east - this.#west) / this.#lonStep);
    return c < 0 ? 0 : c >= this.columns ? this.columns - 1 : c;
  }

  rowOf(lat: number): number {
    const r = Math.floor((lat - this.#south) / this.#latStep);
    return r < 0 ? 0 : r >= this.rows ? this.rows - 1 : r;
  }

  /**
   * No point in a cell beyond `ring` cells around the asked point's cell is nearer than the root of this (squared chord on the
   * unit sphere); Infinity when no cell is left. A point beyond a side cannot be nearer than the side itself: along the
   * meridian by latitude, across it by the distance to the side's meridian, sin d = sin Δlon · cos lat; sin² d never exceeds
   * the squared chord. Right while no way round the back of the Earth is shorter.
   */
  beyondRingD2(east: number, lat: number, cosLat: number, ring: number): number {
    const column = this.columnOf(east);
    const row = this.rowOf(lat);
    // In cells; outside the grid, on its border.
    const x = Math.min(this.columns, Math.max(0, (east - this.#west) / this.#lonStep));
    const y = Math.min(this.rows, Math.max(0, (lat - this.#south) / this.#latStep));
    let side = Infinity;
    if (column - ring > 0) side = x - column + ring;
    if (column + ring < this.columns - 1) side = Math.min(side, column + ring + 1 - x);
    let end = Infinity;
    if (row - ring > 0) end = y - row + ring;
    if (row + ring < this.rows - 1) end = Math.min(end, row + ring + 1 - y);
    const sinSide = side === Infinity ? Infinity : Math.sin(Math.min(90, side * this.#lonStep) * RAD) * cosLat;
    const sinEnd = end === Infinity ? Infinity : Math.sin(Math.min(90, end * this.#latStep) * RAD);
    const sin = Math.min(sinSide, sinEnd);
    return sin * sin * SAFE;
  }
}
