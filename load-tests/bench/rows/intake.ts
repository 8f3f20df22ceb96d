import { withClient } from '@muster/local/postgres-roles';
import { alternate, type BenchRow, compare, measure, perWallSecond, scaled } from '../harness.ts';
import type { BenchHome } from '../home.ts';

const CONNECTIONS = 16;
const ALARMS = 4_000;
const AIM = 0.8;
const KEY = 'bench-intake-key';
const DRAIN_POLLS = 1_000;

export const intake: BenchRow = {
  name: 'intake',
  aim: '≥ 0.8',
  path:
    'socket → the alarm-intake process (HTTP and JSON, or gRPC) → clean → decide → one transaction an alarm ' +
    '(event and outbox, synchronous_commit and fsync on) → receipt, with the relay to JetStream running; 16 connections. ' +
    'Peer: one prepared INSERT of a row of the same content into a table with a text primary key, 16 connections, same server. ' +
    'The CPU of the load itself is not in cpuUs; PostgreSQL is.',
  async run(home, options) {
    const [databaseUrl, bareUrl, nats] = await Promise.all([
      home.database('alarm-intake'),
      home.database('bare'),
      home.nats(),
    ]);
    const [postgres, service, load] = await Promise.all([
      home.postgres(),
      startIntake(home, databaseUrl, nats.url),
      home.role('alarm-load'),
    ]);
    await assertDurable(databaseUrl);
    await load.ask('openInserts', { url: bareUrl, connections: CONNECTIONS });
    const asked = { count: scaled(ALARMS, options), connections: CONNECTIONS };
    const processes = { service, postgres, nats, load };
    const settle = () => untilRelayed(databaseUrl);
    const sent = { total: 0 };
    const counted = async (receipts: Promise<number>): Promise<number> => {
      const count = await receipts;
      sent.total += count;
      return count;
    };
    const http = { ...asked, port: service.httpPort, key: KEY };
    const grpc = { ...asked, port: service.grpcPort };
    const samples = await alternate(
      {
        http: () => measure(processes, () => counted(load.ask('http', http)), settle),
        insert: () => measure({ postgres, load }, () => load.ask('insert', asked)),
        grpc: () => measure(processes, () => counted(load.ask('grpc', grpc)), settle),
      },
      options,
    );
    await load.ask('closeInserts');
    const figure = perWallSecond('alarms/s');
    const whose = { ours: ['service', 'postgres', 'nats'], peer: ['postgres', 'load'] };
    const first = compare('http', figure, samples.http, samples.insert, whose);
    const second = compare('grpc', figure, samples.grpc, samples.insert, whose);
    return {
      cases: [first, second],
      met: [first, second].every(({ ratio }) => (ratio ?? 0) >= AIM),
      facts: { acknowledged: sent.total, stored: await storedAlarms(databaseUrl) },
    };
  },
};

const startIntake = (home: BenchHome, databaseUrl: string, natsUrl: string) =>
  home.service('alarm-intake', { DATABASE_URL: databaseUrl, NATS_URL: natsUrl, MUSTER_INTAKE_KEY: KEY });

const single = async <T>(url: string, sql: string): Promise<T> =>
  withClient(url, async (client) => Object.values((await client.query(sql)).rows[0] as object)[0] as T);

const storedAlarms = async (url: string): Promise<number> =>
  Number(await single<string>(url, "SELECT count(*) FROM events WHERE type = 'alarm.received'"));

/** A figure taken without these would be of something else. */
async function assertDurable(url: string): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit']) {
    const value = await single<string>(url, `SHOW ${setting}`);
    if (value !== 'on') throw new Error(`${setting} is ${value}: not a durable receipt`);
  }
}

/** The relay's work for the round belongs to the round. */
async function untilRelayed(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (let i = 0; i < DRAIN_POLLS; i++) {
      const { rows } = await client.query('SELECT 1 FROM outbox LIMIT 1');
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the outbox did not empty');
  });
}
