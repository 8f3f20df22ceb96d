import { type Pool, transaction } from './pool.ts';

/** Forward only: a migration that has run anywhere is never changed, a mistake is mended by the next one. */
export interface Migration {
  /** Sorts in the order they run: "001-events". */
  readonly id: string;
  readonly sql: string;
}

/** Any fixed number: two instances of a service that start at once take turns. */
const LOCK = 7_368_001;

/** Runs what has not run yet, each in its own transaction. Refuses a database that is newer than this code. */
export async function migrate(pool: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const ran: string[] = [];
  await transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))', [LOCK]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (id text PRIMARY KEY, ran_at timestamptz NOT NULL DEFAULT now())',
    );
    const done = new Set((await client.query<{ id: string }>('SELECT id FROM migrations')).rows.map((row) => row.id));
    const known = new Set(migrations.map((m) => m.id));
    const unknown = [...done].filter((id) => !known.has(id));
    if (unknown.length > 0) {
      throw new Error(
        `the database is newer than this program (it has ${unknown.join(', ')}): start the newer version`,
      );
    }
    for (const migration of migrations) {
      if (done.has(migration.id)) continue;
      await client.query(migration.sql);
      await client.query('INSERT INTO migrations (id) VALUES ($1)', [migration.id]);
      ran.push(migration.id);
    }
  });
  return ran;
}
