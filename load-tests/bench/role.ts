/**
 * The parties of a bench run as processes of their own: `serveRole` in the party's file, `startRole` here. Requests and
 * answers go over Node's own channel; a party ends when whoever started it is gone.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Metered } from './metering.ts';
import { meteredSelf } from './metering.ts';

// biome-ignore lint/suspicious/noExplicitAny: each role has its own operations; both ends are in this directory
type Operation = (input: any) => unknown;

interface Request {
  readonly id: number;
  readonly operation: string;
  readonly input: unknown;
}
interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export interface Role extends Metered {
  readonly pid: number;
  ask<T>(operation: string, input?: unknown): Promise<T>;
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 3_000;

/** @param file name in roles/, without ending */
export async function startRole(
  file: string,
  how: { readonly execArgv?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Role> {
  const child = fork(join(import.meta.dirname, 'roles', `${file}.ts`), {
    execArgv: [...(how.execArgv ?? [])],
    env: { ...process.env, NODE_ENV: 'production', MUSTER_LOG_LEVEL: 'error', ...how.env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on('message', ({ id, value, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value as never);
    else asked?.reject(new Error(`${file}: ${error}`));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${signal ?? code}`));
    waiting.clear();
  });
  const ask = <T>(operation: string, input?: unknown): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve: resolve as (value: never) => void, reject });
      child.send({ id, operation, input } satisfies Request, (error) => error && reject(error));
    });
  await ask('cpu');
  return {
    pid: child.pid ?? 0,
    ask,
    cpuUs: () => ask<number>('cpu'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exit;
      clearTimeout(timer);
    },
  };
}

export function serveRole(operations: Readonly<Record<string, Operation>>): void {
  const all: Readonly<Record<string, Operation>> = { cpu: () => meteredSelf.cpuUs(), ...operations };
  process.on('message', async ({ id, operation, input }: Request) => {
    const answer = await attempt(id, all[operation], input);
    process.send?.(answer);
  });
  process.once('disconnect', () => process.exit(0));
}

async function attempt(id: number, operation: Operation | undefined, input: unknown): Promise<Answer> {
  try {
    if (operation === undefined) throw new Error('there is no such operation');
    return { id, value: await operation(input) };
  } catch (error) {
    return { id, error: (error as Error).stack ?? String(error) };
  }
}
