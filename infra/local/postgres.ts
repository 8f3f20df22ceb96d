import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { endProcess, type ProcessSpec, type RunningProcess, spawnDetached, untilReady } from './child-process.ts';
import { freePorts } from './free-ports.ts';
import { type PostgresPlace, postgresPlace } from './postgres-place.ts';
import { refuseStart } from './refuse-start.ts';

const run = promisify(execFile);

const MAJOR = '18';
const SUPERUSER = 'postgres';
const MAX_CONNECTIONS = 300;
/** Crash recovery after a kill may take a while; a clean start takes 0.1 s. */
const READY_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 1_000;
const STOP_TIMEOUT_MS = 15_000;
const START_TRIES = 3;

export interface PostgresOptions {
  readonly homeDir: string;
  readonly password: string;
  readonly logFile: string;
  /** For tests only: a crash of the machine may lose data. A crash of the process does not. */
  readonly unsafeFast?: boolean;
}

export interface PreparedPostgres {
  readonly spec: ProcessSpec;
  /** Of the superuser, database `postgres`. */
  readonly adminUrl: string;
}

/** Makes the cluster when there is none yet (1 s), and says how to run it. */
export async function preparePostgres(options: PostgresOptions): Promise<PreparedPostgres> {
  const place = postgresPlace(options.homeDir);
  if (!existsSync(join(place.dataDir, 'PG_VERSION'))) await createCluster(place, options);
  const version = readFileSync(join(place.dataDir, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR) {
    refuseStart(
      'precondition',
      `${place.dataDir} 是 PostgreSQL ${version} 的数据,本程序自带 ${MAJOR} 版:请先迁移,或用 ./muster reset 清空。`,
      `${place.dataDir} holds data of PostgreSQL ${version}, this program brings ${MAJOR}: migrate it first, or empty it with ./muster reset.`,
    );
  }
  const [port] = await freePorts(1);
  const adminUrl = `postgres://${SUPERUSER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: String(MAX_CONNECTIONS),
    shared_buffers: '256MB',
    // What is acknowledged is committed: never weaker than this.
    synchronous_commit: 'on',
    max_wal_size: '2GB',
    log_min_messages: 'warning',
    ...(options.unsafeFast === true ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  return {
    adminUrl,
    spec: {
      name: 'postgres',
      command: join(place.binDir, 'postgres'),
      args: ['-D', place.dataDir, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      env: postgresEnv(),
      cwd: dirname(place.dataDir),
      ...(place.user === undefined ? {} : { user: place.user }),
      ports: { sql: port },
      stopSignal: 'SIGINT', // "fast": ends sessions, writes a checkpoint
      stopTimeoutMs: STOP_TIMEOUT_MS,
      whyNotReady: () => whyNotAnswering(adminUrl),
    },
  };
}

export interface StartedPostgres {
  readonly adminUrl: string;
  readonly running: RunningProcess;
  stop(): Promise<void>;
}

/** PostgreSQL without a supervisor, for tests and benchmarks: whoever starts it must stop it. */
export async function startPostgres(options: PostgresOptions): Promise<StartedPostgres> {
  for (let tried = 1; ; tried += 1) {
    const { spec, adminUrl } = await preparePostgres(options);
    const running = await spawnDetached(spec, options.logFile);
    try {
      await untilReady(running, READY_TIMEOUT_MS);
      return {
        adminUrl,
        running,
        stop: async () => {
          await endProcess(running.identity, spec);
        },
      };
    } catch (error) {
      await endProcess(running.identity, spec);
      // The port may have been taken between the look and the start.
      if (tried >= START_TRIES) throw error;
    }
  }
}

async function createCluster(place: PostgresPlace, options: PostgresOptions): Promise<void> {
  const parent = dirname(place.dataDir);
  mkdirSync(parent, { recursive: true });
  const unfinished = `${place.dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = join(parent, 'initial-password');
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (place.user !== undefined) chownSync(passwordFile, place.user.uid, place.user.gid);
  const args = ['-D', unfinished, '-U', SUPERUSER, '--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256'];
  args.push(`--pwfile=${passwordFile}`);
  if (options.unsafeFast === true) args.push('--no-sync');
  try {
    await run(join(place.binDir, 'initdb'), args, { cwd: parent, env: postgresEnv(), ...place.user });
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim() ?? String(cause);
    throw new Error(`PostgreSQL could not make its data directory: ${said}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Only a finished cluster gets the name: a start that was interrupted here begins anew.
  renameSync(unfinished, place.dataDir);
}

function postgresEnv(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

/** `null` when the database answers. */
export async function whyNotAnswering(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return null;
  } catch (error) {
    return error instanceof Error
      ? error.message || (error as NodeJS.ErrnoException).code || error.name
      : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
