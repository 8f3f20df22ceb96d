import { randomUUID } from 'node:crypto';
import type { Component } from '@muster/kernel/lifecycle';
import pg from 'pg';
import type { Log } from '../log.ts';

/** One serving process for each schema. */
const LOCK = 7_368_003;
const POLL_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Holds a session's advisory lock on a connection of its own: the one process that serves this schema. Others wait
 * until it ends; PostgreSQL frees the lock with the connection, however the process died.
 *
 * A holder whose connection breaks takes the lock again. When somebody else was faster it ends its process: what it has
 * in memory is no longer so. (Until then versions refuse what both may write.)
 */
export class SoleHolder implements Component {
  readonly #databaseUrl: string;
  readonly #log: Log;
  readonly #name = `sole-${randomUUID()}`;
  #client: pg.Client | undefined;
  #isStopping = false;
  #wasHeld = false;
  #why: string | undefined = 'has not yet asked to serve this database';
  #timer: NodeJS.Timeout | undefined;
  #tellHeld: () => void = () => {};
  /** Resolves when this process may serve. */
  readonly held: Promise<void>;

  constructor(deps: { databaseUrl: string; log: Log }) {
    this.#databaseUrl = deps.databaseUrl;
    this.#log = deps.log;
    this.held = new Promise((resolve) => {
      this.#tellHeld = resolve;
    });
    void this.#try();
  }

  /** For readiness: why this process does not serve now. */
  why = (): string | undefined => this.#why;

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #try(): Promise<void> {
    try {
      if (this.#client === undefined) await this.#connect();
      const { rows } = await (this.#client as pg.Client).query<{ held: boolean }>(
        'SELECT pg_try_advisory_lock($1, hashtext(current_schema())) AS held',
        [LOCK],
      );
      if (this.#isStopping) return;
      if (rows[0]?.held) return this.#isHeld();
    } catch (error) {
      this.#drop();
      this.#why = `the database is away: ${(error as Error).message}`;
      return this.#again();
    }
    if (this.#wasHeld) throw new Error('another process has taken over this database: this one must start anew');
    if (this.#why !== WAITING) this.#log.info(WAITING);
    this.#why = WAITING;
    this.#again();
  }

  #isHeld(): void {
    this.#wasHeld = true;
    this.#why = undefined;
    this.#tellHeld();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: this.#name,
    });
    client.on('error', () => {});
    client.on('end', () => {
      if (this.#isStopping || this.#client !== client) return;
      this.#drop();
      this.#why = 'the connection that holds the right to serve is broken';
      this.#again();
    });
    await client.connect();
    if (this.#isStopping) return void client.end().catch(() => {});
    this.#client = client;
    // The server may not have noticed yet that our old connection is gone: nobody else bears this name.
    await client.query(
      `SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
       WHERE application_name = $1 AND pid <> pg_backend_pid()`,
      [this.#name],
    );
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    void client?.end().catch(() => {});
  }

  #again(): void {
    if (this.#isStopping) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), POLL_MS);
  }
}

const WAITING = 'another process serves this database: waits to take over';
