import { evolveAlarmView } from '@muster/contracts/alarm-view';
import type { Recorded } from '@muster/contracts/envelope';
import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { EventRow } from '@muster/platform/postgres/event-store';
import { CHECKPOINT_TABLES, EVENT_TABLES, LOG_POSITION_TABLES } from '@muster/platform/postgres/event-tables';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Pool } from '@muster/platform/postgres/pool';
import type { AlarmListPort } from '../app/alarms.ts';
import { CONTACT_HISTORY, OWNERSHIP_INDEX, PLACE_INDEX } from './contact-history.ts';
import { DEVICE_EPISODES } from './device-episodes.ts';
import { TRANSFERS_INDEX } from './exchange.ts';
import { OPEN_CONTACTS } from './open-contacts.ts';
import { WAITING_POSITIONS } from './waiting-positions.ts';

export const MIGRATIONS: readonly Migration[] = [
  EVENT_TABLES,
  {
    id: '001-alarm-index',
    // The list is read straight from the log: writing a second table would double the work of taking a call.
    sql: `
      CREATE INDEX events_received ON events (position DESC) WHERE type = 'alarm.received';
      CREATE INDEX events_closed ON events (stream) WHERE type = 'alarm.closed';
    `,
  },
  CONTACT_HISTORY,
  OPEN_CONTACTS,
  OWNERSHIP_INDEX,
  WAITING_POSITIONS,
  CHECKPOINT_TABLES,
  LOG_POSITION_TABLES,
  DEVICE_EPISODES,
  TRANSFERS_INDEX,
  PLACE_INDEX,
];

/** Alarms looked through for a list of open ones. */
const LOOK_BACK = 10_000;

export class AlarmList implements AlarmListPort {
  readonly #pool: Pool;
  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async newest(limit: number, openOnly: boolean): Promise<Alarm[]> {
    const { rows } = await this.#pool.query<EventRow>({
      name: 'newest-alarms',
      text: `
        WITH recent AS (
          SELECT stream, position FROM events WHERE type = 'alarm.received' ORDER BY position DESC LIMIT ${LOOK_BACK}
        ), wanted AS (
          SELECT stream, position AS received FROM recent
          WHERE NOT ($2 AND EXISTS (
            SELECT 1 FROM events c WHERE c.stream = recent.stream AND c.type = 'alarm.closed'))
          ORDER BY position DESC LIMIT $1
        )
        SELECT e.stream, e.version, e.event_id, e.type, e.schema, e.data, e.mode, e.at_ms, e.traceparent, e.position
        FROM wanted JOIN events e USING (stream) ORDER BY received DESC, e.version`,
      values: [limit, openOnly],
    });
    const views = new Map<string, Alarm>();
    for (const row of rows) {
      const recorded = { ...row, data: row.data, eventId: row.event_id, atMs: row.at_ms };
      views.set(row.stream, evolveAlarmView(views.get(row.stream), recorded as unknown as Recorded<AlarmEvent>));
    }
    return [...views.values()];
  }
}
