import { type DomainEvent, HEADER, type Recorded } from '@muster/contracts/envelope';
import { BUS_STREAMS, type BusStreamName } from '@muster/contracts/subjects';
import type { Component } from '@muster/kernel/lifecycle';
import { MODES, type Mode } from '@muster/kernel/mode';
import { AckPolicy, type Consumer, DeliverPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { isDatabaseAway } from '../postgres/pool.ts';
import { CatchUp, type CatchUpDeps } from './catch-up.ts';
import { type Arrival, type EffectDeps, GAP_PATIENCE, OrderedEffects } from './ordered-effects.ts';
import { ensureStream } from './streams.ts';

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
export interface ConsumerDeps<E extends DomainEvent> extends EffectDeps<E> {
  readonly nats: NatsConnection;
  readonly stream: BusStreamName;
  /** Reads the owner's whole log after a position: with it nothing is lost that the bus loses (catch-up.ts). */
  readonly readAll?: CatchUpDeps<E>['readAll'];
  /** Tests wait less than CATCH_UP_EVERY_MS. */
  readonly catchUpEveryMs?: number;
}

/** Follows one JetStream stream: exactly one effect for each event, in order within each of its streams. */
export async function startConsumer<E extends DomainEvent>(deps: ConsumerDeps<E>): Promise<EventConsumer<E>> {
  return new EventConsumer(deps, await openDurable(deps));
}

/** Makes the stream and the durable where they are not there yet, also after the bus has lost its store. */
async function openDurable({ nats, name, stream }: Pick<ConsumerDeps<never>, 'nats' | 'name' | 'stream'>) {
  await ensureStream(nats, stream);
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
  readonly #effects: OrderedEffects<E>;
  readonly #catchUp: CatchUp<E> | undefined;
  /** Set while events cannot be handled; for readiness. */
  lastError: Error | undefined;

  constructor(deps: ConsumerDeps<E>, consumer: Consumer) {
    this.#deps = deps;
    this.#consumer = consumer;
    this.#effects = new OrderedEffects(deps);
    const { pool, log, name, readAll, catchUpEveryMs } = deps;
    if (readAll) {
      const every = catchUpEveryMs === undefined ? {} : { everyMs: catchUpEveryMs };
      this.#catchUp = new CatchUp({ pool, log, name, readAll, effects: this.#effects, ...every });
    }
    void this.#watchConnection();
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([this.#loop, this.#catchUp?.stop()]);
  }

  /** A bus that was away may have come back with less than it had, or with nothing: not even our durable. */
  async #watchConnection(): Promise<void> {
    for await (const status of this.#deps.nats.status()) {
      if (this.#stopping) return;
      if (status.type !== 'reconnect') continue;
      this.#consumer = undefined;
      this.#catchUp?.wake();
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const consumer = this.#consumer ?? (await openDurable(this.#deps));
        this.#consumer = consumer;
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
        this.#consumer = undefined;
        this.#catchUp?.wake();
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
    const arrivals = batch.map((message) => ({ event: toRecorded<E>(message), times: message.info.deliveryCount }));
    const early = await this.#effects.take(arrivals);
    for (const [i, message] of batch.entries()) {
      if (early.has(arrivals[i] as Arrival<E>)) message.nak(gapRetryMs(message.info.deliveryCount));
      else message.ack();
    }
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
