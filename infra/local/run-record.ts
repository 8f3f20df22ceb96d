import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from '@muster/kernel/mode';
import { endProcess } from './child-process.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { refuseStart } from './refuse-start.ts';

/** Stopped in this order: the edge takes in no more, the services finish, and what they write to goes last. */
export const STOP_ORDER = ['drill', 'edge', 'service', 'bus', 'database'] as const;
export type Stage = (typeof STOP_ORDER)[number];

export interface RecordedProcess extends ProcessIdentity {
  readonly name: string;
  readonly stage: Stage;
  readonly ports: Readonly<Record<string, number>>;
  readonly stopSignal: NodeJS.Signals;
  readonly stopTimeoutMs: number;
  readonly startedAtMs: number;
  /** How often it was started again since the launcher started. */
  readonly restarts: number;
}

/** `run.json` in the home: what runs now, for the next start, for `status` and for `stop`. */
export interface RunRecord {
  readonly version: 1;
  readonly launcher: ProcessIdentity;
  readonly startedAtMs: number;
  readonly mode: Mode;
  readonly cityDir: string;
  /** Where people go, e.g. `http://127.0.0.1:8080`. */
  readonly publicUrl: string;
  readonly phase: 'starting' | 'running' | 'stopping';
  readonly processes: readonly RecordedProcess[];
}

const runFile = (homeDir: string): string => join(homeDir, 'run.json');
const lockFile = (homeDir: string): string => join(homeDir, 'launcher.lock');

/** Readers see the old record or the new one, never half of one. */
export function writeRunRecord(homeDir: string, record: RunRecord): void {
  const file = runFile(homeDir);
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}

export function readRunRecord(homeDir: string): RunRecord | null {
  try {
    return JSON.parse(readFileSync(runFile(homeDir), 'utf8')) as RunRecord;
  } catch {
    return null;
  }
}

export function removeRunRecord(homeDir: string): void {
  rmSync(runFile(homeDir), { force: true });
}

/** The launcher that holds this home, when it lives. */
export function liveLauncher(homeDir: string): ProcessIdentity | null {
  try {
    const holder = JSON.parse(readFileSync(lockFile(homeDir), 'utf8')) as ProcessIdentity;
    return isAlive(holder) ? holder : null;
  } catch {
    return null;
  }
}

/** One launcher a home. A lock whose holder is gone is taken over. Gives the function that releases it. */
export function lockHome(homeDir: string): () => void {
  mkdirSync(homeDir, { recursive: true });
  const file = lockFile(homeDir);
  const holder = liveLauncher(homeDir);
  if (holder !== null) refuseSecondStart(homeDir, holder);
  if (existsSync(file)) rmSync(file, { force: true });
  let lock: number;
  try {
    lock = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return refuseSecondStart(homeDir, liveLauncher(homeDir));
  }
  writeFileSync(lock, JSON.stringify(identify(process.pid)));
  closeSync(lock);
  return () => rmSync(file, { force: true });
}

function refuseSecondStart(homeDir: string, holder: ProcessIdentity | null): never {
  const record = readRunRecord(homeDir);
  const at = record === null || record.publicUrl === '' ? '' : ` ${record.publicUrl}`;
  const pid = holder === null ? '' : ` (pid ${holder.pid})`;
  return refuseStart(
    'conflict',
    `集结已在此目录运行${pid}${at}:先执行 ./muster stop,或用 --home 另选目录。目录:${homeDir}`,
    `Muster already runs in ${homeDir}${pid}${at}: run ./muster stop first, or choose another directory with --home.`,
  );
}

/** What a killed launcher left running, by recorded pid and start time; ended in the order of a normal stop. */
export async function endLeftOvers(homeDir: string): Promise<RecordedProcess[]> {
  const record = readRunRecord(homeDir);
  if (record === null) return [];
  const left = record.processes.filter(isAlive);
  for (const stage of STOP_ORDER) {
    await Promise.all(left.filter((p) => p.stage === stage).map((p) => endProcess(p, p)));
  }
  removeRunRecord(homeDir);
  return left;
}
