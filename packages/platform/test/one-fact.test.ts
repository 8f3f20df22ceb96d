import { randomUUID } from 'node:crypto';
import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import { systemClock } from '@muster/kernel/clock';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { connectGrpc } from '../src/grpc/client.ts';
import { eventLogService, readMissingFrom } from '../src/grpc/event-log.ts';
import { startGrpcServer } from '../src/grpc/server.ts';
import { createLog } from '../src/log.ts';
import { connectNats } from '../src/nats/connection.ts';
import { type EventConsumer, startConsumer } from '../src/nats/event-consumer.ts';
import { ensureStream } from '../src/nats/streams.ts';
import { ConcurrencyError, EventStore } from '../src/postgres/event-store.ts';
import { CHECKPOINT_TABLES, EVENT_TABLES } from '../src/postgres/event-tables.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { OutboxRelay } from '../src/postgres/outbox-relay.ts';
import { createPool, type Pool } from '../src/postgres/pool.ts';
import { Upcasters } from '../src/postgres/upcast.ts';

interface Put extends DomainEvent {
  readonly type: 'resource.station-put';
  readonly n: number;
}
const put = (n: number): Put => ({ type: 'resource.station-put', n });
const log = createLog('test');
log.level = 'silent';

let database: TestDatabase;
let server: TestNats;
let pool: Pool;
let nats: NatsConnection;

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase('resource_registry'), startTestNats()]);
  pool = createPool(database.url);
  nats = await connectNats(server.url, 'test');
  await migrate(pool, [EVENT_TABLES, CHECKPOINT_TABLES]);
  await ensureStream(nats, 'RESOURCE');
});
afterAll(async () => {
  await nats.close();
  await pool.end();
  await Promise.all([database.drop(), server.stop()]);
});

const newStore = (onCommitted?: () => void) =>
  new EventStore<Put>({ pool, clock: systemClock, mode: 'test', ...(onCommitted ? { onCommitted } : {}) });

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never came true: ${what}`);
}

describe('the event log', () => {
  it('lets one of two writers win and tells the other', async () => {
    const store = newStore();
    const stream = `s-${randomUUID()}`;
    const results = await Promise.allSettled(
      [1, 2].map((n) => store.append([{ stream, expectedVersion: 0, events: [put(n)] }])),
    );
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    const lost = results.find((r) => r.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(ConcurrencyError);
    expect(await store.load(stream)).toHaveLength(1);
  });

  it('appends to several streams all or nothing', async () => {
    const store = newStore();
    const [a, b] = [`a-${randomUUID()}`, `b-${randomUUID()}`];
    await store.append([{ stream: a, expectedVersion: 0, events: [put(1)] }]);
    const both = store.append([
      { stream: b, expectedVersion: 0, events: [put(2)] },
      { stream: a, expectedVersion: 0, events: [put(3)] },
    ]);
    await expect(both).rejects.toBeInstanceOf(ConcurrencyError);
    const found = await store.loadMany([a, b]);
    expect([found.get(a)?.length, found.get(b)?.length]).toEqual([1, 0]);
  });

  it('rolls back the events when an effect beside them fails', async () => {
    const store = newStore();
    const stream = `s-${randomUUID()}`;
    const failing = store.append([{ stream, expectedVersion: 0, events: [put(1)] }], async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.load(stream)).toEqual([]);
  });

  it('brings old events to the newest shape when they are read', async () => {
    const stream = `s-${randomUUID()}`;
    await newStore().append([{ stream, expectedVersion: 0, events: [put(20)] }]);
    const upcasters = new Upcasters({ 'resource.station-put': [(e) => ({ ...e, n: (e as Put).n + 1 }) as Put] });
    const store = new EventStore<Put>({ pool, clock: systemClock, mode: 'test', upcasters });
    expect((await store.load(stream))[0]?.data.n).toBe(21);
    await store.append([{ stream, expectedVersion: 1, events: [put(5)] }]);
    expect((await store.load(stream)).map((e) => e.data.n)).toEqual([21, 5]);
  });

  it('is read over gRPC whole and with true positions, however long its events are and whatever was rolled back', async () => {
    const store = newStore();
    const [stream, taken] = [`l-${randomUUID()}`, `t-${randomUUID()}`];
    await store.append([{ stream: taken, expectedVersion: 0, events: [put(1)] }]);
    const long = { ...put(2), text: '长'.repeat(200_000) };
    for (let v = 0; v < 24; v++) {
      await store.append([{ stream: taken, expectedVersion: 0, events: [put(1)] }]).catch(() => {});
      await store.append([{ stream, expectedVersion: v, events: [long] }]);
    }
    await expect(
      store.append([{ stream, expectedVersion: 24, events: [{ ...long, text: 'x'.repeat(300_000) } as Put] }]),
    ).rejects.toMatchObject({ refusal: { code: 'limit' } });
    const grpc = await startGrpcServer({
      ...{ listen: '127.0.0.1', port: 0, internalToken: 't', log },
      services: [eventLogService(store as unknown as EventStore<DomainEvent>)],
    });
    const client = connectGrpc(EventLogServiceService, `127.0.0.1:${grpc.port}`, 't');
    const found: number[] = [];
    for await (const page of client.readAll({ afterPosition: 0 }, { deadlineMs: 20_000 })) {
      found.push(...page.events.map((event) => event.position));
    }
    const { rows } = await pool.query<{ position: string }>('SELECT position FROM events ORDER BY position');
    expect(found).toEqual(rows.map((row) => Number(row.position)));
    expect(await readMissingFrom(client)(stream, 1)).toHaveLength(24);
    await pool.query('DELETE FROM outbox');
    await client.stop();
    await grpc.stop();
  });

  it('refuses a database that is newer than the program', async () => {
    await expect(migrate(pool, [EVENT_TABLES])).rejects.toThrow(/newer than this program/);
  });
});

describe('from the outbox to a consumer', () => {
  async function follow(name: string, handle: (event: Recorded<Put>) => void): Promise<EventConsumer<Put>> {
    return startConsumer<Put>({
      nats,
      pool,
      log,
      name,
      stream: 'RESOURCE',
      mode: 'test',
      handle: async (event) => handle(event),
    });
  }

  it('gives every event once and in order in its stream, also when some effects fail at first', async () => {
    const seen = new Map<string, number[]>();
    let failures = 0;
    const prefix = `o-${randomUUID()}`;
    const consumer = await follow('test.order', (event) => {
      if (!event.stream.startsWith(prefix)) return;
      if (event.data.n === 7 && failures++ < 2) throw new Error('not yet');
      seen.set(event.stream, [...(seen.get(event.stream) ?? []), event.data.n]);
    });
    let relay: OutboxRelay<Put> | undefined;
    const store = newStore(() => relay?.poke());
    relay = new OutboxRelay({ pool, store, nats, log });
    await Promise.all(
      [0, 1, 2, 3].map(async (s) => {
        for (let v = 0; v < 25; v++) {
          await store.append([{ stream: `${prefix}-${s}`, expectedVersion: v, events: [put(v)] }]);
        }
      }),
    );
    const total = () => [...seen.values()].reduce((sum, list) => sum + new Set(list).size, 0);
    await until('100 events', () => total() === 100);
    await consumer.stop();
    await relay.stop();
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM outbox');
    expect(rows[0].n).toBe(0);
    expect(failures).toBeGreaterThanOrEqual(3);
    const checkpoints = await pool.query(
      "SELECT version FROM checkpoints WHERE consumer = 'test.order' AND stream LIKE $1",
      [`${prefix}%`],
    );
    expect(checkpoints.rows.map((r) => r.version)).toEqual([25, 25, 25, 25]);
    for (const list of seen.values()) {
      // A batch that was rolled back is handled again, so a value may come twice in memory; never out of order.
      const firsts = [...new Set(list)];
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    }
  });

  it('drops what it has handled when the same events come again', async () => {
    let handled = 0;
    const stream = `d-${randomUUID()}`;
    const store = newStore();
    await store.append([{ stream, expectedVersion: 0, events: [put(1), put(2)] }]);
    const consumer = await follow('test.again', (event) => {
      if (event.stream === stream) handled++;
    });
    const relay = new OutboxRelay({ pool, store, nats, log });
    await until('two events', () => handled === 2);
    await pool.query('INSERT INTO outbox SELECT position FROM events WHERE stream = $1', [stream]);
    await pool.query('UPDATE events SET event_id = gen_random_uuid() WHERE stream = $1', [stream]); // past JetStream's own window
    relay.poke();
    await until('outbox empty', async () => (await pool.query('SELECT 1 FROM outbox')).rowCount === 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(handled).toBe(2);
    await consumer.stop();
    await relay.stop();
  });

  it('asks the owner for events the bus no longer has', async () => {
    const stream = `g-${randomUUID()}`;
    const store = newStore();
    await store.append([{ stream, expectedVersion: 0, events: [put(1), put(2), put(3)] }]);
    await pool.query(
      'DELETE FROM outbox WHERE position IN (SELECT position FROM events WHERE stream = $1 AND version < 3)',
      [stream],
    );
    const seen: number[] = [];
    const consumer = await startConsumer<Put>({
      nats,
      pool,
      log,
      name: 'test.gap',
      stream: 'RESOURCE',
      mode: 'test',
      handle: async (event) => {
        if (event.stream === stream) seen.push(event.data.n);
      },
      readMissing: async (s, from) => (await store.load(s)).filter((e) => e.version >= from),
    });
    const relay = new OutboxRelay({ pool, store, nats, log });
    await until('all three', () => seen.length >= 3);
    expect(seen).toEqual([1, 2, 3]);
    await consumer.stop();
    await relay.stop();
  });
});
