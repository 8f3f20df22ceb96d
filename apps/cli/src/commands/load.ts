import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ensureDemoCity } from '@muster/local/demo-city';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { refuseStart } from '@muster/local/refuse-start';
import { readRunRecord } from '@muster/local/run-record';
import { runningInstance } from '@muster/local/running-instance';
import type { Secrets } from '@muster/local/secrets';
import { untilAskedToStop } from '@muster/local/stop-requests';
import type { Command } from 'commander';
import { startFreshSystem } from '../fresh-system.ts';
import { resultTable } from '../load/result.ts';
import { steady } from '../load/steady.ts';
import { BRIEF, STEADY } from '../load/steady-plan.ts';

interface Options {
  readonly url?: string;
  readonly city?: string;
  readonly brief?: boolean;
  readonly out?: string;
}

export function register(program: Command): void {
  const load = program.command('load').description('用 k6 压测 · load tests with k6');
  load
    .command('steady')
    .description(
      '两分钟每秒 14 个来电、1000 个单位、20 个地图端;在独立的系统上,或用 --url 压正在运行的系统 · two minutes of 14 calls/s, 1,000 units and 20 screens, on a system of its own or the one at --url',
    )
    .option('--url <url>', '本机正在运行的系统(演练模式) · a system that runs on this machine in drill mode')
    .option('--city <dir>', '城市数据包(默认:演示城市) · city pack (by default the demo city)')
    .option('--brief', '短小版本,只看是否通顺 · a short one, to see whether it works at all')
    .option('--out <file>', '结果 JSON · where to write the result as JSON')
    .action(runSteady);
}

async function runSteady(options: Options): Promise<void> {
  const plan = options.brief ? BRIEF : STEADY;
  const { signal } = untilAskedToStop();
  const system = options.url === undefined ? await ownSystem(options.city, plan.units, signal) : running(options.url);
  try {
    const workDir = join(system.homeDir, 'load');
    const result = await steady({ ...system, plan, workDir, signal, tell: (line) => console.error(line) });
    console.log(resultTable(result));
    const out = resolve(options.out ?? join(workDir, 'steady.json'));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(result, null, 1)}\n`);
    console.log(`\nJSON: ${out}`);
    if (result.failures.length > 0) process.exitCode = 1;
  } finally {
    await system.stop();
  }
  process.exit();
}

interface System {
  readonly url: string;
  readonly homeDir: string;
  readonly secrets: Secrets;
  readonly pids: () => ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

async function ownSystem(city: string | undefined, units: number, signal: AbortSignal): Promise<System> {
  const cityDir = city === undefined ? await ensureDemoCity('default', signal) : resolve(city);
  const homeDir = join(defaultHomeDir, 'load', 'steady');
  const muster = await startFreshSystem({ homeDir, cityDir, units, signal });
  const { publicUrl: url, secrets } = muster;
  return { url, homeDir, secrets, pids: () => pidsOf(homeDir), stop: () => muster.stop() };
}

/** Only what runs on this machine: a load test needs its keys, and nobody else's system is loaded by mistake. */
function running(url: string): System {
  const { mode, publicUrl, secrets } = runningInstance(defaultHomeDir);
  if (new URL(publicUrl).host !== new URL(url).host) {
    refuseStart(
      'precondition',
      `本机运行的是 ${publicUrl},不是 ${url}`,
      `What runs on this machine is ${publicUrl}, not ${url}.`,
    );
  }
  if (mode !== 'drill')
    refuseStart('precondition', '只压测演练模式的系统', 'Only a system in drill mode is load-tested.');
  return { url: publicUrl, homeDir: defaultHomeDir, secrets, pids: () => pidsOf(defaultHomeDir), stop: async () => {} };
}

const pidsOf = (homeDir: string): Map<string, number> =>
  new Map(readRunRecord(homeDir)?.processes.map(({ name, pid }) => [name, pid]));
