import { type DispatchEvent, dutyStream, incidentStream } from '@muster/contracts/events/dispatch';
import type { ResourceEvent } from '@muster/contracts/events/resource';
import type { EventStore } from '@muster/platform/postgres/event-store';
import { CHECKPOINT_TABLES, EVENT_TABLES, LOG_POSITION_TABLES } from '@muster/platform/postgres/event-tables';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Pool, Queryable } from '@muster/platform/postgres/pool';
import type { Fleet } from '../app/fleet.ts';
import { evolved, isIncidentStream, type LiveState, MAX_OVER_KEPT, type State } from '../app/live-state.ts';
import type { DutyState } from '../domain/duty.ts';
import type { IncidentState } from '../domain/incident.ts';

export const MIGRATIONS: readonly Migration[] = [
  EVENT_TABLES,
  CHECKPOINT_TABLES,
  LOG_POSITION_TABLES,
  {
    id: '001-read-models',
    sql: `
      CREATE TABLE incidents (
        incident_id    text PRIMARY KEY,
        version        integer NOT NULL,
        is_open        boolean NOT NULL,
        received_at_ms double precision NOT NULL,
        state          jsonb NOT NULL
      );
      CREATE INDEX incidents_open ON incidents (received_at_ms) WHERE is_open;
      CREATE INDEX incidents_received ON incidents (received_at_ms DESC) WHERE NOT is_open;
      CREATE TABLE duties (
        unit_id text PRIMARY KEY,
        version integer NOT NULL,
        state   jsonb NOT NULL
      );
      CREATE TABLE resources (
        kind text  NOT NULL,
        id   text  NOT NULL,
        data jsonb NOT NULL,
        PRIMARY KEY (kind, id)
      );
    `,
  },
];

const FLUSH_MS = 250;
/** Streams brought up to date with one round trip at a start. */
const CATCH_UP_STREAMS = 200;

/**
 * The read models' rows: what memory is loaded from at a start. They are written a little behind the commits, several
 * changes of one row at once; a start compares versions with the log and mends what a kill left behind.
 */
export class ReadModels {
  readonly #pool: Pool;
  readonly #dirty = new Map<string, State>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  /** Set while rows cannot be written; they are tried again. */
  lastError: Error | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  changed = (stream: string, state: State): void => {
    this.#dirty.set(stream, state);
    this.#timer ??= setTimeout(() => void this.flush().catch(() => {}), FLUSH_MS);
  };

  async stop(): Promise<void> {
    await this.flush();
  }

  /** Resolves when every change up to now is in its row. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => {}).then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const batch = [...this.#dirty];
    this.#dirty.clear();
    try {
      await writeRows(this.#pool, batch);
      this.lastError = undefined;
    } catch (error) {
      this.lastError = error as Error;
      for (const [stream, state] of batch) {
        if (!this.#dirty.has(stream)) this.changed(stream, state);
      }
      throw error;
    }
  }
}

async function writeRows(client: Queryable, batch: readonly (readonly [string, State])[]): Promise<void> {
  const incidents = batch.filter(([stream]) => isIncidentStream(stream)).map(([, state]) => state as IncidentState);
  const duties = batch.filter(([stream]) => !isIncidentStream(stream)).map(([, state]) => state as DutyState);
  if (incidents.length > 0) {
    await client.query({
      name: 'incidents-write',
      text: `INSERT INTO incidents SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::float8[], $5::jsonb[])
             ON CONFLICT (incident_id) DO UPDATE SET version = excluded.version, is_open = excluded.is_open,
               received_at_ms = excluded.received_at_ms, state = excluded.state
             WHERE incidents.version < excluded.version`,
      values: [
        incidents.map(({ view }) => view.incidentId),
        incidents.map(({ view }) => view.version),
        incidents.map(({ view }) => view.state === 'open'),
        incidents.map(({ view }) => view.receivedAtMs),
        incidents.map((state) => JSON.stringify(state)),
      ],
    });
  }
  if (duties.length > 0) {
    await client.query({
      name: 'duties-write',
      text: `INSERT INTO duties SELECT * FROM unnest($1::text[], $2::int[], $3::jsonb[])
             ON CONFLICT (unit_id) DO UPDATE SET version = excluded.version, state = excluded.state
             WHERE duties.version < excluded.version`,
      values: [
        duties.map(({ view }) => view.unitId),
        duties.map(({ view }) => view.version),
        duties.map((state) => JSON.stringify(state)),
      ],
    });
  }
}

/** Rows into memory, then whatever the log has beyond them. Gives the number of streams that were behind. */
export async function loadLive(pool: Pool, store: EventStore<DispatchEvent>, live: LiveState): Promise<number> {
  const { rows: incidents } = await pool.query<{ state: IncidentState }>(
    `SELECT state FROM (
       SELECT state, received_at_ms FROM incidents WHERE is_open
       UNION ALL
       (SELECT state, received_at_ms FROM incidents WHERE NOT is_open ORDER BY received_at_ms DESC LIMIT ${MAX_OVER_KEPT})
     ) kept ORDER BY received_at_ms`,
  );
  for (const { state } of incidents) live.put(incidentStream(state.view.incidentId), state, false);
  const { rows: duties } = await pool.query<{ state: DutyState }>('SELECT state FROM duties');
  for (const { state } of duties) live.put(dutyStream(state.view.unitId), state, false);
  const { rows: behind } = await pool.query<{ stream: string }>(`
    SELECT stream FROM (SELECT stream, max(version) AS version FROM events GROUP BY stream) log
    LEFT JOIN (
      SELECT 'incident-' || incident_id AS stream, version FROM incidents
      UNION ALL SELECT 'unit-' || unit_id, version FROM duties
    ) kept USING (stream)
    WHERE kept.version IS NULL OR kept.version < log.version`);
  const streams = behind.map((row) => row.stream);
  for (let i = 0; i < streams.length; i += CATCH_UP_STREAMS) {
    for (const [stream, events] of await store.loadMany(streams.slice(i, i + CATCH_UP_STREAMS))) {
      let state: State | undefined;
      for (const event of events) state = evolved(state, event);
      if (state) live.put(stream, state);
    }
  }
  return streams.length;
}

/** Drops the rows and makes them again from the log: the same rows come out. Run it while the service is stopped. */
export async function rebuild(
  pool: Pool,
  store: EventStore<DispatchEvent>,
): Promise<{ incidents: number; duties: number }> {
  await pool.query('TRUNCATE incidents, duties');
  const states = new Map<string, State>();
  for await (const { events } of store.readAll()) {
    for (const event of events) states.set(event.stream, evolved(states.get(event.stream), event));
  }
  const all = [...states];
  for (let i = 0; i < all.length; i += 1_000) await writeRows(pool, all.slice(i, i + 1_000));
  const incidents = all.filter(([stream]) => isIncidentStream(stream)).length;
  return { incidents, duties: all.length - incidents };
}

/** The registry's facts, kept in the transaction of the consumer's checkpoint. */
export async function keepResource(event: ResourceEvent, client: Queryable): Promise<void> {
  if (event.type === 'resource.unit-removed') {
    await client.query("DELETE FROM resources WHERE kind = 'unit' AND id = $1", [event.unitId]);
    return;
  }
  const [kind, id] = kindAndId(event);
  await client.query({
    name: 'resource-put',
    text: `INSERT INTO resources (kind, id, data) VALUES ($1, $2, $3)
           ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data`,
    values: [kind, id, JSON.stringify(event)],
  });
}

function kindAndId(event: Exclude<ResourceEvent, { type: 'resource.unit-removed' }>): [string, string] {
  switch (event.type) {
    case 'resource.unit-put':
      return ['unit', event.unit.unitId];
    case 'resource.station-put':
      return ['station', event.station.stationId];
    case 'resource.hospital-put':
      return ['hospital', event.hospital.hospitalId];
    case 'resource.plan-put':
      return ['plan', event.plan.planId];
  }
}

export async function loadFleet(pool: Pool, fleet: Fleet): Promise<void> {
  const { rows } = await pool.query<{ data: ResourceEvent }>('SELECT data FROM resources ORDER BY kind, id');
  for (const { data } of rows) fleet.apply(data);
}
