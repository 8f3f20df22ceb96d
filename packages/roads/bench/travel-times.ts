/**
 * node packages/roads/bench/travel-times.ts [columns]
 * Travel times 200 × 2,000 on a made-up city of about 20,000 nodes: the tables against plain Dijkstra trees on the same
 * graph, and what a closure costs until it counts. Rounds alternate; medians; the ratio is of CPU time.
 */
import { seededRandom } from '@muster/kernel/random';
import { buildRoadGraph } from '../src/build.ts';
import { metricOf } from '../src/metric.ts';
import { RoadNetwork } from '../src/road-network.ts';
import { PlainTravelTimes } from '../src/travel-times.ts';
import { syntheticRoads } from '../test/synthetic-roads.ts';

const SOURCES = 200;
const TARGETS = 2000;
const ROUNDS = 7;
const columns = Number(process.argv[2] ?? 125);

const { graph } = buildRoadGraph(syntheticRoads(seededRandom(1), { columns, rows: columns }));
const network = RoadNetwork.from(graph);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
const timed = <T>(run: () => T, into: number[]): T => {
  const start = performance.now();
  const value = run();
  into.push(performance.now() - start);
  return value;
};

const warmMs: number[] = [];
timed(() => network.warm(), warmMs);
const random = seededRandom(2);
const places = (count: number) =>
  Array.from({ length: count }, () => {
    const v = Math.floor(random.next() * graph.nodeCount);
    return network.snap(graph.nodeLon[v] + random.next() * 1e-3, graph.nodeLat[v] + random.next() * 1e-3);
  });
const sources = places(SOURCES);
const targets = places(TARGETS);
const plain = new PlainTravelTimes(graph, metricOf(graph, 'emergency'));

const oursMs: number[] = [];
const plainMs: number[] = [];
const oursCpuUs: number[] = [];
const plainCpuUs: number[] = [];
const oneMs: number[] = [];
const closureMs: number[] = [];
let mismatches = 0;
for (let round = 0; round < ROUNDS; round++) {
  const start = process.cpuUsage();
  const ours = timed(() => network.times(sources, targets, 'emergency'), oursMs);
  const between = process.cpuUsage();
  const theirs = timed(() => plain.table(sources, targets), plainMs);
  oursCpuUs.push(between.user + between.system - start.user - start.system);
  const end = process.cpuUsage(between);
  plainCpuUs.push(end.user + end.system);
  for (let i = 0; i < ours.seconds.length; i++) if (ours.seconds[i] !== theirs.seconds[i]) mismatches++;
  timed(() => network.times(targets, sources.slice(0, 1), 'emergency'), oneMs);
}
for (let round = 0; round < ROUNDS; round++) {
  const edge = Math.floor(random.next() * graph.edgeCount);
  timed(() => {
    network.close({ id: 'c', area: { edges: [edge] } });
    network.times(sources.slice(0, 1), targets.slice(0, 1), 'emergency');
  }, closureMs);
  network.reopen('c');
}
const cells = SOURCES * TARGETS;
console.log(
  JSON.stringify({
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    warmBothProfilesMs: Math.round(warmMs[0]),
    cellUs: Number(((median(oursMs) * 1000) / cells).toFixed(4)),
    plainCellUs: Number(((median(plainMs) * 1000) / cells).toFixed(4)),
    cellCpuUs: Number((median(oursCpuUs) / cells).toFixed(4)),
    plainCellCpuUs: Number((median(plainCpuUs) / cells).toFixed(4)),
    ratio: Number((median(plainCpuUs) / median(oursCpuUs)).toFixed(2)),
    mismatches,
    manyToOneMs: Number(median(oneMs).toFixed(2)),
    closureInForceMs: Math.round(median(closureMs)),
  }),
);
