import { demandOf } from './demand.ts';
import { readDistribution } from './distributions.ts';
import type { CallLaw, CityModel } from './model.ts';
import { nodeFinder } from './node-finder.ts';
import { type Arcs, buildStreetNet } from './street-net.ts';

/** A square of streets, `side` nodes a kilometre's half apart, both ways, 36 s a block: for tests. */
export function gridArcs(side: number, blockS: (i: number) => number = () => 36): Arcs {
  const from: number[] = [];
  const to: number[] = [];
  const baseS: number[] = [];
  const street = (a: number, b: number): void => {
    const s = blockS(from.length);
    from.push(a, b);
    to.push(b, a);
    baseS.push(s, s);
  };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (x + 1 < side) street(y * side + x, y * side + x + 1);
      if (y + 1 < side) street(y * side + x, (y + 1) * side + x);
    }
  }
  return {
    nodeCount: side * side,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    baseS: Float64Array.from(baseS),
  };
}

export interface TestCity {
  readonly side?: number;
  readonly units?: number;
  readonly law?: Partial<Record<keyof CallLaw, string>>;
}

const BLOCK_DEG = 0.005;

/** Stations at the corners and in the middle, a hospital in the middle, calls everywhere. */
export function testCity({ side = 7, units = 5, law = {} }: TestCity = {}): CityModel {
  const net = buildStreetNet(gridArcs(side));
  const lon = Float64Array.from({ length: side * side }, (_, v) => (v % side) * BLOCK_DEG);
  const lat = Float64Array.from({ length: side * side }, (_, v) => Math.floor(v / side) * BLOCK_DEG);
  const finder = nodeFinder(lon, lat, [...lon.keys()], 100, 100);
  const placeAt = (x: number, y: number) => {
    const { node, km } = finder.nearest(x, y);
    return { node, offRoadS: km * 72, lon: x, lat: y };
  };
  const corners = [0, side - 1, side * (side - 1), side * side - 1, (side * side - 1) / 2];
  const drawn = (key: keyof CallLaw, otherwise: string) => {
    const read = readDistribution(law[key] ?? otherwise);
    if (!read.ok) throw new Error(read.refusal.message);
    return read.value;
  };
  const station = (node: number) => ({ ...placeAt(lon[node], lat[node]), name: `${node}` });
  return {
    name: 'test',
    ...{ net, kmPerLon: 100, kmPerLat: 100, offRoadSPerKm: 72, normalSlowness: 1.4, placeAt },
    stations: corners.map(station),
    hospitals: [station((side * side - 1) / 2)],
    unitStation: Int32Array.from({ length: units }, (_, u) => u % corners.length),
    classes: [
      { name: 'highPriority', targetS: 240, slowness: 1, coverS: 190, share: 0.4 },
      { name: 'medPriority', targetS: 240, slowness: 1, coverS: 190, share: 0.2 },
      { name: 'lowPriority', targetS: 600, slowness: 1.4, coverS: 550, share: 0.4 },
    ],
    mayRedispatch: Uint8Array.from([0, 0, 0, 0, 0, 0, 1, 0, 0]),
    demand: demandOf('test', lon, lat, new Float64Array(lon.length).fill(1), [BLOCK_DEG, BLOCK_DEG]),
    law: {
      betweenS: drawn('betweenS', 'Exponential(300)'),
      priority: drawn('priority', 'Categorical([0.4, 0.2, 0.4])'),
      dispatchDelayS: drawn('dispatchDelayS', 'Normal(50, 0)'),
      onSceneS: drawn('onSceneS', 'Exponential(600)'),
      transport: drawn('transport', 'Bernoulli(0.8)'),
      handoverS: drawn('handoverS', 'Exponential(300)'),
    },
    notes: [],
    baseSeed: 5,
  };
}
