import type { Migration } from '@muster/platform/postgres/migrate';
import type { Pool } from '@muster/platform/postgres/pool';
import { DEVICE_LIMITS, type EpisodesPort } from '../app/device-desk.ts';

export const DEVICE_EPISODES: Migration = {
  id: '011-device-episodes',
  sql: `
    CREATE TABLE device_episodes (
      device text PRIMARY KEY, started_at_ms float8 NOT NULL, last_at_ms float8 NOT NULL,
      event_ids text[] NOT NULL
    );
  `,
};

/** Signals of a device whose numbers are kept: a queue of messages that is delivered again is not news. */
const EVENT_IDS = 20;
const EVENT_ID_CHARS = 100;

export class DeviceEpisodes implements EpisodesPort {
  readonly #pool: Pool;
  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** One statement: two signals of one device at once belong to one episode. */
  async inAlarm(device: string, eventId: string, nowMs: number, anew: boolean): Promise<number> {
    const { rows } = await this.#pool.query<{ started_at_ms: number }>({
      name: 'device-in-alarm',
      text: `
        INSERT INTO device_episodes AS e (device, started_at_ms, last_at_ms, event_ids)
        VALUES ($1, $2, $2, CASE WHEN $3 = '' THEN '{}'::text[] ELSE ARRAY[$3] END)
        ON CONFLICT (device) DO UPDATE SET
          started_at_ms = CASE
            WHEN $3 <> '' AND $3 = ANY(e.event_ids) AND NOT $6 THEN e.started_at_ms
            WHEN $6 OR $2 - e.last_at_ms > $4 OR $2 - e.started_at_ms > $5 THEN greatest($2, e.started_at_ms + 1)
            ELSE e.started_at_ms END,
          last_at_ms = greatest($2, e.last_at_ms),
          event_ids = CASE WHEN $3 = '' OR $3 = ANY(e.event_ids) THEN e.event_ids
            ELSE (ARRAY[$3] || e.event_ids)[1:${EVENT_IDS}] END
        RETURNING started_at_ms`,
      values: [device, nowMs, eventId.slice(0, EVENT_ID_CHARS), DEVICE_LIMITS.quietMs, DEVICE_LIMITS.episodeMs, anew],
    });
    return rows[0]?.started_at_ms ?? nowMs;
  }

  async last(device: string): Promise<number | null> {
    const { rows } = await this.#pool.query<{ started_at_ms: number }>({
      name: 'device-last',
      text: 'SELECT started_at_ms FROM device_episodes WHERE device = $1',
      values: [device],
    });
    return rows[0]?.started_at_ms ?? null;
  }
}
