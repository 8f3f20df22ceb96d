/**
 * node packages/geo/bench/moving-index.ts
 * 10,000 units move once a second; a tenth of them is asked about between moves. Peer: geokdbush over a kdbush that is
 * rebuilt each second. Rounds alternate; medians.
 */
import { seededRandom } from '@muster/kernel/random';
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import { MovingIndex } from '../src/moving-index.ts';

const UNITS = 10_000;
const QUERIES_PER_SECOND = 1000;
const ROUNDS = 9;
const CITY = { west: 120, south: 30, east: 120.6, north: 30.5 };
const AVAILABLE = 1;

const random = seededRandom(42);
const lon = Float64Array.from({ length: UNITS }, () => 120 + random.next() * 0.6);
const lat = Float64Array.from({ length: UNITS }, () => 30 + random.next() * 0.5);
const flags = Uint8Array.from({ length: UNITS }, () => (random.next() < 0.6 ? AVAILABLE : 0));
const move = () => {
  for (let i = 0; i < UNITS; i++) {
    lon[i] += (random.next() - 0.5) * 3e-4;
    lat[i] += (random.next() - 0.5) * 3e-4;
  }
};
const queries = Array.from({ length: QUERIES_PER_SECOND }, () => [120 + random.next() * 0.6, 30 + random.next() * 0.5]);
const index = new MovingIndex(CITY, UNITS);
for (let i = 0; i < UNITS; i++) index.setFlags(i, flags[i]);

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
const figures = {
  updateNs: [] as number[],
  nearestUs: [] as number[],
  oursMs: [] as number[],
  peerMs: [] as number[],
  peerQueryUs: [] as number[],
};
let mismatches = 0;
for (let round = 0; round < ROUNDS + 2; round++) {
  move();
  const t0 = performance.now();
  for (let i = 0; i < UNITS; i++) index.update(i, lon[i], lat[i], round + 1);
  const t1 = performance.now();
  const ours = queries.map(([x, y]) => index.nearest(x, y, 10, { mask: AVAILABLE, want: AVAILABLE }));
  const t2 = performance.now();
  const tree = new KDBush(UNITS);
  for (let i = 0; i < UNITS; i++) tree.add(lon[i], lat[i]);
  tree.finish();
  const t3 = performance.now();
  const theirs = queries.map(([x, y]) => around(tree, x, y, 10, Infinity, (i: number) => flags[i] === AVAILABLE));
  const t4 = performance.now();
  for (const [q, found] of ours.entries()) {
    for (const [i, unit] of found.entries()) if (unit.no !== theirs[q][i]) mismatches++;
  }
  if (round < 2) continue;
  figures.updateNs.push(((t1 - t0) * 1e6) / UNITS);
  figures.nearestUs.push(((t2 - t1) * 1e3) / QUERIES_PER_SECOND);
  figures.oursMs.push(t2 - t0);
  figures.peerMs.push(t4 - t2);
  figures.peerQueryUs.push(((t4 - t3) * 1e3) / QUERIES_PER_SECOND);
}
const m = Object.fromEntries(
  Object.entries(figures).map(([name, values]) => [name, Number(median(values).toFixed(3))]),
);
console.log(
  JSON.stringify({
    ...m,
    ratio: Number((m.peerMs / m.oursMs).toFixed(2)),
    mismatches,
    units: UNITS,
    queries: QUERIES_PER_SECOND,
  }),
);
