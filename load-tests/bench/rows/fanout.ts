import {
  alternate,
  type BenchCase,
  type BenchOptions,
  type BenchRow,
  compare,
  measure,
  median,
  perCpuSecond,
  round3,
  type Side,
  scaled,
} from '../harness.ts';
import type { BenchHome } from '../home.ts';
import type { Role } from '../role.ts';

const SCREENS = 200;
const CLIENT_PROCESSES = 2;
/** 10,000 units at 1 Hz and a tick of 100 ms. */
const UNITS = 10_000;
const POSITIONS = 1_000;
const PACKED_TICKS = 40;
const JSON_TICKS = 6;
const SINGLE_POSITIONS = 300;
const LIVE_SECONDS = 2;
const AIMS = { single: 100, json: 2, p99Ms: 250 };

export const fanout: BenchRow = {
  name: 'fanout',
  aim: '≥ 100× one emit a position, ≥ 2× batched JSON, p99 ≤ 250 ms',
  path:
    "CPU of the server process alone: frames from the bus → command-map's position-fanout.ts → one packed frame a tick of 1,000 " +
    'positions → socket.io → 200 real clients in 2 other processes that decode and count every position. Peers: io.emit of an ' +
    'object for each position; io.emit of an array of the same objects a tick. device → screen: 10,000 units at 1 Hz through ' +
    'tracking (100 ms batches), NATS, fan-out (100 ms ticks) to the decoded position on 200 screens, all on this machine.',
  async run(home, options) {
    const [server, tracking, nats, ...clients] = await Promise.all([
      home.role('fanout-server'),
      home.role('tracking'),
      home.nats(),
      ...Array.from({ length: CLIENT_PROCESSES }, () => home.role('fanout-clients')),
    ]);
    const port = await server.ask<number>('start');
    const each = Math.max(1, scaled(SCREENS / CLIENT_PROCESSES, options));
    for (const client of clients) await client.ask('connect', { port, screens: each });
    const side =
      (operation: string, ticks: number, count: number): Side =>
      () =>
        measure({ server }, async () => {
          let decoded = 0;
          for (let tick = 0; tick < ticks; tick++) {
            await server.ask(operation, { count });
            const counts = clients.map((client) => client.ask<number>('counted', { wanted: count * each }));
            for (const seen of await Promise.all(counts)) decoded += seen;
          }
          return decoded;
        });
    const [packedTicks, jsonTicks] = [scaled(PACKED_TICKS, options), scaled(JSON_TICKS, options)];
    const samples = await alternate(
      {
        packed: side('packed', packedTicks, POSITIONS),
        json: side('json', jsonTicks, POSITIONS),
        single: side('single', 1, scaled(SINGLE_POSITIONS, options)),
      },
      options,
    );
    await server.ask('followBus', { natsUrl: nats.url });
    await tracking.ask('startOurs', { natsUrl: nats.url, count: scaled(UNITS, options) });
    const figure = perCpuSecond('positions decoded/server CPU-s');
    const single = compare('one emit a position', figure, samples.packed, samples.single);
    const json = compare('batched JSON', figure, samples.packed, samples.json);
    const { live, lost } = await deviceToScreen({ tracking, clients, each }, options);
    const wanted = POSITIONS * packedTicks * each * clients.length;
    const met = (single.ratio ?? 0) >= AIMS.single && (json.ratio ?? 0) >= AIMS.json && live.ours <= AIMS.p99Ms;
    return {
      cases: [single, json, live],
      met,
      facts: { screens: each * clients.length, undecoded: wanted - single.n, liveUndecoded: lost },
    };
  },
};

interface Parties {
  readonly tracking: Role;
  readonly clients: Awaited<ReturnType<BenchHome['role']>>[];
  readonly each: number;
}

async function deviceToScreen(
  { tracking, clients, each }: Parties,
  options: BenchOptions,
): Promise<{ live: BenchCase; lost: number }> {
  const p99s: number[] = [];
  let sent = 0;
  let lost = 0;
  const seconds = Math.max(1, Math.round(LIVE_SECONDS * Math.min(1, options.scale * 2)));
  for (let round = 0; round < options.rounds; round++) {
    sent = await tracking.ask<number>('drive', { seconds });
    const seen = await Promise.all(clients.map((client) => client.ask<number>('counted', { wanted: sent * each })));
    lost += sent * each * clients.length - seen.reduce((sum, count) => sum + count, 0);
    p99s.push(percentile(await Promise.all(clients.map((client) => client.ask<Uint32Array>('latencies'))), 0.99));
    options.tell(`device → screen, round ${round + 1} of ${options.rounds}`);
  }
  const live: BenchCase = {
    ...{ name: 'device → screen', peer: null, ratio: null, unit: 'ms p99', cpuUs: null, peerCpuUs: null, cpuUsBy: {} },
    ours: round3(median(p99s)),
    n: sent * each * clients.length,
    rounds: options.rounds,
    spread: [Math.min(...p99s), Math.max(...p99s)],
  };
  return { live, lost };
}

/** Of histograms with one bin a millisecond. */
function percentile(histograms: readonly Uint32Array[], share: number): number {
  const bins = histograms[0]?.length ?? 0;
  let total = 0;
  for (const histogram of histograms) for (const count of histogram) total += count;
  let below = 0;
  for (let ms = 0; ms < bins; ms++) {
    for (const histogram of histograms) below += histogram[ms] as number;
    if (below >= total * share) return ms;
  }
  return bins;
}
