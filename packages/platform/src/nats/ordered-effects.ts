import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import type { Mode } from '@muster/kernel/mode';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { type Pool, transaction } from '../postgres/pool.ts';
import { continueTrace } from '../telemetry/trace.ts';

/** Deliveries of an event whose predecessor has not come, before its owner is asked for what is missing. */
export const GAP_PATIENCE = 10;

export interface EffectDeps<E extends DomainEvent> {
  readonly pool: Pool;
  readonly log: Log;
  /** Unique in the system: "dispatch.alarms". Names the durable and the checkpoints. */
  readonly name: string;
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

/** An event, and how often it has come by now. */
export interface Arrival<E extends DomainEvent> {
  readonly event: Recorded<E>;
  readonly times: number;
}

/**
 * Exactly one effect for each event, in order within each stream, whichever way the events come: from the bus or from
 * their owner's log. What was handled is known by its version; the checkpoint moves in the transaction of the effect.
 */
export class OrderedEffects<E extends DomainEvent> {
  readonly #deps: EffectDeps<E>;
  #turn: Promise<unknown> = Promise.resolve();
  /**
   * Handled in a transaction that failed: perhaps it was committed and only the answer was lost. When such an event
   * comes again and the checkpoint knows it, it was, and memory is told then.
   */
  readonly #doubtful = new Set<string>();

  constructor(deps: EffectDeps<E>) {
    this.#deps = deps;
  }

  /**
   * Handles all in one transaction; callers take turns, so that memory hears of commits in their order.
   *
   * @returns those that came too early: they have had no effect
   */
  take(arrivals: readonly Arrival<E>[]): Promise<ReadonlySet<Arrival<E>>> {
    const mine = this.#turn.then(() => this.#take(arrivals));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** Those that the checkpoints do not know yet, and those of which memory may not have been told. Locks nothing. */
  async unhandled(events: readonly Recorded<E>[]): Promise<Recorded<E>[]> {
    const known = await this.#checkpoints(this.#deps.pool, streamsOf(events), '');
    return events.filter(
      (event) => event.version > (known.get(event.stream) ?? 0) || this.#doubtful.has(event.eventId),
    );
  }

  async #take(given: readonly Arrival<E>[]): Promise<ReadonlySet<Arrival<E>>> {
    const arrivals = [...given].sort(byStream);
    const events = arrivals.map(({ event }) => event);
    const handled: Recorded<E>[] = [];
    const told: Recorded<E>[] = [];
    const early = new Set<Arrival<E>>();
    await this.#deps.prepare?.(events);
    await transaction(this.#deps.pool, async (client) => {
      const last = await this.#checkpoints(client, streamsOf(events), 'FOR UPDATE');
      const existing = [...last.keys()];
      for (const arrival of arrivals) {
        const { event } = arrival;
        const known = last.get(event.stream) ?? 0;
        if (event.version <= known) {
          if (this.#doubtful.delete(event.eventId)) told.push(event);
          continue;
        }
        if (event.version > known + 1) {
          const filled = await this.#fillGap(client, arrival, known);
          if (filled === null) {
            early.add(arrival);
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
    for (const event of handled) this.#doubtful.delete(event.eventId);
    const ours = [...told, ...handled].filter((event) => event.mode === this.#deps.mode);
    if (ours.length > 0) this.#deps.onCommitted?.(ours);
    return early;
  }

  async #handleOne(event: Recorded<E>, client: pg.PoolClient): Promise<void> {
    if (event.mode !== this.#deps.mode) return; // a drill's fact is no fact here, but it keeps its place in the stream
    await continueTrace(event.traceparent, `${this.#deps.name} ${event.data.type}`, 'consumer', () =>
      this.#deps.handle(event, client),
    );
  }

  /** The missing events, handled; null when it is better to wait a little longer. */
  async #fillGap(client: pg.PoolClient, { event, times }: Arrival<E>, known: number): Promise<Recorded<E>[] | null> {
    if (times < GAP_PATIENCE || this.#deps.readMissing === undefined) return null;
    const missing = (await this.#deps.readMissing(event.stream, known + 1)).filter((m) => m.version < event.version);
    if (missing.length !== event.version - known - 1) return null;
    for (const m of missing) await this.#handleOne(m, client);
    this.#deps.log.info({ stream: event.stream, count: missing.length }, 'filled a gap from the owner of the events');
    return missing;
  }

  /** Locked in the order of their names, so that two transactions over the same streams wait and do not deadlock. */
  async #checkpoints(
    client: pg.PoolClient | Pool,
    streams: readonly string[],
    lock: 'FOR UPDATE' | '',
  ): Promise<Map<string, number>> {
    const { rows } = await client.query<{ stream: string; version: number }>({
      name: lock === '' ? 'checkpoints-look' : 'checkpoints-read',
      text: `SELECT stream, version FROM checkpoints WHERE consumer = $1 AND stream = ANY($2) ORDER BY stream ${lock}`,
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
    const newest = [...new Map(handled.map((event) => [event.stream, event.version]))].sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    const { rowCount } = await client.query({
      name: 'checkpoints-write',
      text: `INSERT INTO checkpoints (consumer, stream, version)
             SELECT $1, * FROM unnest($2::text[], $3::int[])
             ON CONFLICT (consumer, stream) DO UPDATE SET version = excluded.version
             WHERE checkpoints.stream = ANY($4::text[])`,
      values: [this.#deps.name, newest.map(([stream]) => stream), newest.map(([, version]) => version), existing],
    });
    // Nothing can lock a row that is not there yet: two instances may both have begun with a new stream.
    if (rowCount !== newest.length) throw new Error('another instance was first with a new stream');
  }
}

/** Two consumers whose effects meet (an alarm and its classification) then touch them in the same order: no deadlock. */
const byStream = ({ event: a }: Arrival<DomainEvent>, { event: b }: Arrival<DomainEvent>): number =>
  a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.version - b.version;

const streamsOf = (events: readonly Recorded[]): string[] => [...new Set(events.map((event) => event.stream))];
