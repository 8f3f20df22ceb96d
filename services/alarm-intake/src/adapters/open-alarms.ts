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
      text: `SELECT data->>'alarmId' AS alarm_id FROM events received
             WHERE (type = 'alarm.received' OR type = 'contact.identified')
               AND data->>'callerNumber' = ANY($1) AND at_ms > $2
               AND NOT EXISTS (SELECT 1 FROM events WHERE stream = received.stream AND type = 'alarm.closed')
             ORDER BY at_ms DESC LIMIT 1`,
      values: [numbers, sinceMs],
    });
    return rows[0]?.alarm_id ?? null;
  }
}
