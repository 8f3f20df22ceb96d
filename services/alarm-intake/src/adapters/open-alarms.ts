import type { AlarmId } from '@muster/kernel/ids';
import type { Pool } from '@muster/platform/postgres/pool';
import type { OpenAlarmsPort } from '../app/channel-desk.ts';

/** Reads the log by the index of callers' numbers (contact-history.ts). */
export class OpenAlarms implements OpenAlarmsPort {
  readonly #pool: Pool;
  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async openOfNumber(numbers: readonly string[], sinceMs: number): Promise<AlarmId | null> {
    const { rows } = await this.#pool.query<{ alarm_id: string }>({
      name: 'open-of-number',
      text: `SELECT alarm_id FROM (
               SELECT data->>'alarmId' AS alarm_id, stream, at_ms FROM events
               WHERE type = 'alarm.received' AND data->>'callerNumber' = ANY($1) AND at_ms > $2
               UNION ALL
               SELECT data->>'alarmId', stream, at_ms FROM events
               WHERE type = 'contact.identified' AND data->>'callerNumber' = ANY($1) AND at_ms > $2) calls
             WHERE NOT EXISTS (SELECT 1 FROM events WHERE stream = calls.stream AND type = 'alarm.closed')
             ORDER BY at_ms DESC LIMIT 1`,
      values: [numbers, sinceMs],
    });
    return rows[0]?.alarm_id ?? null;
  }
}
