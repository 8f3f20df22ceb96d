import type { AlarmId } from '@muster/kernel/ids';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Pool } from '@muster/platform/postgres/pool';

export const OPEN_CONTACTS: Migration = {
  id: '003-open-contacts',
  sql: `CREATE INDEX events_contact ON events (stream, at_ms) WHERE type LIKE 'contact.%'`,
};

const PAGE = 500;

/** Alarms not closed at whose contact something happened since then, in pages by id. */
export async function* openContacts(pool: Pool, sinceMs: number): AsyncGenerator<AlarmId[]> {
  for (let after = ''; ; ) {
    const { rows } = await pool.query<{ stream: string }>({
      name: 'open-contacts',
      text: `
        SELECT DISTINCT e.stream FROM events e
        WHERE e.type LIKE 'contact.%' AND e.at_ms > $1 AND e.stream > $2
          AND NOT EXISTS (SELECT 1 FROM events c WHERE c.stream = e.stream AND c.type = 'alarm.closed')
        ORDER BY e.stream LIMIT ${PAGE}`,
      values: [sinceMs, after],
    });
    if (rows.length > 0) yield rows.map(({ stream }) => stream.slice('alarm-'.length));
    if (rows.length < PAGE) return;
    after = (rows.at(-1) as { stream: string }).stream;
  }
}
