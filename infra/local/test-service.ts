import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { projectDir } from './project-dirs.ts';

const READY_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

export interface TestService {
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly pid: number;
  /** SIGTERM and wait; its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL and wait. */
  kill(): Promise<void>;
  /** Starts it again on the same ports. */
  restart(): Promise<void>;
}

/** One service as a process of its own, as the launcher starts it, ready when this returns. */
export async function startTestService(
  name: string,
  env: Record<string, string>,
  /** HTTP and gRPC; for services that must know of each other before they start. */
  ports?: readonly number[],
): Promise<TestService> {
  const [httpPort = 0, grpcPort = 0] = ports ?? (await freePorts(2));
  let child = await spawnReady(name, httpPort, grpcPort, env);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exit)[0];
  };
  return {
    httpPort,
    grpcPort,
    get pid() {
      return child.pid ?? 0;
    },
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    restart: async () => {
      child = await spawnReady(name, httpPort, grpcPort, env);
    },
  };
}

async function spawnReady(
  name: string,
  httpPort: number,
  grpcPort: number,
  env: Record<string, string>,
): Promise<ChildProcess> {
  const register = join(projectDir, 'packages/platform/src/telemetry/register.ts');
  const child = spawn(process.execPath, ['--import', register, join(projectDir, 'services', name, 'src/main.ts')], {
    env: {
      ...process.env,
      MUSTER_SERVICE: name,
      MUSTER_MODE: 'test',
      MUSTER_LISTEN: '127.0.0.1',
      MUSTER_LOG_LEVEL: 'error',
      MUSTER_INTERNAL_TOKEN: 'token',
      MUSTER_HTTP_PORT: String(httpPort),
      MUSTER_GRPC_PORT: String(grpcPort),
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it was ready`);
    const answer = await fetch(`http://127.0.0.1:${httpPort}/readyz`).catch(() => null);
    if (answer?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  child.kill('SIGKILL');
  throw new Error(`${name} was not ready within ${READY_TIMEOUT_MS} ms`);
}
