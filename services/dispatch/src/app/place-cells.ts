/** Cell of the grid, degrees: beyond 65° of latitude a neighbouring cell is still farther than any reach of similar.ts. */
const CELL_DEG = 0.03;

/** Which incidents are about here: a grid of ids, so that a surge does not compare every call with every other. */
export class PlaceCells {
  readonly #cells = new Map<string, Set<string>>();
  readonly #cellOf = new Map<string, string>();

  put(id: string, place: { readonly lon: number; readonly lat: number } | undefined): void {
    const key = place === undefined ? undefined : keyOf(cell(place.lon), cell(place.lat));
    const old = this.#cellOf.get(id);
    if (old === key) return;
    if (old !== undefined) this.remove(id);
    if (key === undefined) return;
    const ids = this.#cells.get(key) ?? new Set();
    this.#cells.set(key, ids.add(id));
    this.#cellOf.set(id, key);
  }

  remove(id: string): void {
    const key = this.#cellOf.get(id);
    if (key === undefined) return;
    this.#cellOf.delete(id);
    const ids = this.#cells.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#cells.delete(key);
  }

  *near(place: { readonly lon: number; readonly lat: number }): Generator<string> {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        yield* this.#cells.get(keyOf(cell(place.lon) + dx, cell(place.lat) + dy)) ?? [];
      }
    }
  }
}

const cell = (deg: number): number => Math.floor(deg / CELL_DEG);
const keyOf = (x: number, y: number): string => `${x}:${y}`;
