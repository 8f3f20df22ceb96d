/** The real servers a bench run needs, each started at first use; `stop` ends all and leaves nothing behind. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, type ProcessSpec, spawnDetached, untilReady } from '@muster/local/child-process';
import { findTool } from '@muster/local/find-tool';
import { freePorts } from '@muster/local/free-ports';
import { startNats } from '@muster/local/nats';
import { startPostgres } from '@muster/local/postgres';
import { postgresDirsOf } from '@muster/local/postgres-place';
import { ensureDatabase, ensureRole } from '@muster/local/postgres-roles';
import { identify, type ProcessIdentity } from '@muster/local/process-identity';
import { toolsDir } from '@muster/local/project-dirs';
import { endLeftOverTestHomes, recordOwned, TEST_HOME_PREFIX } from '@muster/local/test-homes';
import { startTestService, type TestService } from '@muster/local/test-service';
import { redisServer } from '@muster/local/tools';
import { type Metered, meteredTree } from './metering.ts';
import { type Role, startRole } from './role.ts';

const READY_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;

export interface Server extends Metered {
  readonly url: string;
}

export interface BenchHome {
  readonly dir: string;
  /** Started as the launcher does, fsync and all; `url` is the superuser's. */
  postgres(): Promise<Server>;
  /** A service's own role in a fresh database. */
  database(service: string): Promise<string>;
  nats(): Promise<Server>;
  /** Without persistence: nothing but its index is measured. `url` is host:port. */
  redis(): Promise<Server>;
  role: typeof startRole;
  /** A real service as a process of its own, as the launcher starts it, ready. */
  service(name: string, env: Record<string, string>): Promise<TestService & Metered>;
  /** Called before the servers stop, last added first. */
  onStop(stop: () => Promise<unknown>): void;
  /** Ends what `role` and `onStop` gave since `mark`: the parties of one bench, not the servers. */
  stopParties(): Promise<void>;
  stop(): Promise<void>;
}

export async function openHome(): Promise<BenchHome> {
  await endLeftOverTestHomes();
  const dir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}bench-`));
  chmodSync(dir, 0o711); // as root PostgreSQL runs as another user, who must get in
  const password = randomBytes(12).toString('hex');
  const owned: ProcessIdentity[] = [];
  const servers: (() => Promise<unknown>)[] = [];
  const parties: (() => Promise<unknown>)[] = [];
  const started = (identity: ProcessIdentity, url: string, stop: () => Promise<unknown>): Server => {
    owned.push(identity);
    recordOwned(dir, owned);
    servers.push(stop);
    return { url, ...meteredTree(identity.pid) };
  };
  const logFile = (name: string): string => join(dir, `${name}.log`);
  const postgres = once(async () => {
    const it = await startPostgres({ homeDir: dir, password, logFile: logFile('postgres') });
    return started(it.running.identity, it.adminUrl, () => it.stop());
  });
  let databases = 0;
  const stopParties = async (): Promise<void> => {
    for (const stop of parties.splice(0).reverse()) await stop();
  };
  return {
    dir,
    postgres,
    async database(service) {
      const admin = await ensureDatabase((await postgres()).url, `bench_${++databases}`);
      return ensureRole(admin, service, password);
    },
    nats: once(async () => {
      const it = await startNats({ homeDir: dir, toolsDir, mode: 'test', password, logFile: logFile('nats') });
      return started(it.running.identity, it.url, () => it.stop());
    }),
    redis: once(async () => {
      const [port = 0] = await freePorts(1);
      const spec = redisSpec(await findTool(redisServer, toolsDir), port, dir);
      const running = await spawnDetached(spec, logFile('redis'));
      const server = started(running.identity, `127.0.0.1:${port}`, () => endProcess(running.identity, spec));
      await untilReady(running, READY_TIMEOUT_MS);
      return server;
    }),
    async role(file, how) {
      const role: Role = await startRole(file, how);
      parties.push(() => role.stop());
      return role;
    },
    async service(name, env) {
      const service = await startTestService(name, { NODE_ENV: 'production', ...env });
      parties.push(() => service.stop());
      const identity = identify(service.pid);
      if (identity !== null) recordOwned(dir, [...owned, identity]);
      return { ...service, ...meteredTree(service.pid) };
    },
    onStop: (stop) => void parties.push(stop),
    stopParties,
    async stop() {
      await stopParties();
      for (const stop of servers.splice(0).reverse()) await stop();
      for (const left of [...postgresDirsOf(dir), dir]) rmSync(left, { recursive: true, force: true });
    },
  };
}

function redisSpec(command: string, port: number, dir: string): ProcessSpec {
  return {
    name: 'redis',
    command,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir],
    env: { PATH: process.env.PATH ?? '' },
    cwd: dir,
    ports: { redis: port },
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    whyNotReady: () => whyNotConnecting(port),
  };
}

function whyNotConnecting(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(null)).once('error', (error) => resolve(error.message));
    socket.once('connect', () => socket.destroy());
  });
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    started ??= start();
    return started;
  };
}
