import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DomainEvent, HEADER } from '@muster/contracts/envelope';
import { systemClock } from '@muster/kernel/clock';
import { jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedNats, startNats } from '../../../infra/local/nats.ts';
import { toolsDir } from '../../../infra/local/project-dirs.ts';
import { createTestDatabase, type TestDatabase } from '../../../infra/local/test-backends.ts';
import { recordOwned, TEST_HOME_PREFIX } from '../../../infra/local/test-homes.ts';
import { createLog } from '../src/log.ts';
import { connectNats } from '../src/nats/connection.ts';
import { type ConsumerDeps, startConsumer } from '../src/nats/event-consumer.ts';
import { ensureStream } from '../src/nats/streams.ts';
import { EventStore } from '../src/postgres/event-store.ts';
import { CHECKPOINT_TABLES, EVENT_TABLES } from '../src/postgres/event-tables.ts';
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

const homeDir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}outages-`));
const options = { homeDir, toolsDir, mode: 'test' as const, password: 'p', logFile: join(homeDir, 'nats.log') };
let database: TestDatabase;
let server: StartedNats;
let databaseLink: CutLink;
let busLink: CutLink;
let pool: Pool;
let nats: NatsConnection;
const portOf = (url: string): number => Number(new URL(url).port);

async function startServer(): Promise<void> {
  server = await startNats(options);
  recordOwned(homeDir, [server.running.identity]);
}

beforeAll(async () => {
  [database] = await Promise.all([createTestDatabase('resource_registry'), startServer()]);
  databaseLink = await startCutLink(portOf(database.url));
  busLink = await startCutLink(portOf(server.url));
  pool = createPool(throughLink(database.url, databaseLink));
  nats = await connectNats(throughLink(server.url, busLink), 'test');
  await migrate(pool, [
    EVENT_TABLES,
    CHECKPOINT_TABLES,
    { id: '001-effects', sql: 'CREATE TABLE effects (consumer text, stream text, n integer)' },
  ]);
  await ensureStream(nats, 'RESOURCE');
});
afterAll(async () => {
  await nats.close();
  await pool.end();
  await server.stop();
  await Promise.all([databaseLink.stop(), busLink.stop(), database.drop()]);
  rmSync(homeDir, { recursive: true, force: true });
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 800; i++) {
    if (await condition()) return;
    await sleep(25);
  }
  throw new Error(`never came true: ${what}`);
}

function startRelay() {
  let relay: OutboxRelay<Put> | undefined;
  const store = new EventStore<Put>({ pool, clock: systemClock, mode: 'test', onCommitted: () => relay?.poke() });
  relay = new OutboxRelay({ pool, store, nats, log });
  return { store, relay };
}

/** Writes each event into `effects` in the consumer's transaction, and keeps what it was told after the commits. */
async function follow(name: string, more: Partial<ConsumerDeps<Put>> = {}) {
  const committed = new Map<string, number>();
  const consumer = await startConsumer<Put>({
    ...{ nats, pool, log, name, stream: 'RESOURCE', mode: 'test' },
    handle: async (event, client) => {
      await client.query('INSERT INTO effects VALUES ($1, $2, $3)', [name, event.stream, event.data.n]);
    },
    onCommitted: (events) => {
      for (const event of events) committed.set(event.eventId, (committed.get(event.eventId) ?? 0) + 1);
    },
    ...more,
  });
  const effects = async (prefix: string): Promise<Map<string, number[]>> => {
    const { rows } = await pool.query<{ stream: string; n: number }>(
      'SELECT stream, n FROM effects WHERE consumer = $1 AND stream LIKE $2 ORDER BY ctid',
      [name, `${prefix}%`],
    );
    const found = new Map<string, number[]>();
    for (const { stream, n } of rows) found.set(stream, [...(found.get(stream) ?? []), n]);
    return found;
  };
  return { consumer, committed, effects };
}

const STREAMS = 8;
const EACH = 40;
const numbers = Array.from({ length: EACH }, (_, n) => n);

/** Appends to several streams at once, trying again for as long as the database is away. */
async function burst(store: EventStore<Put>, prefix: string): Promise<void> {
  await Promise.all(
    Array.from({ length: STREAMS }, async (_, s) => {
      const stream = `${prefix}-${s}`;
      for (let v = 0; v < EACH; ) {
        try {
          await store.append([{ stream, expectedVersion: v, events: [put(v)] }]);
          v++;
        } catch {
          await sleep(20);
          v = (await store.load(stream).catch(() => [] as unknown[])).length || v;
        }
        await sleep(10);
      }
    }),
  );
}

describe('a bus that is killed while events come in', () => {
  it('loses none and doubles none when it is back with its store', async () => {
    const prefix = `bus-${randomUUID()}`;
    const { store, relay } = startRelay();
    const { consumer, effects } = await follow('test.bus');
    const writing = burst(store, prefix);
    for (let kills = 0; kills < 2; kills++) {
      await sleep(150);
      process.kill(server.running.identity.pid, 'SIGKILL');
      await sleep(300);
      await startServer();
      busLink.mend(portOf(server.url));
    }
    await writing;
    await until(
      'all have had their effect',
      async () => [...(await effects(prefix)).values()].flat().length >= STREAMS * EACH,
    );
    const found = await effects(prefix);
    for (const list of found.values()) expect(list).toEqual(numbers);
    expect((await pool.query('SELECT 1 FROM outbox')).rowCount).toBe(0);
    await consumer.stop();
    await relay.stop();
  });
});

describe('a database that goes away while events come in', () => {
  it('ends no process, loses none, doubles none, and memory hears of every commit once', async () => {
    const prefix = `db-${randomUUID()}`;
    const { store, relay } = startRelay();
    const { consumer, effects, committed } = await follow('test.db');
    const writing = burst(store, prefix);
    for (let cuts = 0; cuts < 8; cuts++) {
      await sleep(50 + 7 * cuts);
      databaseLink.cut();
      await sleep(cuts === 4 ? 1_000 : 30);
      databaseLink.mend();
    }
    await writing;
    await until(
      'all have had their effect',
      async () => [...(await effects(prefix)).values()].flat().length >= STREAMS * EACH,
    );
    const found = await effects(prefix);
    for (const list of found.values()) expect(list).toEqual(numbers);
    const { rows } = await pool.query<{ event_id: string }>('SELECT event_id FROM events WHERE stream LIKE $1', [
      `${prefix}%`,
    ]);
    const ours = () => rows.map((row) => committed.get(row.event_id) ?? 0);
    await until('memory has heard of all', () => ours().every((times) => times > 0));
    expect(new Set(ours())).toEqual(new Set([1]));
    await consumer.stop();
    await relay.stop();
  });

  it('holds up events no longer than it was away: none is sent back to wait on the bus', async () => {
    const prefix = `long-${randomUUID()}`;
    const { consumer, effects } = await follow('test.long');
    await publishRaw(`${prefix}-0`, 1, put(0));
    await until('the first', async () => (await effects(prefix)).size === 1);
    databaseLink.cut();
    await publishRaw(`${prefix}-1`, 1, put(1));
    await sleep(1_500);
    expect(consumer.lastError).toBeDefined();
    databaseLink.mend();
    await until('the second', async () => (await effects(prefix)).size === 2);
    const { num_redelivered } = await (await jetstream(nats).consumers.get('RESOURCE', 'test_long')).info();
    expect(num_redelivered).toBe(0);
    await consumer.stop();
  });
});

async function publishRaw(stream: string, version: number, data: unknown, mode = 'test'): Promise<void> {
  const h = headers();
  h.set(HEADER.eventId, randomUUID());
  h.set(HEADER.stream, stream);
  h.set(HEADER.version, String(version));
  h.set(HEADER.mode, mode);
  h.set(HEADER.atMs, '1');
  await jetstream(nats).publish('resource.station-put', JSON.stringify(data), { headers: h });
}

describe('a bad event', () => {
  it('that always fails holds up only its own stream', async () => {
    const prefix = `poison-${randomUUID()}`;
    const seen: string[] = [];
    const { consumer } = await follow('test.poison', {
      handle: async (event) => {
        if (event.stream === `${prefix}-bad` && event.version === 2) throw new Error('never');
        if (event.stream.startsWith(prefix)) seen.push(`${event.stream.slice(prefix.length + 1)}-${event.data.n}`);
      },
    });
    for (const n of [1, 2, 3]) await publishRaw(`${prefix}-bad`, n, put(n));
    for (let n = 1; n <= 50; n++) await publishRaw(`${prefix}-good`, n, put(n));
    await until('the good stream is through', () => seen.includes('good-50'));
    expect(new Set(seen.filter((one) => one.startsWith('bad')))).toEqual(new Set(['bad-1']));
    await consumer.stop();
  });

  it('that is no event of ours is put aside, and not tried for ever', async () => {
    await jetstream(nats).publish('resource.station-put', 'garbage');
    const { consumer, effects } = await follow('test.garbage');
    const stream = `after-${randomUUID()}`;
    await publishRaw(stream, 1, put(1));
    await until('the next', async () => (await effects(stream)).size === 1);
    const info = async () => (await jetstream(nats).consumers.get('RESOURCE', 'test_garbage')).info();
    await until('nothing waits for an acknowledgement', async () => (await info()).num_ack_pending === 0);
    await consumer.stop();
  });

  it('of another mode has no effect, neither in the tables nor in memory', async () => {
    const { consumer, effects, committed } = await follow('test.mode');
    const stream = `mode-${randomUUID()}`;
    await publishRaw(stream, 1, put(1), 'drill');
    await publishRaw(stream, 2, put(2));
    await until('the second', async () => (await effects(stream)).size === 1);
    expect((await effects(stream)).get(stream)).toEqual([2]);
    const { rows } = await pool.query('SELECT version FROM checkpoints WHERE consumer = $1 AND stream = $2', [
      'test.mode',
      stream,
    ]);
    expect(rows).toEqual([{ version: 2 }]);
    await until('memory has heard of it', () => committed.size > 0);
    await consumer.stop();
  });
});
