import { evolveDutyView } from '@muster/contracts/duty-view';
import type { Recorded } from '@muster/contracts/envelope';
import type { DispatchEvent, DutyEvent } from '@muster/contracts/events/dispatch';
import type { ResourceEvent, UnitFact } from '@muster/contracts/events/resource';
import type { Duty } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { Position } from '@muster/contracts/gen/muster/unit_tracking/v1/unit_tracking';
import { initialStatus } from '@muster/contracts/unit-status';
import { CHECKPOINT_TABLES, LOG_POSITION_TABLES } from '@muster/platform/postgres/event-tables';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Pool, Queryable } from '@muster/platform/postgres/pool';

export const MIGRATIONS: readonly Migration[] = [
  CHECKPOINT_TABLES,
  LOG_POSITION_TABLES,
  {
    id: '001-positions',
    sql: `
      CREATE TABLE positions (
        unit_no        integer NOT NULL,
        observed_at_ms bigint  NOT NULL,
        lon_e7         integer NOT NULL,
        lat_e7         integer NOT NULL,
        heading_cdeg   integer NOT NULL,
        speed_dkmh     integer NOT NULL
      ) PARTITION BY RANGE (observed_at_ms);
      CREATE INDEX positions_unit ON positions (unit_no, observed_at_ms);
      CREATE TABLE units (unit_id text PRIMARY KEY, data jsonb NOT NULL);
      CREATE TABLE duties (unit_id text PRIMARY KEY, data jsonb NOT NULL);
    `,
  },
];

/** The units as the registry has them, kept from `resource.*`. */
export async function keepUnit(client: Queryable, { data }: Recorded<ResourceEvent>): Promise<void> {
  if (data.type === 'resource.unit-put') {
    await client.query('INSERT INTO units VALUES ($1, $2) ON CONFLICT (unit_id) DO UPDATE SET data = excluded.data', [
      data.unit.unitId,
      JSON.stringify(data.unit),
    ]);
  } else if (data.type === 'resource.unit-removed') {
    await client.query('DELETE FROM units WHERE unit_id = $1', [data.unitId]);
  }
}

/** Each unit's duty as dispatch has it, kept from `unit.*`. */
export async function keepDuty(client: Queryable, event: Recorded<DispatchEvent>): Promise<Duty | null> {
  if (!isDuty(event)) return null;
  const { unitId } = event.data;
  const { rows } = await client.query<{ data: Duty }>('SELECT data FROM duties WHERE unit_id = $1', [unitId]);
  const agency = 'agency' in event.data ? event.data.agency : 'police';
  const duty = evolveDutyView(rows[0]?.data, event, initialStatus(agency));
  await client.query('INSERT INTO duties VALUES ($1, $2) ON CONFLICT (unit_id) DO UPDATE SET data = excluded.data', [
    unitId,
    JSON.stringify(duty),
  ]);
  return duty;
}

const isDuty = (event: Recorded<DispatchEvent>): event is Recorded<DutyEvent> => event.data.type.startsWith('unit.');

export async function loadFleet(pool: Pool): Promise<{ units: UnitFact[]; duties: Duty[] }> {
  const [units, duties] = await Promise.all([
    pool.query<{ data: UnitFact }>('SELECT data FROM units'),
    pool.query<{ data: Duty }>('SELECT data FROM duties'),
  ]);
  return { units: units.rows.map((row) => row.data), duties: duties.rows.map((row) => row.data) };
}

const UNKNOWN_U16 = 65_535;

/** Oldest first. */
export async function loadTrack(
  pool: Pool,
  unit: { unitId: string; unitNo: number },
  fromMs: number,
  toMs: number,
  limit: number,
): Promise<Position[]> {
  const { rows } = await pool.query<{ t: string; lon: number; lat: number; h: number; s: number }>({
    name: 'track',
    text: `SELECT observed_at_ms AS t, lon_e7 AS lon, lat_e7 AS lat, heading_cdeg AS h, speed_dkmh AS s FROM positions
           WHERE unit_no = $1 AND observed_at_ms BETWEEN $2 AND $3 ORDER BY observed_at_ms LIMIT $4`,
    values: [unit.unitNo, Math.floor(fromMs), Math.ceil(toMs), limit],
  });
  return rows.map((row) => ({
    ...unit,
    lon: row.lon / 1e7,
    lat: row.lat / 1e7,
    observedAtMs: Number(row.t),
    headingDeg: row.h === UNKNOWN_U16 ? NaN : row.h / 100,
    speedKmh: row.s === UNKNOWN_U16 ? NaN : row.s / 10,
    accuracyM: 0,
  }));
}
