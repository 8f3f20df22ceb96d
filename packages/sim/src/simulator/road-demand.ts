import { demandOf } from './demand.ts';
import type { Demand } from './model.ts';

export interface RoadNodes {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** 1 where people live along the road: motorways are 0. */
  readonly isAccess: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly kmPerLon: number;
  readonly kmPerLat: number;
  /** Points outside are left out; undefined takes all. */
  readonly isInside?: ((lon: number, lat: number) => boolean) | undefined;
}

/** Side of a cell, and how far the people of a road live from it (standard deviation). */
const CELL_KM = 0.2;
const SPREAD_KM = 0.6;
/** People grow faster than roads: a dense quarter builds upwards. Chosen by the reference lateness of Auckland. */
const POWER = 1.5;
/** A cell with less than this share of the mean density is nobody's home. */
const LEAST_SHARE = 0.05;
/** Cells at most in either direction: a city, not a country. */
const MAX_CELLS = 1_000;

/**
 * Where a model's population raster is missing: people live along its access roads, as many as there is road within
 * about a kilometre. Length is counted once for both directions.
 */
export function demandFromRoads(roads: RoadNodes): Demand {
  const { lon, lat, kmPerLon, kmPerLat } = roads;
  const [west, east] = extent(lon);
  const [south, north] = extent(lat);
  const margin = 2 * SPREAD_KM;
  const side = Math.max(CELL_KM, ((east - west) * kmPerLon) / MAX_CELLS, ((north - south) * kmPerLat) / MAX_CELLS);
  const columns = Math.ceil(((east - west) * kmPerLon + 2 * margin) / side);
  const rows = Math.ceil(((north - south) * kmPerLat + 2 * margin) / side);
  const column = (x: number): number => Math.floor(((x - west) * kmPerLon + margin) / side);
  const row = (y: number): number => Math.floor(((y - south) * kmPerLat + margin) / side);
  const length = new Float64Array(columns * rows);
  const seen = new Set<number>();
  for (let i = 0; i < roads.from.length; i++) {
    const [a, b] = [Math.min(roads.from[i], roads.to[i]), Math.max(roads.from[i], roads.to[i])];
    if (!roads.isAccess[a] || !roads.isAccess[b]) continue;
    const key = a * lon.length + b;
    if (seen.has(key)) continue;
    seen.add(key);
    const km = Math.hypot((lon[a] - lon[b]) * kmPerLon, (lat[a] - lat[b]) * kmPerLat);
    for (const v of [a, b]) length[row(lat[v]) * columns + column(lon[v])] += km / 2;
  }
  const km = blur(blur(length, columns, rows, 1, SPREAD_KM / side), columns, rows, columns, SPREAD_KM / side);
  const mean = km.reduce((sum, x) => sum + x, 0) / km.reduce((count, x) => count + (x > 0 ? 1 : 0), 0);
  const lonAt = (i: number): number => west + (((i % columns) + 0.5) * side - margin) / kmPerLon;
  const latAt = (i: number): number => south + ((Math.floor(i / columns) + 0.5) * side - margin) / kmPerLat;
  const homes: number[] = [];
  for (let i = 0; i < km.length; i++) {
    if (km[i] >= LEAST_SHARE * mean && (roads.isInside?.(lonAt(i), latAt(i)) ?? true)) homes.push(i);
  }
  return demandOf(
    'road density (the population raster is not in the data)',
    Float64Array.from(homes, lonAt),
    Float64Array.from(homes, latAt),
    Float64Array.from(homes, (i) => km[i] ** POWER),
    [side / kmPerLon, side / kmPerLat],
  );
}

function extent(values: Float64Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A Gaussian in one direction; `step` 1 runs along rows, `columns` along columns. */
function blur(values: Float64Array, columns: number, rows: number, step: number, sigma: number): Float64Array {
  const reach = Math.ceil(3 * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, x) => sum + x, 0);
  const out = new Float64Array(values.length);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const value = values[y * columns + x];
      if (value === 0) continue;
      for (let k = -reach; k <= reach; k++) {
        const at = step === 1 ? x + k : y + k;
        if (at < 0 || at >= (step === 1 ? columns : rows)) continue;
        out[y * columns + x + k * step] += (value * kernel[k + reach]) / total;
      }
    }
  }
  return out;
}
