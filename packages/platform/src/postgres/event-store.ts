import { randomUUID } from 'node:crypto';
import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import type { Clock } from '@muster/kernel/clock';
import type { Mode } from '@muster/kernel/mode';
import { RefusalError, refuse } from '@muster/kernel/result';
import { currentTraceparent } from '../telemetry/trace.ts';
import { GroupCommit } from './group-commit.ts';
import { isPgError, type Pool, type Queryable, transaction } from './pool.ts';
import { storable } from './storable.ts';
import { type Upcasters, upcast } from './upcast.ts';

/** Events to add to one stream whose last version the writer saw was `expectedVersion` (0: it does not exist). */
export interface Append<E extends DomainEvent> {
  readonly stream: string;
  readonly expectedVersion: number;
  readonly events: readonly E[];
}

/** Someone else wrote first. Load again, decide again. */
export class ConcurrencyError extends Error {
  constructor(streams: readonly string[]) {
    super(`another writer was first in ${streams.join(', ')}`);
    this.name = 'ConcurrencyError';
  }
}

export interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly event_id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: DomainEvent;
  readonly mode: Mode;
  readonly at_ms: number;
  readonly traceparent: string | null;
}

export interface EventStoreDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly mode: Mode;
  readonly upcasters?: Upcasters;
  /**
   * Appends that come while others are being committed share the next commit (group-commit.ts). For an owner of many
   * short streams under load; an append with `alongside` has its own transaction all the same.
   */
  readonly groupCommit?: boolean;
  /** Called after each commit, so that the outbox is looked at now and not at its next tick. */
  readonly onCommitted?: () => void;
}

/** Events of one transaction at most; more is a bug or a bulk import that must be cut up. */
export const MAX_EVENTS_PER_APPEND = 10_000;
/** Longest JSON of one event, in characters: the bus takes a megabyte, and one event it cannot take would stop all. */
export const MAX_EVENT_CHARS = 300_000;

/** One statement, one round trip, one transaction: events and outbox together. */
const INSERT = `
  WITH added AS (
    INSERT INTO events (stream, version, event_id, type, schema, data, mode, at_ms, traceparent)
    SELECT * FROM unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::smallint[], $6::jsonb[], $7::text[],
                         $8::float8[], $9::text[])
    RETURNING position
  ) INSERT INTO outbox SELECT position FROM added`;

export const EVENT_COLUMNS = 'position, stream, version, event_id, type, schema, data, mode, at_ms, traceparent';

export class EventStore<E extends DomainEvent> {
  readonly #deps: EventStoreDeps;
  readonly #group: GroupCommit<Recorded>;
  constructor(deps: EventStoreDeps) {
    this.#deps = deps;
    this.#group = new GroupCommit((recorded) => this.#insert(deps.pool, recorded));
  }

  /**
   * Appends to one or several streams, all or nothing, durable when it returns.
   *
   * @param alongside further effects in the same transaction (read models, checkpoints)
   * @throws ConcurrencyError when a stream is not at its expected version
   */
  async append(
    appends: readonly Append<E>[],
    alongside?: (client: Queryable, recorded: readonly Recorded<E>[]) => Promise<void>,
  ): Promise<Recorded<E>[]> {
    const recorded = this.#record(appends);
    if (recorded.length === 0) return recorded;
    try {
      if (alongside) {
        await transaction(this.#deps.pool, async (client) => {
          await this.#insert(client, recorded);
          await alongside(client, recorded);
        });
      } else if (this.#deps.groupCommit) {
        await this.#group.add(recorded);
      } else {
        await this.#insert(this.#deps.pool, recorded);
      }
    } catch (error) {
      throw asConcurrency(error, appends);
    }
    this.#deps.onCommitted?.();
    return recorded;
  }

  /** The same inside a transaction that the caller has begun; the caller calls `committed` after COMMIT. */
  async appendWithin(client: Queryable, appends: readonly Append<E>[]): Promise<Recorded<E>[]> {
    const recorded = this.#record(appends);
    if (recorded.length === 0) return recorded;
    try {
      await this.#insert(client, recorded);
    } catch (error) {
      throw asConcurrency(error, appends);
    }
    return recorded;
  }

  committed(): void {
    this.#deps.onCommitted?.();
  }

  /** A stream's events in order, oldest first, as today's code knows them. */
  async load(stream: string, client: Queryable = this.#deps.pool): Promise<Recorded<E>[]> {
    const { rows } = await client.query<EventRow>({
      name: 'load-stream',
      text: `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = $1 ORDER BY version`,
      values: [stream],
    });
    return rows.map((row) => this.toRecorded(row));
  }

  /** Several streams with one round trip; a stream without events is an empty list. */
  async loadMany(streams: readonly string[], client: Queryable = this.#deps.pool): Promise<Map<string, Recorded<E>[]>> {
    const { rows } = await client.query<EventRow>({
      name: 'load-streams',
      text: `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = ANY($1) ORDER BY stream, version`,
      values: [streams],
    });
    const found = new Map<string, Recorded<E>[]>(streams.map((stream) => [stream, []]));
    for (const row of rows) found.get(row.stream)?.push(this.toRecorded(row));
    return found;
  }

  /**
   * Every event in the order of its position, in pages. The guard keeps out events beside which an older, still open
   * transaction may yet commit.
   */
  async *readAll(afterPosition = 0, pageSize = 1_000): AsyncGenerator<{ positions: number[]; events: Recorded<E>[] }> {
    let after = afterPosition;
    for (;;) {
      const { rows } = await this.#deps.pool.query<EventRow>({
        name: 'read-all',
        text: `SELECT ${EVENT_COLUMNS} FROM events
               WHERE position > $1 AND xid < pg_snapshot_xmin(pg_current_snapshot())
               ORDER BY position LIMIT $2`,
        values: [after, pageSize],
      });
      if (rows.length === 0) return;
      after = Number(rows[rows.length - 1]?.position);
      yield {
        positions: rows.map((row) => Number(row.position)),
        events: rows.map((row) => this.toRecorded(row)),
      };
    }
  }

  toRecorded(row: EventRow): Recorded<E> {
    return {
      eventId: row.event_id,
      stream: row.stream,
      version: row.version,
      data: upcast(this.#deps.upcasters, row.data, row.schema) as E,
      mode: row.mode,
      atMs: row.at_ms,
      ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    };
  }

  #record(appends: readonly Append<E>[]): Recorded<E>[] {
    const atMs = this.#deps.clock.nowMs();
    const traceparent = currentTraceparent();
    const recorded: Recorded<E>[] = [];
    for (const { stream, expectedVersion, events } of appends) {
      for (const [i, data] of events.entries()) {
        recorded.push({
          eventId: randomUUID(),
          stream,
          version: expectedVersion + 1 + i,
          data: storable(data),
          mode: this.#deps.mode,
          atMs,
          ...(traceparent === undefined ? {} : { traceparent }),
        });
      }
    }
    if (recorded.length > MAX_EVENTS_PER_APPEND) {
      throw new Error(`${recorded.length} events in one transaction; at most ${MAX_EVENTS_PER_APPEND}: cut them up`);
    }
    return recorded;
  }

  async #insert(client: Queryable, recorded: readonly Recorded[]): Promise<void> {
    await client.query({
      name: 'append-events',
      text: INSERT,
      values: [
        recorded.map((r) => r.stream),
        recorded.map((r) => r.version),
        recorded.map((r) => r.eventId),
        recorded.map((r) => r.data.type),
        recorded.map((r) => this.#deps.upcasters?.currentSchema(r.data.type) ?? 1),
        recorded.map((r) => jsonOf(r.data)),
        recorded.map((r) => r.mode),
        recorded.map((r) => r.atMs),
        recorded.map((r) => r.traceparent ?? null),
      ],
    });
  }
}

function jsonOf(event: DomainEvent): string {
  const json = JSON.stringify(event);
  if (json.length <= MAX_EVENT_CHARS) return json;
  const message = `${event.type} has ${json.length} characters, at most ${MAX_EVENT_CHARS} can be stored: send less`;
  throw new RefusalError(refuse('limit', message, `内容过长，最多 ${MAX_EVENT_CHARS} 个字符`).refusal);
}

function asConcurrency(error: unknown, appends: readonly Append<DomainEvent>[]): unknown {
  if (isPgError(error, 'uniqueViolation') && (error as { constraint?: string }).constraint === 'events_pkey') {
    return new ConcurrencyError(appends.map((a) => a.stream));
  }
  return isPgError(error, 'deadlock') ? new ConcurrencyError(appends.map((a) => a.stream)) : error;
}
