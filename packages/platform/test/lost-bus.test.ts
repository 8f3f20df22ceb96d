import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DomainEvent } from '@muster/contracts/envelope';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import { systemClock } from '@muster/kernel/clock';
import { Stack } from '@muster/kernel/lifecycle';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedNats, startNats } from '../../../infra/local/nats.ts';
import { toolsDir } from '../../../infra/local/project-dirs.ts';
import { createTestDatabase, type TestDatabase } from '../../../infra/local/test-backends.ts';
import { recordOwned, TEST_HOME_PREFIX } from '../../../infra/local/test-homes.ts';
import { connectGrpc } from '../src/grpc/client.ts';
import { eventLogService, type OwnerLog, ownerLog } from '../src/grpc/event-log.ts';
import { startGrpcServer } from '../src/grpc/server.ts';
import { createLog } from '../src/log.ts';
import { connectNats } from '../src/nats/connection.ts';
import { startConsumer } from '../src/nats/event-consumer.ts';
import { EventStore } from '../src/postgres/event-store.ts';
import { CHECKPOINT_TABLES, EVENT_TABLES, LOG_POSITION_TABLES } from '../src/postgres/event-tables.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { OutboxRelay } from '../src/postgres/outbox-relay.ts';
import { createPool, type Pool } from '../src/postgres/pool.ts';
import { type CutLink, startCutLink, throughLink } from './cut-link.ts';

interface Put extends DomainEvent {
  readonly type: 'resource.station-put';
  readonly n: number;
}
const put = (n: number): Put => ({ type: 'resource.station-put', n });
const log = createLog('test');
log.level = 'silent';

const homeDir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}lost-bus-`));
const options = { homeDir, toolsDir, mode: 'test' as const, password: 'p', logFile: join(homeDir, 'nats.log') };
const stack = new Stack();
let database: TestDatabase;
let server: StartedNats;
let link: CutLink;
let pool: Pool;
let nats: NatsConnection;
let store: EventStore<Put>;
let relay: OutboxRelay<Put> | undefined;
let owner: OwnerLog;

async function startServer(): Promise<void> {
  server = await startNats(options);
  recordOwned(homeDir, [server.running.identity]);
}
/** Comes back with nothing of what it had. */
async function loseTheStore(): Promise<void> {
  await server.stop();
  rmSync(join(homeDir, 'nats', 'test', 'jetstream'), { recursive: true, force: true });
  await startServer();
  link.mend(Number(new URL(server.url).port));
}

beforeAll(async () => {
  [database] = await Promise.all([createTestDatabase('resource_registry'), startServer()]);
  link = await startCutLink(Number(new URL(server.url).port));
  pool = createPool(database.url);
  stack.add('database', { stop: () => pool.end() });
  await migrate(pool, [
    ...[EVENT_TABLES, CHECKPOINT_TABLES, LOG_POSITION_TABLES],
    { id: '001-effects', sql: 'CREATE TABLE effects (stream text, n integer)' },
  ]);
  nats = await connectNats(throughLink(server.url, link), 'test');
  stack.add('bus', { stop: () => nats.close() });
  store = new EventStore<Put>({ pool, clock: systemClock, mode: 'test', onCommitted: () => relay?.poke() });
  const services = [eventLogService(store as unknown as EventStore<DomainEvent>)];
  const grpc = await startGrpcServer({ listen: '127.0.0.1', port: 0, internalToken: 't', services, log });
  stack.add('grpc', grpc);
  owner = ownerLog(stack.add('log', connectGrpc(EventLogServiceService, `127.0.0.1:${grpc.port}`, 't')));
});
afterAll(async () => {
  await stack.stop();
  await server.stop();
  await Promise.all([link.stop(), database.drop()]);
  rmSync(homeDir, { recursive: true, force: true });
});

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 800; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never came true: ${what}`);
}
const effects = async (prefix: string): Promise<string[]> => {
  const { rows } = await pool.query<{ stream: string; n: number }>(
    'SELECT stream, n FROM effects WHERE stream LIKE $1 ORDER BY ctid',
    [`${prefix}%`],
  );
  return rows.map(({ stream, n }) => `${stream.slice(prefix.length)}${n}`);
};
const outboxIsEmpty = async () => (await pool.query('SELECT 1 FROM outbox')).rowCount === 0;
const follow = (more: { catchUpEveryMs?: number } = {}) =>
  startConsumer<Put>({
    ...{ nats, pool, log, name: 'test.lost', stream: 'RESOURCE', mode: 'test', ...owner, ...more },
    handle: async (event, client) => {
      await client.query('INSERT INTO effects VALUES ($1, $2)', [event.stream, event.data.n]);
    },
  });
const append = (stream: string, from: number, ...ns: number[]) =>
  store.append([{ stream, expectedVersion: from, events: ns.map(put) }]);

describe('a bus that loses its store', () => {
  it('loses no event that it had acknowledged, and none has its effect twice', async () => {
    const prefix = `lost-${randomUUID()}-`;
    relay = new OutboxRelay({ pool, store, nats, log });
    await (await follow()).stop(); // the streams are there, and a first round is behind it
    await append(`${prefix}a`, 0, 1, 2);
    await until('the bus has them', outboxIsEmpty);
    await loseTheStore();
    await until('the connection is back', () =>
      nats.flush().then(
        () => true,
        () => false,
      ),
    );
    const consumer = await follow();
    await until('both are here', async () => (await effects(prefix)).length === 2);
    await consumer.stop();
    expect(await effects(prefix)).toEqual(['a1', 'a2']);
  });

  it('is given its streams again, and brings what is new, also to a consumer that runs all the while', async () => {
    const prefix = `again-${randomUUID()}-`;
    const consumer = await follow();
    await append(`${prefix}a`, 0, 1);
    await until('the first', async () => (await effects(prefix)).length === 1);
    await loseTheStore();
    await append(`${prefix}a`, 1, 2);
    await append(`${prefix}b`, 0, 1);
    await until('all three', async () => (await effects(prefix)).length === 3);
    await until('the outbox is empty', outboxIsEmpty);
    await append(`${prefix}b`, 1, 2);
    await until('the last', async () => (await effects(prefix)).length === 4);
    await consumer.stop();
    expect((await effects(prefix)).sort()).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('may lose a single event and say nothing: the owner is asked again and again', async () => {
    const prefix = `silent-${randomUUID()}-`;
    const consumer = await follow({ catchUpEveryMs: 100 });
    await append(`${prefix}a`, 0, 1);
    await until('the first', async () => (await effects(prefix)).length === 1);
    await relay?.stop();
    await append(`${prefix}b`, 0, 1);
    await pool.query('DELETE FROM outbox');
    await until('the lost one', async () => (await effects(prefix)).length === 2);
    await consumer.stop();
    expect(await effects(prefix)).toEqual(['a1', 'b1']);
  });
});
