import type { Role } from '@muster/contracts/edge';
import type { Migration } from '@muster/platform/postgres/migrate';
import { type Pool, transaction } from '@muster/platform/postgres/pool';
import type { AccountsPort, StoredSession, User } from '../app/ports.ts';

export const MIGRATIONS: readonly Migration[] = [
  {
    id: '001-accounts',
    sql: `
      CREATE TABLE users (
        username      text PRIMARY KEY,
        display_name  text   NOT NULL,
        roles         text[] NOT NULL,
        unit_id       text   NOT NULL,
        password_hash text   NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE sessions (
        token_hash    text PRIMARY KEY,
        username      text   NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at_ms bigint NOT NULL,
        expires_at_ms bigint NOT NULL
      );
      CREATE INDEX sessions_of_user ON sessions (username, created_at_ms);
      CREATE INDEX sessions_expiry ON sessions (expires_at_ms);
    `,
  },
];

interface UserRow {
  readonly username: string;
  readonly display_name: string;
  readonly roles: Role[];
  readonly unit_id: string;
  readonly password_hash: string;
}
const toUser = (row: UserRow): User => ({
  username: row.username,
  displayName: row.display_name,
  roles: row.roles,
  unitId: row.unit_id,
  passwordHash: row.password_hash,
});
const values = (user: User) => [user.username, user.displayName, user.roles, user.unitId, user.passwordHash];
const COLUMNS = '(username, display_name, roles, unit_id, password_hash)';

/** Users and their sessions. */
export class AccountTables implements AccountsPort {
  readonly #pool: Pool;
  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async findUser(username: string): Promise<User | null> {
    const { rows } = await this.#pool.query<UserRow>('SELECT * FROM users WHERE username = $1', [username]);
    return rows[0] ? toUser(rows[0]) : null;
  }

  async listUsers(): Promise<User[]> {
    return (await this.#pool.query<UserRow>('SELECT * FROM users ORDER BY username')).rows.map(toUser);
  }

  async addUser(user: User): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `INSERT INTO users ${COLUMNS} VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      values(user),
    );
    return rowCount === 1;
  }

  async replaceUser(user: User): Promise<void> {
    await this.#pool.query(
      `INSERT INTO users ${COLUMNS} VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (username) DO UPDATE SET display_name = excluded.display_name, roles = excluded.roles,
         unit_id = excluded.unit_id, password_hash = excluded.password_hash`,
      values(user),
    );
  }

  async setPassword(username: string, passwordHash: string): Promise<void> {
    await this.#pool.query('UPDATE users SET password_hash = $2 WHERE username = $1', [username, passwordHash]);
  }

  async findSession(tokenHash: string, nowMs: number): Promise<StoredSession | null> {
    const { rows } = await this.#pool.query<UserRow & { created_at_ms: string; expires_at_ms: string }>({
      name: 'session-find',
      text: 'SELECT * FROM sessions JOIN users USING (username) WHERE token_hash = $1 AND expires_at_ms > $2',
      values: [tokenHash, nowMs],
    });
    const row = rows[0];
    if (row === undefined) return null;
    const [createdAtMs, expiresAtMs] = [Number(row.created_at_ms), Number(row.expires_at_ms)];
    return { tokenHash, user: toUser(row), createdAtMs, expiresAtMs };
  }

  async addSession(session: StoredSession, most: number): Promise<string[]> {
    const { tokenHash, user, createdAtMs, expiresAtMs } = session;
    return transaction(this.#pool, async (client) => {
      await client.query('INSERT INTO sessions VALUES ($1, $2, $3, $4)', [
        tokenHash,
        user.username,
        createdAtMs,
        expiresAtMs,
      ]);
      const { rows } = await client.query<{ token_hash: string }>(
        `DELETE FROM sessions WHERE token_hash IN (
           SELECT token_hash FROM sessions WHERE username = $1 ORDER BY created_at_ms DESC, token_hash OFFSET $2
         ) AND token_hash <> $3 RETURNING token_hash`,
        [user.username, most, tokenHash],
      );
      return rows.map((row) => row.token_hash);
    });
  }

  async endSession(tokenHash: string): Promise<void> {
    await this.#pool.query('DELETE FROM sessions WHERE token_hash = $1', [tokenHash]);
  }

  async endSessionsOf(username: string, except: string): Promise<string[]> {
    return this.#delete('username = $1 AND token_hash <> $2', [username, except]);
  }

  async endExpired(nowMs: number): Promise<string[]> {
    return this.#delete('expires_at_ms <= $1', [nowMs]);
  }

  async #delete(condition: string, parameters: unknown[]): Promise<string[]> {
    const { rows } = await this.#pool.query<{ token_hash: string }>(
      `DELETE FROM sessions WHERE ${condition} RETURNING token_hash`,
      parameters,
    );
    return rows.map((row) => row.token_hash);
  }
}
