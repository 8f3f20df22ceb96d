import { type DomainEvent, HEADER, type Recorded } from '@muster/contracts/envelope';
import { BUS_STREAMS, type BusStreamName } from '@muster/contracts/subjects';
import type { Component } from '@muster/kernel/lifecycle';
import { MODES, type Mode } from '@muster/kernel/mode';
import { AckPolicy, type Consumer, DeliverPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { isDatabaseAway, type Pool, transaction } from '../postgres/pool.ts';
import { continueTrace } from '../telemetry/trace.ts';

/** Messages handled in one transaction. */
export const CONSUME_BATCH = 200;
/** Messages the server lets us hold at once. */
const MAX_ACK_PENDING = 2_000;
const ACK_WAIT_NS = 30_000_000_000;
const FETCH_EXPIRES_MS = 5_000;
const GAP_RETRY_MS = 100;
const GAP_RETRY_MAX_MS = 5_000;
const AWAY_RETRY_MS = 250;
const FAILED_RETRY_MS = 1_000;
const FAILED_RETRY_MAX_MS = 30_000;
/** Deliveries of an event whose predecessor has not come, before its owner is asked for what is missing. */
const GAP_PATIENCE = 10;

export interface ConsumerDeps<E extends DomainEvent> {
  readonly nats: NatsConnection;
  readonly pool: Pool;
  readonly log: Log;
  /** Unique in the system: "dispatch.alarms". Names the durable and the checkpoints. */
  readonly name: string;
  readonly stream: BusStreamName;
  readonly mode: Mode;
  /**
   * The effect, inside the transaction that moves the checkpoint. Called once for each event in the order of its
   * stream; may be called again for the same event only after a rollback.
   */
  readonly handle: (event: Recorded<E>, client: pg.PoolClient) => Promise<void>;
  /**
   * Before the transaction, with the events it will be about: to wait for what they need. A wait inside it would hold
   * its rows and its connection, and whoever wants the same rows would wait along.
   */
  readonly prepare?: (events: readonly Recorded<E>[]) => Promise<void>;
  /** After a commit, with the events of our own mode: wake the relay, change what is in memory. Once for each event. */
  readonly onCommitted?: (events: readonly Recorded<E>[]) => void;
  /** Asks the owner's log for a stream's events from a version on, when the bus no longer has them. */
  readonly readMissing?: (stream: string, fromVersion: number) => Promise<readonly Recorded<E>[]>;
}

/** Follows one JetStream stream: exactly one effect for each event, in order within each of its streams. */
export async function startConsumer<E extends DomainEvent>(deps: ConsumerDeps<E>): Promise<EventConsumer<E>> {
  return new EventConsumer(deps, await openDurable(deps));
}

/** Makes the durable where it is not there yet, also after the bus has lost its store. */
async function openDurable({ nats, name, stream }: Pick<ConsumerDeps<never>, 'nats' | 'name' | 'stream'>) {
  const durable = name.replace(/[^A-Za-z0-9_-]/g, '_');
  await (await jetstreamManager(nats)).consumers.add(BUS_STREAMS[stream].name, {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ACK_WAIT_NS,
    max_ack_pending: MAX_ACK_PENDING,
  });
  return jetstream(nats).consumers.get(BUS_STREAMS[stream].name, durable);
}

export class EventConsumer<E extends DomainEvent> implements Component {
  readonly #deps: ConsumerDeps<E>;
  #consumer: Consumer | undefined;
  #stopping = false;
  readonly #loop: Promise<void>;
  /**
   * Handled in a transaction that failed: perhaps it was committed and only the answer was lost. When such an event
   * comes again and the checkpoint knows it, it was, and memory is told then.
   */
  readonly #doubtful = new Set<string>();
  /** Set while events cannot be handled; for readiness. */
  lastError: Error | undefined;

  constructor(deps: ConsumerDeps<E>, consumer: Consumer) {
    this.#deps = deps;
    this.#consumer = consumer;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        this.#consumer ??= await openDurable(this.#deps);
        const first = await this.#consumer.next({ expires: FETCH_EXPIRES_MS / 5 });
        if (first === null) continue;
        const batch = [first];
        const waiting = Math.min(CONSUME_BATCH - 1, first.info.pending);
        if (waiting > 0) {
          for await (const m of await this.#consumer.fetch({ max_messages: waiting, expires: 1_000 })) batch.push(m);
        }
        await this.#handleBatch(batch);
      } catch (error) {
        this.#failed(error as Error, 'cannot read from the bus');
        this.#consumer = undefined;
        await sleep(FAILED_RETRY_MS);
      }
    }
  }

  /**
   * All in one transaction; when that fails, each half in its own, down to single events, so that a bad event holds up
   * only its own stream. Most failures are somebody else who wrote first: the halves succeed, and a batch that is late
   * does not become later by a commit for each of its events.
   */
  async #handleBatch(delivered: readonly JsMsg[]): Promise<void> {
    const batch = delivered.filter((message) => this.#isOurs(message));
    if (batch.length === 0) return;
    try {
      await this.#whileAway(() => this.#handleTogether(batch));
      this.lastError = undefined;
    } catch (error) {
      if (batch.length === 1) return this.#retryLater(batch[0] as JsMsg, error as Error);
      const half = batch.length >> 1;
      await this.#handleBatch(batch.slice(0, half));
      await this.#handleBatch(batch.slice(half));
    }
  }

  /** The database's absence is no fault of the events: they wait here, and are handled as soon as it is back. */
  async #whileAway(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.#stopping || !isDatabaseAway(error)) throw error;
        if (this.lastError === undefined) this.#failed(error as Error, 'events wait: the database is away');
        await sleep(AWAY_RETRY_MS);
      }
    }
  }

  /** What is no event can never be handled: it is put aside, for the log to tell. */
  #isOurs(message: JsMsg): boolean {
    try {
      toRecorded(message);
      return true;
    } catch (error) {
      this.#deps.log.error({ err: error, consumer: this.#deps.name }, 'put aside what is no event');
      message.term();
      return false;
    }
  }

  async #handleTogether(batch: readonly JsMsg[]): Promise<void> {
    const events = batch.map((message) => toRecorded<E>(message));
    const handled: Recorded<E>[] = [];
    const told: Recorded<E>[] = [];
    const early = new Set<JsMsg>();
    await this.#deps.prepare?.(events);
    await transaction(this.#deps.pool, async (client) => {
      const last = await this.#checkpoints(client, [...new Set(events.map((event) => event.stream))]);
      const existing = [...last.keys()];
      for (const [i, event] of events.entries()) {
        const known = last.get(event.stream) ?? 0;
        if (event.version <= known) {
          if (this.#doubtful.delete(event.eventId)) told.push(event);
          continue;
        }
        if (event.version > known + 1) {
          const message = batch[i] as JsMsg;
          const filled = await this.#fillGap(client, event, known, message.info.deliveryCount);
          if (filled === null) {
            early.add(message);
            continue;
          }
          handled.push(...filled);
        }
        await this.#handleOne(event, client);
        handled.push(event);
        last.set(event.stream, event.version);
      }
      await this.#saveCheckpoints(client, handled, existing);
    }).catch((error: unknown) => {
      for (const event of [...told, ...handled]) this.#doubtful.add(event.eventId);
      throw error;
    });
    for (const message of batch) {
      if (early.has(message)) message.nak(gapRetryMs(message.info.deliveryCount));
      else message.ack();
    }
    for (const event of handled) this.#doubtful.delete(event.eventId);
    const ours = [...told, ...handled].filter((event) => event.mode === this.#deps.mode);
    if (ours.length > 0) this.#deps.onCommitted?.(ours);
  }

  async #handleOne(event: Recorded<E>, client: pg.PoolClient): Promise<void> {
    if (event.mode !== this.#deps.mode) return; // a drill's fact is no fact here, but it keeps its place in the stream
    await continueTrace(event.traceparent, `${this.#deps.name} ${event.data.type}`, 'consumer', () =>
      this.#deps.handle(event, client),
    );
  }

  /** The missing events, handled; null when it is better to wait a little longer. */
  async #fillGap(
    client: pg.PoolClient,
    event: Recorded<E>,
    known: number,
    deliveries: number,
  ): Promise<Recorded<E>[] | null> {
    if (deliveries < GAP_PATIENCE || this.#deps.readMissing === undefined) return null;
    const missing = (await this.#deps.readMissing(event.stream, known + 1)).filter((m) => m.version < event.version);
    if (missing.length !== event.version - known - 1) return null;
    for (const m of missing) await this.#handleOne(m, client);
    this.#deps.log.info({ stream: event.stream, count: missing.length }, 'filled a gap from the owner of the events');
    return missing;
  }

  async #checkpoints(client: pg.PoolClient, streams: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await client.query<{ stream: string; version: number }>({
      name: 'checkpoints-read',
      text: 'SELECT stream, version FROM checkpoints WHERE consumer = $1 AND stream = ANY($2) FOR UPDATE',
      values: [this.#deps.name, streams],
    });
    return new Map(rows.map((row) => [row.stream, row.version]));
  }

  /** @param existing streams that had a checkpoint, which this transaction has locked */
  async #saveCheckpoints(
    client: pg.PoolClient,
    handled: readonly Recorded<E>[],
    existing: readonly string[],
  ): Promise<void> {
    if (handled.length === 0) return;
    const newest = new Map(handled.map((event) => [event.stream, event.version]));
    const { rowCount } = await client.query({
      name: 'checkpoints-write',
      text: `INSERT INTO checkpoints (consumer, stream, version)
             SELECT $1, * FROM unnest($2::text[], $3::int[])
             ON CONFLICT (consumer, stream) DO UPDATE SET version = excluded.version
             WHERE checkpoints.stream = ANY($4::text[])`,
      values: [this.#deps.name, [...newest.keys()], [...newest.values()], existing],
    });
    // Nothing can lock a row that is not there yet: two instances may both have begun with a new stream.
    if (rowCount !== newest.size) throw new Error('another instance was first with a new stream');
  }

  #retryLater(message: JsMsg, error: Error): void {
    this.#failed(error, `cannot handle ${message.subject}`);
    message.nak(Math.min(FAILED_RETRY_MAX_MS, FAILED_RETRY_MS * message.info.deliveryCount));
  }

  #failed(error: Error, what: string): void {
    if (this.#stopping) return;
    this.lastError = error;
    this.#deps.log.error({ err: error, consumer: this.#deps.name }, what);
  }
}

/** Soon while the predecessor may just be late; seldom once it is clear that it waits for something. */
const gapRetryMs = (deliveries: number): number =>
  deliveries <= GAP_PATIENCE ? GAP_RETRY_MS : Math.min(GAP_RETRY_MAX_MS, GAP_RETRY_MS * (deliveries - GAP_PATIENCE));

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** @throws when headers are missing: only relays publish on these subjects, so that is a bug somewhere. */
export function toRecorded<E extends DomainEvent>(message: JsMsg): Recorded<E> {
  const h = message.headers;
  const mode = h?.get(HEADER.mode) as Mode;
  const version = Number(h?.get(HEADER.version));
  const stream = h?.get(HEADER.stream) ?? '';
  if (!h || !MODES.includes(mode) || !Number.isInteger(version) || stream === '') {
    throw new Error(`message ${message.seq} on ${message.subject} is not an event of ours`);
  }
  const traceparent = h.get(HEADER.traceparent);
  return {
    eventId: h.get(HEADER.eventId),
    stream,
    version,
    data: message.json<E>(),
    mode,
    atMs: Number(h.get(HEADER.atMs)),
    ...(traceparent ? { traceparent } : {}),
  };
}
