/** The nearest of some points: a grid of cells, searched in growing rings. Distances in km on the model's plane. */
export interface NodeFinder {
  nearest(lon: number, lat: number): { readonly node: number; readonly km: number };
}

const CELL_KM = 0.5;

export function nodeFinder(
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
  nodes: readonly number[],
  kmPerLon: number,
  kmPerLat: number,
): NodeFinder {
  if (nodes.length === 0) throw new Error('a model without usable nodes');
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const v of nodes) {
    west = Math.min(west, lon[v]);
    east = Math.max(east, lon[v]);
    south = Math.min(south, lat[v]);
    north = Math.max(north, lat[v]);
  }
  const columns = Math.floor(((east - west) * kmPerLon) / CELL_KM) + 1;
  const rows = Math.floor(((north - south) * kmPerLat) / CELL_KM) + 1;
  const cells: number[][] = Array.from({ length: columns * rows }, () => []);
  const column = (x: number): number => Math.floor(((x - west) * kmPerLon) / CELL_KM);
  const row = (y: number): number => Math.floor(((y - south) * kmPerLat) / CELL_KM);
  for (const v of nodes) cells[row(lat[v]) * columns + column(lon[v])].push(v);
  return {
    nearest(x, y) {
      const cx = Math.min(columns - 1, Math.max(0, column(x)));
      const cy = Math.min(rows - 1, Math.max(0, row(y)));
      let node = -1;
      let best = Infinity;
      // A point outside the grid is nearer to some cells of a later ring than the ring says: two rings more make up for it.
      let extra = column(x) === cx && row(y) === cy ? 1 : 3;
      for (let ring = 0; ring <= columns + rows && extra >= 0; ring++) {
        for (let dy = -ring; dy <= ring; dy++) {
          for (let dx = -ring; dx <= ring; dx += Math.abs(dy) === ring ? 1 : Math.max(1, 2 * ring)) {
            if (cx + dx < 0 || cx + dx >= columns || cy + dy < 0 || cy + dy >= rows) continue;
            for (const v of cells[(cy + dy) * columns + cx + dx]) {
              const km = ((lon[v] - x) * kmPerLon) ** 2 + ((lat[v] - y) * kmPerLat) ** 2;
              if (km < best) {
                best = km;
                node = v;
              }
            }
          }
        }
        if (node >= 0) extra--;
      }
      return { node, km: Math.sqrt(best) };
    },
  };
}
