/** Made-up road networks for tests and benchmarks: a bent grid with one-ways, missing blocks, bans and barriers. */
import type { Random } from '@muster/kernel/random';
import { integerBetween } from '@muster/kernel/random';
import type { RawRoads, RawWay, RoadClass } from '../src/graph.ts';

export interface SyntheticOptions {
  readonly columns: number;
  readonly rows: number;
  readonly blockM?: number;
  /** Shares of all streets, crossings and blocks. */
  readonly oneWayShare?: number;
  readonly missingShare?: number;
  readonly restrictionShare?: number;
  readonly barrierShare?: number;
}

const WEST = 120;
const SOUTH = 30;

/** Every street of the grid is a way per block; every fifth street is primary, every second tertiary. */
export function syntheticRoads(random: Random, options: SyntheticOptions): RawRoads {
  const { columns, rows, blockM = 200 } = options;
  const degrees = blockM / 111_195;
  const count = columns * rows;
  const lon = new Float64Array(count);
  const lat = new Float64Array(count);
  for (let v = 0; v < count; v++) {
    lon[v] = WEST + ((v % columns) + (random.next() - 0.5) * 0.5) * degrees * 1.1547;
    lat[v] = SOUTH + (Math.floor(v / columns) + (random.next() - 0.5) * 0.5) * degrees;
  }
  const ways: RawWay[] = [];
  const waysAt: number[][] = Array.from({ length: count }, () => []);
  const addWay = (a: number, b: number, street: number, axis: 'x' | 'y') => {
    if (random.next() < (options.missingShare ?? 0.1)) return;
    const roadClass: RoadClass = street % 5 === 0 ? 'primary' : street % 2 === 0 ? 'tertiary' : 'residential';
    const oneWay = random.next() < (options.oneWayShare ?? 0.1) ? (random.next() < 0.5 ? 1 : -1) : 0;
    const names = {
      zh: `${axis === 'x' ? '东西' : '南北'}${street}路`,
      en: `${axis === 'x' ? 'EW' : 'NS'} ${street} Road`,
    };
    waysAt[a].push(ways.length);
    waysAt[b].push(ways.length);
    ways.push({ nodes: [a, b], roadClass, names, oneWay, flags: 0 });
  };
  for (let v = 0; v < count; v++) {
    const column = v % columns;
    const row = Math.floor(v / columns);
    if (column + 1 < columns) addWay(v, v + 1, row, 'x');
    if (row + 1 < rows) addWay(v, v + columns, column, 'y');
  }
  const restrictions: RawRoads['restrictions'][number][] = [];
  const barriers: RawRoads['barriers'][number][] = [];
  for (let v = 0; v < count; v++) {
    const around = waysAt[v];
    if (around.length > 1 && random.next() < (options.restrictionShare ?? 0.1)) {
      const fromWay = around[integerBetween(random, 0, around.length)];
      const toWay = around[integerBetween(random, 0, around.length)];
      restrictions.push({ fromWay, via: v, toWay, only: random.next() < 0.2 });
    } else if (random.next() < (options.barrierShare ?? 0.02)) {
      barriers.push({ node: v, emergencyMayPass: random.next() < 0.5 });
    }
  }
  return { nodes: { lon, lat }, ways, restrictions, barriers };
}
