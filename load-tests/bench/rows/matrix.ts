import { openPack } from '@muster/city/pack/open-pack';
import { integerBetween, seededRandom } from '@muster/kernel/random';
import { unwrap } from '@muster/kernel/result';
import { ensureDemoCity } from '@muster/local/demo-city';
import { metricOf } from '@muster/roads/metric';
import { RoadNetwork } from '@muster/roads/road-network';
import { PlainTravelTimes, type TravelTimeTable } from '@muster/roads/travel-times';
import {
  alternate,
  type BenchCase,
  type BenchOptions,
  type BenchRow,
  compare,
  cpuPer,
  measure,
  median,
  round3,
  scaled,
} from '../harness.ts';
import { meteredSelf } from '../metering.ts';

const SOURCES = 200;
const TARGETS = 2_000;
const MAX_CELL_US = 0.25;
const MAX_CLOSURE_MS = 1_000;
/** A test's city; the real one is the built-in default. */
const SMALL_CITY_NODES = 1_000;
const PROFILE = 'emergency';

export const matrix: BenchRow = {
  name: 'matrix',
  aim: '≤ 0.25 µs a cell warm, 0 mismatches, a closure counts within 1 s',
  path:
    'travel times 200 × 2,000 between snapped points of the built-in demo city, in process, tables prepared (warm). Peer: ' +
    'a plain Dijkstra tree for each source on the same graph; every cell compared. closure: from closing a road until a ' +
    'time that heeds it is there.',
  async run(_home, options) {
    const city = await ensureDemoCity(options.scale < 1 ? SMALL_CITY_NODES : 'default', AbortSignal.timeout(120_000));
    const network = RoadNetwork.from(unwrap(openPack(city)).graph());
    const { graph } = network;
    network.warm([PROFILE]);
    const random = seededRandom(2);
    const places = (count: number) =>
      Array.from({ length: count }, () => {
        const node = integerBetween(random, 0, graph.nodeCount);
        return network.snap((graph.nodeLon[node] as number) + random.next() * 1e-3, graph.nodeLat[node] as number);
      });
    const [sources, targets] = [places(scaled(SOURCES, options)), places(scaled(TARGETS, options))];
    const plain = new PlainTravelTimes(graph, metricOf(graph, PROFILE));
    const own = { driver: meteredSelf };
    const cells = sources.length * targets.length;
    let ours: TravelTimeTable | undefined;
    let peer: TravelTimeTable | undefined;
    let mismatches = 0;
    const samples = await alternate(
      {
        ours: () =>
          measure(own, async () => {
            ours = network.times(sources, targets, PROFILE);
            return cells;
          }),
        plain: () =>
          measure(own, async () => {
            peer = plain.table(sources, targets);
            return cells;
          }),
      },
      { ...options, tell: () => (mismatches += different(ours, peer)) },
    );
    const figure = cpuPer('cell');
    const table = compare('table', figure, samples.ours, samples.plain);
    const closure = await closures(network, options);
    return {
      cases: [table, closure],
      met: table.ours <= MAX_CELL_US && closure.ours <= MAX_CLOSURE_MS && mismatches === 0,
      facts: { mismatches, nodes: graph.nodeCount },
    };
  },
};

function different(ours: TravelTimeTable | undefined, peer: TravelTimeTable | undefined): number {
  let count = 0;
  for (let i = 0; i < (ours?.seconds.length ?? 0); i++) if (ours?.seconds[i] !== peer?.seconds[i]) count++;
  return count;
}

async function closures(network: RoadNetwork, options: BenchOptions): Promise<BenchCase> {
  const random = seededRandom(3);
  const { graph } = network;
  const place = () => {
    const node = integerBetween(random, 0, graph.nodeCount);
    return network.snap(graph.nodeLon[node] as number, graph.nodeLat[node] as number);
  };
  const tookMs: number[] = [];
  const cpuUs: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const edge = integerBetween(random, 0, graph.edgeCount);
    const asked = [place()];
    const sample = await measure({ driver: meteredSelf }, async () => {
      network.close({ id: 'bench', area: { edges: [edge] } });
      network.times(asked, asked, PROFILE);
      return 1;
    });
    network.reopen('bench');
    network.warm([PROFILE]);
    tookMs.push(sample.wallS * 1_000);
    cpuUs.push(sample.cpuUs.driver ?? 0);
  }
  return {
    ...{ name: 'closure', peer: null, ratio: null, unit: 'ms until it counts', peerCpuUs: null },
    ours: round3(median(tookMs)),
    cpuUs: median(cpuUs),
    cpuUsBy: { driver: median(cpuUs) },
    n: 1,
    rounds: options.rounds,
    spread: [round3(Math.min(...tookMs)), round3(Math.max(...tookMs))],
  };
}
