import { wholeText } from '@muster/contracts/events/alarm';
import type { AlarmId } from '@muster/kernel/ids';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Queryable } from '@muster/platform/postgres/pool';

/** What was said in each alarm, a row a segment: an event carries one segment, the classifier reads the whole. */
export const HEARD: Migration = {
  id: '001-heard',
  sql: `
    CREATE TABLE heard (
      alarm_id text NOT NULL, segment int NOT NULL, words text NOT NULL, at_ms float8 NOT NULL,
      PRIMARY KEY (alarm_id, segment)
    );
    CREATE INDEX heard_age ON heard (at_ms);
  `,
};

/** The report's own words, before every segment of the transcript. */
export const REPORT = -1;
/** Nobody's transcript grows for longer. */
const KEPT_MS = 24 * 3_600_000;
/** Old rows are looked for once in so many. */
const SWEEP_EVERY = 1_000;

/** All of it within the transaction of the event that says so. */
export class Heard {
  #kept = 0;

  async keep(client: Queryable, alarmId: AlarmId, segment: number, words: string, atMs: number): Promise<void> {
    await client.query({
      name: 'heard-keep',
      text: `INSERT INTO heard (alarm_id, segment, words, at_ms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (alarm_id, segment) DO UPDATE SET words = excluded.words`,
      values: [alarmId, segment, words, atMs],
    });
    if (++this.#kept % SWEEP_EVERY === 0) {
      await client.query('DELETE FROM heard WHERE at_ms < $1', [atMs - KEPT_MS]);
    }
  }

  async whole(client: Queryable, alarmId: AlarmId): Promise<string> {
    const { rows } = await client.query<{ segment: number; words: string }>({
      name: 'heard-whole',
      text: 'SELECT segment, words FROM heard WHERE alarm_id = $1',
      values: [alarmId],
    });
    const report = rows.find(({ segment }) => segment === REPORT)?.words ?? '';
    const segments = rows.filter(({ segment }) => segment !== REPORT);
    return wholeText(
      report,
      segments.map(({ segment, words }) => [segment, words]),
    );
  }

  async forget(client: Queryable, alarmId: AlarmId): Promise<void> {
    await client.query({ name: 'heard-forget', text: 'DELETE FROM heard WHERE alarm_id = $1', values: [alarmId] });
  }
}
