import { type DomainEvent, HEADER, type Recorded } from '@muster/contracts/envelope';
import { BUS_STREAMS, type BusStreamName } from '@muster/contracts/subjects';
import type { Component } from '@muster/kernel/lifecycle';
import { MODES, type Mode } from '@muster/kernel/mode';
import { AckPolicy, DeliverPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { type Pool, transaction } from '../postgres/pool.ts';
import { continueTrace } from '../telemetry/trace.ts';

/** Messages handled in one transaction. */
export const CONSUME_BATCH = 200;
/** Messages the server lets us hold at once. */
const MAX_ACK_PENDING = 2_000;
const ACK_WAIT_NS = 30_000_000_000;
const FETCH_EXPIRES_MS = 5_000;
const GAP_RETRY_MS = 100;
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
  /** After a commit: wake the relay, change what is in memory. */
  readonly onCommitted?: (events: readonly Recorded<E>[]) => void;
  /** Asks the owner's log for a stream's events from a version on, when the bus no longer has them. */
  readonly readMissing?: (stream: string, fromVersion: number) => Promise<readonly Recorded<E>[]>;
}

/** Follows one JetStream stream: exactly one effect for each event, in order within each of its streams. */
export async function startConsumer<E extends DomainEvent>(deps: ConsumerDeps<E>): Promise<EventConsumer<E>> {
  const manager = await jetstreamManager(deps.nats);
  const durable = deps.name.replace(/[^A-Za-z0-9_-]/g, '_');
  await manager.consumers.add(BUS_STREAMS[deps.stream].name, {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ACK_WAIT_NS,
    max_ack_pending: MAX_ACK_PENDING,
  });
  return new EventConsumer(deps, durable);
}

export class EventConsumer<E extends DomainEvent> implements Component {
  readonly #deps: ConsumerDeps<E>;
  readonly #durable: string;
  #stopping = false;
  readonly #loop: Promise<void>;
  /** Set while events cannot be handled; for readiness. */
  lastError: Error | undefined;

  constructor(deps: ConsumerDeps<E>, durable: string) {
    this.#deps = deps;
    this.#durable = durable;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
  }

  async #run(): Promise<void> {
    const consumer = await jetstream(this.#deps.nats).consumers.get(BUS_STREAMS[this.#deps.stream].name, this.#durable);
    while (!this.#stopping) {
      try {
        const first = await consumer.next({ expires: FETCH_EXPIRES_MS / 5 });
        if (first === null) continue;
        const batch = [first];
        const waiting = Math.min(CONSUME_BATCH - 1, first.info.pending);
        if (waiting > 0) {
          for await (const m of await consumer.fetch({ max_messages: waiting, expires: 1_000 })) batch.push(m);
        }
        await this.#handleBatch(batch);
      } catch (error) {
        this.#failed(error as Error, 'cannot read from the bus');
        await new Promise((resolve) => setTimeout(resolve, FAILED_RETRY_MS));
      }
    }
  }

  /** All in one transaction; when that fails, one by one, so that a bad event holds up only its own stream. */
  async #handleBatch(batch: readonly JsMsg[]): Promise<void> {
    try {
      await this.#handleTogether(batch);
      this.lastError = undefined;
    } catch (error) {
      if (batch.length === 1) return this.#retryLater(batch[0] as JsMsg, error as Error);
      for (const message of batch) {
        await this.#handleTogether([message]).catch((e: Error) => this.#retryLater(message, e));
      }
    }
  }

  async #handleTogether(batch: readonly JsMsg[]): Promise<void> {
    const events = batch.map((message) => toRecorded<E>(message));
    const handled: Recorded<E>[] = [];
    const early = new Set<JsMsg>();
    await transaction(this.#deps.pool, async (client) => {
      handled.length = 0;
      early.clear();
      const last = await this.#checkpoints(client, [...new Set(events.map((event) => event.stream))]);
      for (const [i, event] of events.entries()) {
        const known = last.get(event.stream) ?? 0;
        if (event.version <= known) continue;
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
      await this.#saveCheckpoints(client, handled);
    });
    for (const message of batch) {
      if (early.has(message)) message.nak(GAP_RETRY_MS);
      else message.ack();
    }
    if (handled.length > 0) this.#deps.onCommitted?.(handled);
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

  async #saveCheckpoints(client: pg.PoolClient, handled: readonly Recorded<E>[]): Promise<void> {
    if (handled.length === 0) return;
    const newest = new Map(handled.map((event) => [event.stream, event.version]));
    await client.query({
      name: 'checkpoints-write',
      text: `INSERT INTO checkpoints (consumer, stream, version)
             SELECT $1, * FROM unnest($2::text[], $3::int[])
             ON CONFLICT (consumer, stream) DO UPDATE SET version = excluded.version`,
      values: [this.#deps.name, [...newest.keys()], [...newest.values()]],
    });
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
