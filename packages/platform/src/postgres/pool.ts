import pg from 'pg';

/** Connections a service holds at most; PostgreSQL's own limit is shared by all of them. */
export const MAX_CONNECTIONS = 16;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** The server's own limit does not help when the server is gone without a word. */
const ANSWER_TIMEOUT_MS = 40_000;
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
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
  });
  // A broken connection fails its query and is replaced by the pool. It also says so as an event, to the pool while it
  // is idle and to nobody while it is out in a transaction: without a listener that would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
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

const AWAY_CODES =
  /^(08\w{3}|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What pg says without a code. */
const AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** The database cannot be reached now; it says nothing about the statement, not even whether it was committed. */
export const isDatabaseAway = (error: unknown): boolean => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return AWAY_CODES.test(String(code ?? '')) || AWAY_WORDS.test(String(message ?? ''));
};

/** Text or a number that PostgreSQL cannot hold: a zero character, half a surrogate pair, a number without end. */
export const isUnstorable = (error: unknown): boolean =>
  /^(22021|22P05|22P02|22003)$/.test(String((error as { code?: unknown } | null)?.code ?? ''));

export const isPgError = (error: unknown, kind: keyof typeof CODES): boolean =>
  (error as { code?: string } | null)?.code === CODES[kind];
