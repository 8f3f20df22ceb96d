import { mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { Mode } from '@muster/kernel/mode';
import { endProcess, type ProcessSpec, type RunningProcess, spawnDetached, untilReady } from './child-process.ts';
import { findTool, type Tell } from './find-tool.ts';
import { freePorts } from './free-ports.ts';
import { natsServer } from './tools.ts';

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 1_000;
const START_TRIES = 3;
const MAX_PAYLOAD_BYTES = 1024 * 1024;
const MAX_CONNECTIONS = 4_096;
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
const MAX_MEMORY_STORE_BYTES = 256 * 1024 * 1024;
const MAX_FILE_STORE_BYTES = 8 * 1024 * 1024 * 1024;

export interface NatsOptions {
  readonly homeDir: string;
  readonly toolsDir: string;
  /** Each mode has its own account and its own store: a drill's events cannot reach a live system. */
  readonly mode: Mode;
  readonly password: string;
  readonly logFile: string;
  readonly tell?: Tell;
}

export interface NatsAddress {
  /** With the user and the password in it. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export interface PreparedNats extends NatsAddress {
  readonly spec: ProcessSpec;
}

export async function prepareNats(options: NatsOptions): Promise<PreparedNats> {
  const command = await findTool(natsServer, options.toolsDir, options.tell);
  const [port] = await freePorts(1);
  const dir = join(options.homeDir, 'nats', options.mode);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const configFile = join(dir, 'nats-server.conf');
  writeFileSync(configFile, natsConfig(options, port, join(dir, 'jetstream')), { mode: 0o600 });
  const user = userOf(options.mode);
  return {
    url: `nats://${user}:${encodeURIComponent(options.password)}@127.0.0.1:${port}`,
    user,
    password: options.password,
    spec: {
      name: 'nats',
      command,
      args: ['-c', configFile],
      env: { PATH: process.env.PATH ?? '', TZ: 'UTC' },
      cwd: dir,
      ports: { client: port },
      stopSignal: 'SIGINT', // SIGTERM stops it as well, but with exit code 1
      stopTimeoutMs: STOP_TIMEOUT_MS,
      whyNotReady: () => whyNatsNotAnswering('127.0.0.1', port),
    },
  };
}

export interface StartedNats extends NatsAddress {
  readonly running: RunningProcess;
  stop(): Promise<void>;
}

/** NATS without a supervisor, for tests and benchmarks (up in 40 ms): whoever starts it must stop it. */
export async function startNats(options: NatsOptions): Promise<StartedNats> {
  for (let tried = 1; ; tried += 1) {
    const { spec, url, user, password } = await prepareNats(options);
    const running = await spawnDetached(spec, options.logFile);
    try {
      await untilReady(running, READY_TIMEOUT_MS, 5);
      return {
        url,
        user,
        password,
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

function userOf(mode: Mode): string {
  return `muster_${mode}`;
}

/** Within what nats-server 2.9 (Debian 12) understands. JSON is a subset of its configuration language. */
function natsConfig(options: NatsOptions, port: number, storeDir: string): string {
  const account = options.mode.toUpperCase();
  return JSON.stringify(
    {
      server_name: `muster-${options.mode}`,
      host: '127.0.0.1',
      port,
      max_payload: MAX_PAYLOAD_BYTES,
      max_connections: MAX_CONNECTIONS,
      max_pending: MAX_PENDING_BYTES,
      jetstream: {
        store_dir: storeDir,
        max_memory_store: MAX_MEMORY_STORE_BYTES,
        max_file_store: MAX_FILE_STORE_BYTES,
      },
      accounts: {
        [account]: { jetstream: 'enabled', users: [{ user: userOf(options.mode), password: options.password }] },
      },
    },
    null,
    2,
  );
}

/** Ready once it greets: a NATS server speaks first. */
export function whyNatsNotAnswering(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const finish = (why: string | null): void => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, () =>
      finish(`no greeting from ${host}:${port} within ${CONNECT_TIMEOUT_MS} ms`),
    );
    socket.once('error', (error) => finish(error.message));
    socket.once('data', (data) => {
      finish(data.toString('latin1', 0, 4) === 'INFO' ? null : `what answers on ${host}:${port} is not NATS`);
    });
  });
}
