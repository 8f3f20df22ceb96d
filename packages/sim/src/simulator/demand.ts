import type { Random } from '@muster/kernel/random';
import type { Raster } from './geotiff.ts';
import type { CityModel, Demand } from './model.ts';

export function demandFromRaster(raster: Raster, source: string): Demand {
  const { columns, rows, values, westDeg, northDeg, cellWidthDeg, cellHeightDeg } = raster;
  const filled: number[] = [];
  for (let i = 0; i < columns * rows; i++) if (values[i] > 0) filled.push(i);
  return demandOf(
    source,
    Float64Array.from(filled, (i) => westDeg + ((i % columns) + 0.5) * cellWidthDeg),
    Float64Array.from(filled, (i) => northDeg - (Math.floor(i / columns) + 0.5) * cellHeightDeg),
    Float64Array.from(filled, (i) => values[i]),
    [cellWidthDeg, cellHeightDeg],
  );
}

export function demandOf(
  source: string,
  lon: Float64Array,
  lat: Float64Array,
  weight: Float64Array,
  [widthDeg, heightDeg]: readonly [number, number],
): Demand {
  const cumulative = new Float64Array(weight.length);
  let total = 0;
  weight.forEach((w, i) => {
    total += w;
    cumulative[i] = total;
  });
  if (!(total > 0)) throw new Error('a model without demand');
  return { source, lon, lat, widthDeg, heightDeg, cumulative };
}

/** A point by the weights: three numbers drawn. */
export function drawPoint(demand: Demand, random: Random): readonly [lon: number, lat: number] {
  const { cumulative, lon, lat, widthDeg, heightDeg } = demand;
  const wanted = random.next() * cumulative[cumulative.length - 1];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > wanted) high = middle;
    else low = middle + 1;
  }
  return [lon[low] + (random.next() - 0.5) * widthDeg, lat[low] + (random.next() - 0.5) * heightDeg];
}

/** Demand in squares, each at the weighted middle of what lies in it. Shares add up to 1. */
export interface Zones {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly share: Float64Array;
}

export function zonesOf(model: Pick<CityModel, 'demand' | 'kmPerLon' | 'kmPerLat'>, sideKm: number): Zones {
  const { lon, lat, cumulative } = model.demand;
  const total = cumulative[cumulative.length - 1];
  const squares = new Map<string, [weight: number, lon: number, lat: number]>();
  for (let i = 0; i < lon.length; i++) {
    const weight = cumulative[i] - (i > 0 ? cumulative[i - 1] : 0);
    const key = `${Math.floor((lon[i] * model.kmPerLon) / sideKm)},${Math.floor((lat[i] * model.kmPerLat) / sideKm)}`;
    const square = squares.get(key);
    if (square === undefined) squares.set(key, [weight, weight * lon[i], weight * lat[i]]);
    else {
      square[0] += weight;
      square[1] += weight * lon[i];
      square[2] += weight * lat[i];
    }
  }
  const all = [...squares.values()].filter(([weight]) => weight > 0);
  return {
    lon: Float64Array.from(all, ([weight, x]) => x / weight),
    lat: Float64Array.from(all, ([weight, , y]) => y / weight),
    share: Float64Array.from(all, ([weight]) => weight / total),
  };
}
