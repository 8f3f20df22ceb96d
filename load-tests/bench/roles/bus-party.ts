/** Publishes and consumes through our wrappers and with the bare client, as told. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import { BUS_STREAMS } from '@muster/contracts/subjects';
import { createLog } from '@muster/platform/log';
import { connectNats } from '@muster/platform/nats/connection';
import { type EventConsumer, startConsumer } from '@muster/platform/nats/event-consumer';
import { startLiveFeed } from '@muster/platform/nats/live-feed';
import { publishPacked, subscribePacked } from '@muster/platform/nats/packed';
import { publishEvent } from '@muster/platform/nats/publish-event';
import { ensureStream } from '@muster/platform/nats/streams';
import { CHECKPOINT_TABLES } from '@muster/platform/postgres/event-tables';
import { migrate } from '@muster/platform/postgres/migrate';
import { createPool, type Pool } from '@muster/platform/postgres/pool';
import { AckPolicy, DeliverPolicy, type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { alarmReport } from '../alarm-report.ts';
import { serveRole } from '../role.ts';

const WAIT_MS = 20_000;
/** Publishes to JetStream in flight; the relay has as many. */
const IN_FLIGHT = 500;
/** Publishes before the event loop turns. */
const AT_ONCE = 100;
const STREAM = BUS_STREAMS.ALARM.name;
const SUBJECT = 'alarm.received';
/** The bare side has a stream of its own, so that nobody hears the other side's messages. */
const BARE_STREAM = 'BENCH_BARE';
const BARE_SUBJECT = 'bench.received';

let nats: NatsConnection;
let js: JetStreamClient;
let pool: Pool | undefined;
let counted = 0;
let run = 0;
const countFrame = (frame: Uint8Array): void => {
  if (frame.byteLength > 0) counted++;
};
const countEvent = (event: DomainEvent): void => {
  if (event.type === SUBJECT) counted++;
};

const { idempotencyKey: _, ...report } = alarmReport('');
const data: DomainEvent = { type: SUBJECT, ...report };
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const eventOf = (i: number): Recorded<DomainEvent> => ({
  eventId: `${hex(process.pid, 8)}-0000-4000-8000-${hex(run, 4)}${hex(i, 8)}`,
  stream: `alarm-${process.pid}-${run}-${i}`,
  version: 1,
  data,
  mode: 'test',
  atMs: 1_760_000_000_000,
});

async function inFlight(count: number, publish: (i: number) => Promise<unknown>): Promise<number> {
  for (let from = 0; from < count; from += IN_FLIGHT) {
    await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, count - from) }, (_, i) => publish(from + i)));
  }
  return count;
}

async function packed(count: number, bytes: number, publish: (frame: Uint8Array) => void): Promise<number> {
  const frame = new Uint8Array(bytes);
  for (let i = 0; i < count; i++) {
    publish(frame);
    if (i % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  await nats.flush();
  return count;
}

serveRole({
  async start({ natsUrl, databaseUrl, bare }: { natsUrl: string; databaseUrl?: string; bare: boolean }) {
    const { hostname, port, username, password } = new URL(natsUrl);
    nats = bare
      ? await connect({ servers: `${hostname}:${port}`, user: username, pass: password })
      : await connectNats(natsUrl, 'bench-bus');
    js = jetstream(nats);
    if (databaseUrl === undefined) return;
    pool = createPool(databaseUrl);
    await migrate(pool, [CHECKPOINT_TABLES]);
  },
  async ensureStreams() {
    await ensureStream(nats, 'ALARM');
    const { streams } = await jetstreamManager(nats);
    const { config } = await streams.info(STREAM);
    await streams.add({ ...config, name: BARE_STREAM, subjects: [BARE_SUBJECT] });
  },
  async purge() {
    const { streams } = await jetstreamManager(nats);
    await Promise.all([streams.purge(STREAM), streams.purge(BARE_STREAM)]);
  },
  packedOurs: ({ count, bytes }: { count: number; bytes: number }) =>
    packed(count, bytes, (frame) => publishPacked(nats, 'track.0', frame)),
  packedBare: ({ count, bytes }: { count: number; bytes: number }) =>
    packed(count, bytes, (frame) => nats.publish('bare.0', frame)),
  eventsOurs: ({ count }: { count: number }) => {
    run++;
    return inFlight(count, (i) => publishEvent(js, eventOf(i)));
  },
  eventsBare: ({ count }: { count: number }) => {
    run++;
    return inFlight(count, (i) => {
      const event = eventOf(i);
      return js.publish(BARE_SUBJECT, JSON.stringify(event.data), { msgID: event.eventId });
    });
  },
  async followPackedOurs() {
    subscribePacked(nats, 'track.*', countFrame);
    await nats.flush();
  },
  async followPackedBare() {
    nats.subscribe('bare.*', { callback: (_error, message) => countFrame(message.data) });
    await nats.flush();
  },
  followLiveOurs: async () => {
    await startLiveFeed({
      nats,
      stream: 'ALARM',
      log: createLog('bench'),
      onEvent: (event) => countEvent(event.data),
    });
  },
  async followLiveBare() {
    const consumer = await js.consumers.get(BARE_STREAM, { deliver_policy: DeliverPolicy.New });
    const messages = await consumer.consume();
    void (async () => {
      for await (const message of messages) countEvent(message.json<DomainEvent>());
    })();
  },
  /** Handles what is in the stream with exactly one effect each, checkpoints in PostgreSQL; until `count` are done. */
  async consumeOurs({ count, name }: { count: number; name: string }) {
    let done = 0;
    let consumer: EventConsumer<DomainEvent> | undefined;
    await new Promise<void>((resolve, reject) => {
      const deps = {
        ...({ nats, log: createLog('bench'), name, stream: 'ALARM', mode: 'test' } as const),
        pool: pool as Pool,
        handle: async (event: Recorded<DomainEvent>) => {
          if (event.data.type === SUBJECT) done++;
        },
        onCommitted: () => done >= count && resolve(),
      };
      startConsumer<DomainEvent>(deps).then((started) => {
        consumer = started;
      }, reject);
    });
    await consumer?.stop();
    return done;
  },
  /** The same ack policy and as many in hand, each message acknowledged: no checkpoint, no order kept, no trace. */
  async consumeBare({ count, name }: { count: number; name: string }) {
    const manager = await jetstreamManager(nats);
    await manager.consumers.add(BARE_STREAM, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      max_ack_pending: 2_000,
    });
    const messages = await (await js.consumers.get(BARE_STREAM, name)).consume({ max_messages: 200 });
    let done = 0;
    for await (const message of messages) {
      if (message.json<DomainEvent>().type === SUBJECT) done++;
      message.ack();
      if (done >= count) break;
    }
    await nats.flush();
    return done;
  },
  async counted({ wanted }: { wanted: number }) {
    const giveUpAt = Date.now() + WAIT_MS;
    while (counted < wanted && Date.now() < giveUpAt) await sleep(1);
    const count = counted;
    counted = 0;
    return count;
  },
});
