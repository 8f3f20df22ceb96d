import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerLine } from '@muster/load-tests/k6/ledger';
import type { Keys, Plan } from '@muster/load-tests/k6/plan';
import { findTool } from '@muster/local/find-tool';
import { projectDir, toolsDir } from '@muster/local/project-dirs';
import { refuseStart } from '@muster/local/refuse-start';
import { k6 } from '@muster/local/tools';
import { CpuMeter } from './cpu-times.ts';

const SCRIPT = join(projectDir, 'load-tests', 'k6', 'steady.ts');
const THRESHOLDS_CROSSED = 99;
const PROGRESS_MS = 10_000;
/** k6's own start and the setup of the script. */
const SETTLE_S = 3;

export interface K6Run {
  readonly url: string;
  readonly plan: Plan;
  readonly keys: Keys;
  /** For its files: console and summary. */
  readonly workDir: string;
  /** Whose CPU is measured, beside k6's own. */
  readonly pids: () => ReadonlyMap<string, number>;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Trend and counter values by name, as k6 gives them. */
export type Metrics = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface K6Result {
  readonly metrics: Metrics;
  /** Thresholds of the script that were not met. */
  readonly missed: readonly string[];
  readonly ledger: readonly LedgerLine[];
  readonly cpu: { readonly cpuS: Readonly<Record<string, number>>; readonly wallS: number };
}

/** Runs the script to its end. Nothing is sent to k6's makers, and it listens on this machine only. */
export async function runK6(run: K6Run): Promise<K6Result> {
  const program = await findTool(k6, toolsDir, run.tell);
  mkdirSync(run.workDir, { recursive: true });
  const [summaryFile, consoleFile] = ['summary.json', 'ledger.jsonl'].map((name) => join(run.workDir, name));
  for (const file of [summaryFile, consoleFile]) rmSync(file, { force: true });
  const options = ['--quiet', '--no-usage-report', '--no-color', '--address', '127.0.0.1:0', '--log-format', 'raw'];
  const child = spawn(program, ['run', ...options, '--console-output', consoleFile, SCRIPT], {
    cwd: run.workDir,
    env: { ...process.env, K6_AUTO_EXTENSION_RESOLUTION: 'false', ...scriptEnv(run, summaryFile) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => said.push(data));
  const stop = () => child.kill('SIGINT');
  run.signal.addEventListener('abort', stop, { once: true });
  const cpu = measure(run, child.pid ?? 0);
  const watch = setInterval(() => run.tell(progressOf(consoleFile)), PROGRESS_MS);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  }).finally(() => {
    clearInterval(watch);
    cpu.cancel();
    run.signal.removeEventListener('abort', stop);
  });
  run.signal.throwIfAborted();
  if (code !== 0 && code !== THRESHOLDS_CROSSED) refuseK6(Buffer.concat(said).toString('utf8'));
  const summary = JSON.parse(readFileSync(summaryFile, 'utf8')) as { metrics: Metrics; thresholds: string[] };
  return { metrics: summary.metrics, missed: summary.thresholds, ledger: readLedger(consoleFile), cpu: cpu.result() };
}

const scriptEnv = ({ plan, keys, url }: K6Run, summaryFile: string): Record<string, string> => ({
  MUSTER_LOAD_PLAN: JSON.stringify(plan),
  MUSTER_LOAD_KEYS: JSON.stringify(keys),
  MUSTER_LOAD_URL: url,
  MUSTER_LOAD_SUMMARY: summaryFile,
});

/** CPU while the load is on: not of the start, the idle calls or the drain. */
function measure({ plan, pids }: K6Run, k6Pid: number) {
  const meter = new CpuMeter(() => new Map([...pids(), ['k6', k6Pid], ['muster load', process.pid]]));
  const startMs = (plan.leadS + plan.idleS + SETTLE_S) * 1000;
  let result: ReturnType<CpuMeter['end']> = { cpuS: {}, wallS: 0 };
  const timers = [
    setTimeout(() => meter.start(), startMs),
    setTimeout(
      () => {
        result = meter.end();
      },
      startMs + Math.max(1, plan.loadS - 2 * SETTLE_S) * 1000,
    ),
  ];
  return { cancel: () => timers.forEach(clearTimeout), result: () => result };
}

function readLedger(file: string): LedgerLine[] {
  const lines = readText(file).split('\n').filter(Boolean);
  return lines.map((line) => {
    try {
      return JSON.parse(line) as LedgerLine;
    } catch {
      return { is: 'trouble', what: line };
    }
  });
}

function progressOf(consoleFile: string): string {
  const text = readText(consoleFile);
  const count = (what: string): number => text.split(`{"is":"${what}"`).length - 1;
  return `  回执 receipts ${count('receipt')} · 派警 sends ${count('assigned')} · 异常 troubles ${count('trouble')}`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function refuseK6(said: string): never {
  const last = said.trim().split('\n').slice(-5).join('\n');
  return refuseStart('unavailable', `k6 未能完成压测:\n${last}`, `k6 could not run the load test:\n${last}`);
}
