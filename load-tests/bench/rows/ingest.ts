import {
  alternate,
  type BenchRow,
  compare,
  cpuUsOf,
  type Figure,
  measure,
  perCpuSecond,
  type Sample,
  scaled,
} from '../harness.ts';

const UNITS = 10_000;
/** Every unit once a second: positions in a round are UNITS × SECONDS. */
const SECONDS = 50;
const MEMBERS_TOGETHER = 500;
const AIM = 3;
const MAX_CPU_US = 3;

const OURS = ['tracking', 'nats'];

export const ingest: BenchRow = {
  name: 'ingest',
  aim: '≥ 3× per CPU-second; ≤ 3 µs CPU a position',
  path:
    "unit-tracking's app/positions.ts fed with packed frames of 100 positions (as they come off a gateway's socket; the socket " +
    'itself is not inside): decode → validate → index → batched publish over a real NATS, counted decoded at a subscriber in ' +
    "another process. CPU of tracking and nats-server; the subscriber's apart. 10,000 units. Peer: the same frames decoded and " +
    'sent as pipelined GEOADD, CPU of the sending process and redis-server; the cases: against redis-server alone, and with ' +
    '500 members in each GEOADD. The peer checks no age and tells nobody.',
  async run(home, options) {
    const [nats, redis, tracking, subscriber, sender] = await Promise.all([
      home.nats(),
      home.redis(),
      home.role('tracking'),
      home.role('track-subscriber'),
      home.role('tracking'),
    ]);
    const count = scaled(UNITS, options);
    await Promise.all([
      subscriber.ask('start', { natsUrl: nats.url }),
      tracking.ask('startOurs', { natsUrl: nats.url, count }),
      sender.ask('startRedis', { address: redis.url, count }),
    ]);
    const seconds = Math.max(2, scaled(SECONDS, options));
    const lost = { positions: 0 };
    const takeOurs = async (): Promise<number> => {
      const taken = await tracking.ask<number>('takeOurs');
      const arrived = await subscriber.ask<number>('counted', { wanted: taken });
      lost.positions += count * seconds - arrived;
      return arrived;
    };
    const redisSide = (together: number) => async (): Promise<Sample> => {
      await sender.ask('prepare', { seconds });
      return measure({ sender, redis }, () => sender.ask<number>('takeRedis', { together }));
    };
    const samples = await alternate(
      {
        ours: async () => {
          await tracking.ask('prepare', { seconds });
          return measure({ tracking, nats, subscriber }, takeOurs);
        },
        geoadd: redisSide(1),
        together: redisSide(MEMBERS_TOGETHER),
      },
      options,
    );
    const mine: Figure = perCpuSecond('positions/CPU-s', ...OURS);
    const all: Figure = perCpuSecond('positions/CPU-s', 'sender', 'redis');
    const server: Figure = perCpuSecond('positions/CPU-s', 'redis');
    const whose = { ours: OURS, peer: ['sender', 'redis'] };
    const geoadd = compare('GEOADD', mine, samples.ours, samples.geoadd, { ...whose, peerFigure: all });
    const alone = compare('GEOADD, redis-server alone', mine, samples.ours, samples.geoadd, {
      ours: OURS,
      peer: ['redis'],
      peerFigure: server,
    });
    const together = compare(`GEOADD × ${MEMBERS_TOGETHER}`, mine, samples.ours, samples.together, {
      ...whose,
      peerFigure: all,
    });
    const cpuUs = Math.max(...samples.ours.map((sample) => cpuUsOf(sample, OURS) / sample.count));
    return {
      cases: [geoadd, alone, together],
      met: (geoadd.ratio ?? 0) >= AIM && cpuUs <= MAX_CPU_US,
      facts: { lostPositions: lost.positions },
    };
  },
};
