import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Pool } from '@muster/platform/postgres/pool';
import type { AmlDesk, PhonePosition, WaitingPosition, WaitingPositionsPort } from '../app/aml-desk.ts';

export const WAITING_POSITIONS: Migration = {
  id: '010-waiting-positions',
  sql: `
    CREATE TABLE waiting_positions (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, position jsonb NOT NULL, at_ms float8 NOT NULL
    );
  `,
};

export class WaitingPositions implements WaitingPositionsPort {
  readonly #pool: Pool;
  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async put(position: PhonePosition, atMs: number): Promise<void> {
    const text = 'INSERT INTO waiting_positions (position, at_ms) VALUES ($1, $2)';
    await this.#pool.query({ name: 'waiting-put', text, values: [JSON.stringify(position), atMs] });
  }

  async list(limit: number): Promise<WaitingPosition[]> {
    const { rows } = await this.#pool.query<{ id: string; position: PhonePosition; at_ms: number }>({
      name: 'waiting-list',
      text: 'SELECT id, position, at_ms FROM waiting_positions ORDER BY id LIMIT $1',
      values: [limit],
    });
    return rows.map(({ id, position, at_ms }) => ({ id: String(id), position, atMs: at_ms }));
  }

  async remove(id: string): Promise<void> {
    await this.#pool.query({
      name: 'waiting-remove',
      text: 'DELETE FROM waiting_positions WHERE id = $1',
      values: [id],
    });
  }
}

const LOOK_EVERY_MS = 500;

/** Looks again and again whether the call of a waiting position has come; costs nothing while none waits. */
export function watchWaitingPositions(desk: AmlDesk, log: Log): Component {
  let stopping = false;
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking
      .then(() => (stopping ? undefined : desk.look()))
      .catch((err) => {
        log.warn({ err }, 'could not look for the calls of waiting positions; trying again');
      });
  }, LOOK_EVERY_MS);
  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      await looking;
    },
  };
}
