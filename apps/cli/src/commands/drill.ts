import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openPack } from '@muster/city/pack/open-pack';
import { unwrap } from '@muster/kernel/result';
import { ensureDemoCity } from '@muster/local/demo-city';
import { freePorts } from '@muster/local/free-ports';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { refuseStart } from '@muster/local/refuse-start';
import { randomPassword } from '@muster/local/secrets';
import { untilAskedToStop } from '@muster/local/stop-requests';
import { reportTable } from '@muster/sim/drill/report-table';
import { runDrill } from '@muster/sim/drill/run-drill';
import type { Command } from 'commander';
import { startFreshSystem } from '../fresh-system.ts';

interface Options {
  readonly city?: string;
  readonly calls: string[];
  readonly pattern: string;
  readonly units: string;
  readonly speed: string;
  readonly seed: string;
  readonly telephony?: true;
  readonly out?: string;
}

export function register(program: Command): void {
  program
    .command('drill')
    .description(
      '在独立的系统上重演来电并模拟全部人员和车辆 · play calls through a system of its own, with simulated people and vehicles',
    )
    .option('--city <dir>', '城市数据包(默认:演示城市) · city pack (by default the demo city)')
    .option('--calls <files...>', '来电文件 .jsonl · files of calls', [] as string[])
    .option('--pattern <file>', '出警记录 .tsv:到达时间和需要的车辆 · a dispatch log: arrivals and unit demand', '')
    .option('--units <n>', "单位数,0 为按站点配置 · number of units, 0 for the stations' own", '0')
    .option('--speed <k>', '演练时间倍速 · drill seconds in one real second', '20')
    .option('--seed <s>', '随机种子 · seed', '1')
    .option(
      '--telephony',
      '语音来电经模拟电话系统排队、分配到席位 · voice calls ring, queue and reach a seat through a simulated phone system',
    )
    .option('--out <file>', '结果 JSON · where to write the result as JSON')
    .action(drill);
}

async function drill(options: Options): Promise<void> {
  const speed = inRange('--speed', options.speed, 1, 1_000);
  const seed = inRange('--seed', options.seed, 0, 4_294_967_295);
  const units = inRange('--units', options.units, 0, 100_000);
  if (options.calls.length === 0 && options.pattern === '') {
    refuseStart('invalid', '请用 --calls 或 --pattern 指定来电', 'Name calls with --calls or --pattern.');
  }
  const { signal } = untilAskedToStop();
  const cityDir = options.city === undefined ? await ensureDemoCity('default', signal) : resolve(options.city);
  const { meta } = unwrap(openPack(cityDir));
  const homeDir = join(defaultHomeDir, 'drills', meta.id);
  const phones = options.telephony ? await phoneSystem() : undefined;
  const muster = await startFreshSystem({ homeDir, cityDir, units, signal });
  try {
    const { report, records } = await runDrill({
      url: muster.publicUrl,
      cityDir,
      username: 'drill',
      password: muster.secrets.demoPasswords.drill ?? '',
      intakeKey: muster.secrets.intakeKey,
      trackingKey: muster.secrets.trackingKey,
      callFiles: options.calls,
      patternFile: options.pattern,
      speed,
      seed,
      reserved: new Set(),
      signal,
      ...(phones ? { phones } : {}),
      onProgress: (record, done, of) => {
        const state =
          record.failure ||
          (record.needsUnit ? (record.arrived ? '到场 on scene' : '未到 not served') : '无需派警 no unit');
        console.error(`  ${done}/${of} ${record.callId} ${state}`);
      },
    });
    console.log(reportTable(report));
    const out = resolve(options.out ?? join(homeDir, 'drill.json'));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify({ report, records }, null, 1)}\n`);
    console.log(`\nJSON: ${out}`);
    if (report.lost.length + report.failures.length > 0) process.exitCode = 1;
  } finally {
    await muster.stop();
  }
  process.exit();
}

/** Told to the services that are started next. */
async function phoneSystem(): Promise<{ port: number; commandKey: string }> {
  const [port = 0] = await freePorts(1);
  const commandKey = randomPassword();
  process.env.MUSTER_TELEPHONY_URL = `http://127.0.0.1:${port}/commands`;
  process.env.MUSTER_TELEPHONY_KEY = commandKey;
  return { port, commandKey };
}

function inRange(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  return refuseStart('invalid', `${name} 须在 ${min} 至 ${max} 之间`, `${name} must be from ${min} to ${max}.`);
}
