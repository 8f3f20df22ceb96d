import { resolve } from 'node:path';
import { RefusalError } from '@muster/kernel/result';
import { buildWeb, webDistDir } from '@muster/local/build-web';
import { ensureDemoCity } from '@muster/local/demo-city';
import { DEMO_ROLES } from '@muster/local/demo-users';
import { Progress } from '@muster/local/progress';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { START_STEPS, type StartedMuster, startMuster } from '@muster/local/start-muster';
import { untilAskedToStop } from '@muster/local/stop-requests';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readDemoSize } from './city.ts';

const DEFAULT_PORT = 8080;

interface Options {
  readonly demo: boolean;
  readonly drill: boolean;
  readonly city?: string;
  readonly port: number;
  readonly listen: string;
  readonly home: string;
  readonly size: string | number;
}

export function register(program: Command): void {
  program
    .command('start')
    .description(
      '在本机启动全部(默认:演示城市和缓和演练) · start everything on this machine (by default a demo city and a gentle drill)',
    )
    .option('--no-demo', '正式模式,不含演示数据 · live mode, without demo data')
    .option('--no-drill', '演示城市,但不自动演练 · the demo city without the gentle drill')
    .option('--city <dir>', '城市数据包目录 · directory of a city pack')
    .option(
      '--size <size>',
      '演示城市的大小:default、large 或路口数 · default, large, or a number of road nodes',
      readDemoSize,
      'default',
    )
    .addOption(
      new Option('--port <number>', '网页端口 · port of the web pages')
        .env('MUSTER_PORT')
        .argParser(readPort)
        .default(DEFAULT_PORT),
    )
    .option(
      '--listen <address>',
      '网页监听地址;非本机地址时用 HTTPS · address to listen on; HTTPS unless it is this machine only',
      '127.0.0.1',
    )
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .action(start);
}

export function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('1–65535');
  return port;
}

async function start(options: Options): Promise<void> {
  const { asked, signal } = untilAskedToStop();
  const progress = new Progress(START_STEPS, (line) => console.log(line));
  const mode = options.demo ? 'drill' : 'live';
  let muster: StartedMuster;
  try {
    if (options.city !== undefined) await checkCity(options.city);
    muster = await startMuster({
      homeDir: resolve(options.home),
      mode,
      publicPort: options.port,
      publicListen: options.listen,
      webDistDir,
      databaseUrl: process.env.DATABASE_URL ?? '',
      natsUrl: process.env.NATS_URL ?? '',
      withDrill: options.demo && options.drill,
      progress,
      signal,
      prepareCity: (abort) => prepareCity(options, abort),
      buildWeb,
    });
  } catch (error) {
    if (signal.aborted) {
      console.log('已取消启动,全部停止 · start cancelled, everything is stopped');
      process.exit(130);
    }
    if (error instanceof RefusalError) throw error;
    process.stderr.write(
      `启动失败,已全部停止 · the start failed, everything is stopped\n${(error as Error).message}\n`,
    );
    process.exit(1);
  }
  announce(muster, mode, progress);
  const why = await asked;
  console.log(`正在停止(${why}) · stopping`);
  await muster.stop();
  console.log('已停止 · stopped');
  process.exit(0);
}

async function prepareCity({ city, demo, size }: Options, signal: AbortSignal): Promise<string> {
  if (city !== undefined) return resolve(city);
  return demo ? ensureDemoCity(size, signal) : '';
}

/** A wrong directory is said before anything starts. */
async function checkCity(dir: string): Promise<void> {
  const { openPack } = await import('@muster/city/pack/open-pack');
  const pack = openPack(resolve(dir));
  if (!pack.ok) throw new RefusalError(pack.refusal);
}

function announce(
  { publicUrl, secrets, certificateFile }: StartedMuster,
  mode: 'drill' | 'live',
  progress: Progress,
): void {
  console.log(`\n集结已启动,用时 ${progress.elapsedS()} 秒 · Muster is up after ${progress.elapsedS()} s\n`);
  const people = mode === 'drill' ? DEMO_ROLES.filter((role) => role.person) : [];
  for (const { displayName, page, username } of people) {
    console.log(
      `  ${publicUrl}${page.padEnd(9)} ${displayName.padEnd(6, ' ')} ${username} / ${secrets.demoPasswords[username]}`,
    );
  }
  if (certificateFile !== null) {
    console.log(
      `\n  HTTPS 证书(自签名,浏览器会提示一次) · certificate (self-signed, browsers warn once): ${certificateFile}`,
    );
  }
  if (mode === 'live') {
    console.log(
      `  ${publicUrl}\n  用 ./muster user add 新增用户 · add people with ./muster user add NAME --role dispatcher`,
    );
  }
  if (mode === 'drill') console.log('\n  演练模式:数据与正式系统完全分开 · drill mode: kept apart from a live system');
  console.log('  按 Ctrl-C 停止 · Ctrl-C stops everything\n');
}
