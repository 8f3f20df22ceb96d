import { withClient } from '@muster/local/postgres-roles';
import { alternate, type BenchRow, compare, measure, perWallSecond, scaled } from '../harness.ts';
import type { BenchHome } from '../home.ts';

const CONNECTIONS = 16;
const ALARMS = 2_500;
const AIM = 0.8;
const KEY = 'bench-intake-key';
const DRAIN_POLLS = 1_000;

export const intake: BenchRow = {
  name: 'intake',
  aim: '≥ 0.8',
  path:
    'a report of an alarm → clean → decide → event and outbox in PostgreSQL (synchronous_commit and fsync on) → receipt, the ' +
    'relay to JetStream running; 16 at once. Alarms that arrive while others are being committed share the next commit; each ' +
    'receipt comes after the commit that holds it. http and grpc: through the real alarm-intake process, the hop, express and ' +
    'JSON or protobuf inside; the load is driven from a third process on the same cores, its CPU shown apart. no hop: the same ' +
    'code called in process. Peer: one prepared INSERT of a row of the same content into a table with a text primary key, one ' +
    'a transaction, 16 connections, same server.',
  async run(home, options) {
    const [databaseUrl, noHopUrl, bareUrl, nats] = await Promise.all([
      home.database('alarm-intake'),
      home.database('alarm-intake'),
      home.database('bare'),
      home.nats(),
    ]);
    const [postgres, service, load, inProcess] = await Promise.all([
      home.postgres(),
      startIntake(home, databaseUrl, nats.url),
      home.role('alarm-load'),
      home.role('alarm-store'),
    ]);
    await assertDurable(databaseUrl);
    await load.ask('openInserts', { url: bareUrl, connections: CONNECTIONS });
    await inProcess.ask('start', { databaseUrl: noHopUrl, natsUrl: nats.url });
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
        noHop: () =>
          measure(
            { inProcess, postgres, nats },
            () => counted(inProcess.ask('report', asked)),
            () => untilRelayed(noHopUrl),
          ),
        grpc: () => measure(processes, () => counted(load.ask('grpc', grpc)), settle),
      },
      options,
    );
    await load.ask('closeInserts');
    const figure = perWallSecond('alarms/s');
    const whose = { ours: ['service', 'postgres', 'nats'], peer: ['postgres', 'load'] };
    const first = compare('http', figure, samples.http, samples.insert, whose);
    const second = compare('grpc', figure, samples.grpc, samples.insert, whose);
    const third = compare('no hop', figure, samples.noHop, samples.insert, { peer: whose.peer });
    const stored = (await storedAlarms(databaseUrl)) + (await storedAlarms(noHopUrl));
    return {
      cases: [first, second, third],
      met: [first, second, third].every(({ ratio }) => (ratio ?? 0) >= AIM),
      facts: { acknowledged: sent.total, stored },
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
