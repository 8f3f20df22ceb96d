import type { Recorded } from '@muster/contracts/envelope';
import type { HospitalFact, PlanFact, ResourceEvent, StationFact, UnitFact } from '@muster/contracts/events/resource';
import { EVENT_TABLES } from '@muster/platform/postgres/event-tables';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Queryable } from '@muster/platform/postgres/pool';
import type { Kind, RecordsPort, Stored } from '../app/registry.ts';

export const MIGRATIONS: readonly Migration[] = [
  EVENT_TABLES,
  {
    id: '001-records',
    sql: `
      CREATE TABLE records (
        kind    text    NOT NULL,
        id      text    NOT NULL,
        version integer NOT NULL,
        data    jsonb   NOT NULL,
        PRIMARY KEY (kind, id)
      );
      CREATE SEQUENCE unit_no AS integer MINVALUE 1;
    `,
  },
];

/** The records as they now stand, made from the events in the same transaction. */
export class Records implements RecordsPort {
  readonly #pool: Queryable;
  constructor(pool: Queryable) {
    this.#pool = pool;
  }

  async list<T>(kind: Kind): Promise<Stored<T>[]> {
    const { rows } = await this.#pool.query<{ version: number; data: T }>({
      name: 'records-list',
      text: 'SELECT version, data FROM records WHERE kind = $1 ORDER BY id',
      values: [kind],
    });
    return rows;
  }

  async get<T>(kind: Kind, id: string): Promise<Stored<T> | null> {
    const { rows } = await this.#pool.query<{ version: number; data: T }>({
      name: 'records-get',
      text: 'SELECT version, data FROM records WHERE kind = $1 AND id = $2',
      values: [kind, id],
    });
    return rows[0] ?? null;
  }

  async takeUnitNumbers(count: number): Promise<number[]> {
    const { rows } = await this.#pool.query<{ no: number }>(
      "SELECT nextval('unit_no')::int AS no FROM generate_series(1, $1)",
      [count],
    );
    return rows.map((row) => row.no);
  }
}

/** The effect of events on `records`, in their own transaction. A removed record leaves no row. */
export async function project(client: Queryable, events: readonly Recorded<ResourceEvent>[]): Promise<void> {
  const puts = events.filter((event) => event.data.type !== 'resource.unit-removed');
  await client.query({
    name: 'records-put',
    text: `INSERT INTO records (kind, id, version, data)
           SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::jsonb[])
           ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, data = excluded.data`,
    values: [
      puts.map((event) => recordOf(event.data).kind),
      puts.map((event) => recordOf(event.data).id),
      puts.map((event) => event.version),
      puts.map((event) => JSON.stringify(recordOf(event.data).data)),
    ],
  });
  for (const { data } of events) {
    if (data.type !== 'resource.unit-removed') continue;
    await client.query("DELETE FROM records WHERE kind = 'unit' AND id = $1", [data.unitId]);
  }
}

function recordOf(event: ResourceEvent): {
  kind: Kind;
  id: string;
  data: StationFact | UnitFact | HospitalFact | PlanFact | null;
} {
  switch (event.type) {
    case 'resource.station-put':
      return { kind: 'station', id: event.station.stationId, data: event.station };
    case 'resource.unit-put':
      return { kind: 'unit', id: event.unit.unitId, data: event.unit };
    case 'resource.hospital-put':
      return { kind: 'hospital', id: event.hospital.hospitalId, data: event.hospital };
    case 'resource.plan-put':
      return { kind: 'plan', id: event.plan.planId, data: event.plan };
    case 'resource.unit-removed':
      return { kind: 'unit', id: event.unitId, data: null };
  }
}
