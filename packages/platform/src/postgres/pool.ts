import pg from 'pg';

/** Connections a service holds at most; PostgreSQL's own limit is shared by all of them. */
export const MAX_CONNECTIONS = 16;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_TIMEOUT_MS = 60_000;

export type Pool = pg.Pool;
/** A pool, or one connection inside a transaction. */
export type Queryable = pg.Pool | pg.PoolClient;

/** The role's search_path is its own schema, so that statements name tables without it. */
export function createPool(databaseUrl: string, options: { max?: number } = {}): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

/** Runs `work` in one transaction; rolls back when it throws. */
export async function transaction<T>(pool: Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const value = await work(client);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: unknown) => {
      broken = new Error('rollback failed', { cause });
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const CODES = { uniqueViolation: '23505', serializationFailure: '40001', deadlock: '40P01' } as const;

export const isPgError = (error: unknown, kind: keyof typeof CODES): boolean =>
  (error as { code?: string } | null)?.code === CODES[kind];
