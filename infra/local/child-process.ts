import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

const EXIT_POLL_MS = 20;
/** After SIGKILL the kernel needs a moment, not more. */
const KILL_WAIT_MS = 5_000;

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs as this user; only root can ask for it. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly ports: Readonly<Record<string, number>>;
  readonly stopSignal: NodeJS.Signals;
  /** How long the process may take to stop by itself before it is killed. */
  readonly stopTimeoutMs: number;
  /** `null` when it is ready, else why it is not. Must answer or fail within a second or so. */
  whyNotReady(): Promise<string | null>;
}

export interface RunningProcess {
  readonly spec: ProcessSpec;
  readonly identity: ProcessIdentity;
  readonly exited: Promise<ExitReason>;
  /** Set once it has ended. */
  exit: ExitReason | null;
}

export interface ExitReason {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function describeExit(exit: ExitReason): string {
  return exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}

/**
 * Starts a process in its own group and session, so that Ctrl-C in the terminal reaches only the launcher. Its output
 * goes straight to the log file: it keeps running, and logging, when the launcher is gone.
 */
export async function spawnDetached(spec: ProcessSpec, logFile: string): Promise<RunningProcess> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  let child: ChildProcess;
  try {
    child = spawn(spec.command, [...spec.args], {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...spec.env },
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      ...(spec.user === undefined ? {} : { uid: spec.user.uid, gid: spec.user.gid }),
    });
  } finally {
    closeSync(log);
  }
  const exited = new Promise<ExitReason>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`cannot run ${spec.name} (${spec.command})`, { cause })));
  });
  // A process that is gone already keeps its pid until we have seen it exit; its start time no longer matters.
  const identity = identify(child.pid!) ?? { pid: child.pid!, startedAt: 'ended at once' };
  const running: RunningProcess = { spec, identity, exited, exit: null };
  void exited.then((exit) => {
    running.exit = exit;
  });
  return running;
}

/** Waits until it is ready; throws when it ends first or the time is over. */
export async function untilReady(running: RunningProcess, timeoutMs: number, pollMs = 25): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (running.exit !== null)
      throw new Error(`${running.spec.name} ended before it was ready: ${describeExit(running.exit)}`);
    const why = await running.spec.whyNotReady().catch((error: unknown) => String(error));
    if (why === null) return;
    if (performance.now() > deadline)
      throw new Error(`${running.spec.name} was not ready after ${timeoutMs / 1000} s: ${why}`);
    await sleep(pollMs);
  }
}

/** Signals, waits, kills. Resolves when the process is gone; says whether it had to be killed. */
export async function endProcess(
  identity: ProcessIdentity,
  how: { readonly stopSignal: NodeJS.Signals; readonly stopTimeoutMs: number },
): Promise<'gone' | 'stopped' | 'killed'> {
  if (!isAlive(identity)) return 'gone';
  signal(identity.pid, how.stopSignal);
  if (await untilGone(identity, how.stopTimeoutMs)) return 'stopped';
  // Its whole group: a service may have workers of its own.
  signal(-identity.pid, 'SIGKILL');
  signal(identity.pid, 'SIGKILL');
  await untilGone(identity, KILL_WAIT_MS);
  return 'killed';
}

async function untilGone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await sleep(EXIT_POLL_MS);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
