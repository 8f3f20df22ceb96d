import type { DomainEvent } from '@muster/contracts/envelope';
import type { Component } from '@muster/kernel/lifecycle';
import { type JetStreamClient, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log.ts';
import { publishEvent } from '../nats/publish-event.ts';
import { ensureStream, streamFor } from '../nats/streams.ts';
import { EVENT_COLUMNS, type EventRow, type EventStore } from './event-store.ts';
import { type Pool, transaction } from './pool.ts';

/** Events taken at once, and so in flight to JetStream at once. */
export const RELAY_BATCH = 500;
const IDLE_TICK_MS = 1_000;
/** After a batch the next waits this long: under load events leave in fuller batches, alone one leaves at once. */
const BETWEEN_BATCHES_MS = 8;
const RETRY_MS = 500;
/** Well under what a stop may take, and the outbox's transaction is open meanwhile. */
const PUBLISH_TIMEOUT_MS = 2_000;
/** One relay for each schema at a time, whichever instance is first. */
const LOCK = 7_368_002;

/**
 * Carries committed events to JetStream, at least once and in order within each stream, and takes them out of the
 * outbox when JetStream has them. Rows are taken and deleted, never passed by a cursor: transactions commit out of the
 * order of their positions.
 */
export class OutboxRelay<E extends DomainEvent> implements Component {
  readonly #pool: Pool;
  readonly #store: EventStore<E>;
  readonly #nats: NatsConnection;
  readonly #jetstream: JetStreamClient;
  readonly #log: Log;
  #poked = false;
  #wake: (() => void) | undefined;
  #stopping = false;
  /** A subject the bus did not take: it may have lost the stream, which is then made again. */
  #refused: string | undefined;
  readonly #loop: Promise<void>;
  /** Events in the outbox when it was last looked at and publishing failed; for readiness. */
  lastError: Error | undefined;

  constructor(deps: { pool: Pool; store: EventStore<E>; nats: NatsConnection; log: Log }) {
    this.#pool = deps.pool;
    this.#store = deps.store;
    this.#nats = deps.nats;
    this.#jetstream = jetstream(deps.nats, { timeout: PUBLISH_TIMEOUT_MS });
    this.#log = deps.log;
    this.#loop = this.#run();
  }

  /** Something was committed: look now. */
  poke = (): void => {
    this.#poked = true;
    this.#wake?.();
  };

  /** Flushes what is committed, as far as the bus takes it, then stops. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (;;) {
      this.#poked = false;
      try {
        const relayed = await this.#relayAll();
        this.lastError = undefined;
        if (this.#stopping) return;
        if (relayed > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_BATCHES_MS));
        if (!this.#poked) await this.#sleep(IDLE_TICK_MS);
      } catch (error) {
        if (this.lastError === undefined)
          this.#log.warn({ err: error }, 'events wait in the outbox: the bus or database is away');
        this.lastError = error as Error;
        if (this.#stopping) return;
        await this.#sleep(RETRY_MS);
      }
    }
  }

  async #relayAll(): Promise<number> {
    const lost = this.#refused === undefined ? undefined : streamFor(this.#refused);
    if (lost !== undefined) await ensureStream(this.#nats, lost);
    this.#refused = undefined;
    for (let relayed = 0; ; ) {
      const batch = await this.#relayBatch();
      relayed += batch;
      if (batch < RELAY_BATCH) return relayed;
    }
  }

  async #relayBatch(): Promise<number> {
    return transaction(this.#pool, async (client) => {
      const lock = await client.query<{ ours: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS ours',
        [LOCK],
      );
      if (!lock.rows[0]?.ours) return 0;
      const { rows } = await client.query<EventRow>({
        name: 'outbox-batch',
        // Not a join: the planner would merge from the first event ever, and each batch would cost more than the last.
        text: `SELECT ${EVENT_COLUMNS} FROM events
               WHERE position = ANY (ARRAY(SELECT position FROM outbox ORDER BY position LIMIT $1)) ORDER BY position`,
        values: [RELAY_BATCH],
      });
      if (rows.length === 0) return 0;
      // On one connection in the order of the calls; the server keeps that order.
      await Promise.all(rows.map((row) => publishEvent(this.#jetstream, this.#store.toRecorded(row)))).catch(
        (error) => {
          this.#refused = rows[0]?.type;
          throw error;
        },
      );
      await client.query({
        name: 'outbox-done',
        text: 'DELETE FROM outbox WHERE position = ANY($1::bigint[])',
        values: [rows.map((row) => row.position)],
      });
      return rows.length;
    });
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }
}
