/** Points in square cells: nearest and within-distance queries inside one city, no dependencies, built in one pass. */
const METRES_PER_DEGREE = 111_195;

export interface Near {
  /** Index of the point in the order it was added. */
  readonly index: number;
  readonly distanceM: number;
}

export class PointGrid {
  readonly #cells = new Map<number, number[]>();
  readonly #lon: number[] = [];
  readonly #lat: number[] = [];
  readonly #cellM: number;
  #scaleX = 0;

  constructor(cellM = 200) {
    this.#cellM = cellM;
  }

  get size(): number {
    return this.#lon.length;
  }

  /** The first point sets the latitude at which metres are measured. */
  add(lon: number, lat: number): number {
    if (this.#scaleX === 0) this.#scaleX = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
    const index = this.#lon.length;
    this.#lon.push(lon);
    this.#lat.push(lat);
    const key = this.#key(this.#column(lon), this.#row(lat));
    const cell = this.#cells.get(key);
    if (cell === undefined) this.#cells.set(key, [index]);
    else cell.push(index);
    return index;
  }

  distanceM(index: number, lon: number, lat: number): number {
    return Math.hypot((this.#lon[index] - lon) * this.#scaleX, (this.#lat[index] - lat) * METRES_PER_DEGREE);
  }

  /** The nearest point that `accept` takes, within `maxM`. */
  nearest(lon: number, lat: number, maxM: number, accept: (index: number) => boolean = () => true): Near | undefined {
    const column = this.#column(lon);
    const row = this.#row(lat);
    let best: Near | undefined;
    const rings = Math.ceil(maxM / this.#cellM);
    for (let ring = 0; ring <= rings; ring++) {
      if (best !== undefined && best.distanceM <= (ring - 1) * this.#cellM) break;
      this.#visitRing(column, row, ring, (index) => {
        const distanceM = this.distanceM(index, lon, lat);
        if (distanceM <= maxM && (best === undefined || distanceM < best.distanceM) && accept(index)) {
          best = { index, distanceM };
        }
      });
    }
    return best;
  }

  within(lon: number, lat: number, maxM: number): Near[] {
    const found: Near[] = [];
    const column = this.#column(lon);
    const row = this.#row(lat);
    for (let ring = 0; ring <= Math.ceil(maxM / this.#cellM); ring++) {
      this.#visitRing(column, row, ring, (index) => {
        const distanceM = this.distanceM(index, lon, lat);
        if (distanceM <= maxM) found.push({ index, distanceM });
      });
    }
    return found.sort((a, b) => a.distanceM - b.distanceM);
  }

  #visitRing(column: number, row: number, ring: number, visit: (index: number) => void): void {
    for (let dx = -ring; dx <= ring; dx++) {
      const step = Math.abs(dx) === ring ? 1 : Math.max(1, 2 * ring);
      for (let dy = -ring; dy <= ring; dy += step) {
        for (const index of this.#cells.get(this.#key(column + dx, row + dy)) ?? []) visit(index);
      }
    }
  }

  #column = (lon: number): number => Math.floor((lon * this.#scaleX) / this.#cellM);
  #row = (lat: number): number => Math.floor((lat * METRES_PER_DEGREE) / this.#cellM);
  #key = (column: number, row: number): number => column * 4_000_037 + row;
}
