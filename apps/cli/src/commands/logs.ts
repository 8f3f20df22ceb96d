import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { logFileOf } from '@muster/local/log-files';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { readableLine } from '@muster/local/readable-log';
import { refuseStart } from '@muster/local/refuse-start';
import { type Command, InvalidArgumentError } from 'commander';

const DEFAULT_LINES = 50;

export function register(program: Command): void {
  program
    .command('logs')
    .argument('[service]', '服务名,如 dispatch · a service such as dispatch')
    .description('查看日志 · show logs')
    .option('-f, --follow', '持续显示 · go on showing new lines')
    .option('-n, --lines <number>', '行数 · how many lines', readLines, DEFAULT_LINES)
    .option('--raw', '原样输出 JSON · as JSON, unchanged')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .action(logs);
}

function readLines(text: string): number {
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 1) throw new InvalidArgumentError('≥ 1');
  return lines;
}

async function logs(
  service: string | undefined,
  options: { home: string; follow?: boolean; raw?: boolean; lines: number },
): Promise<void> {
  const logsDir = join(resolve(options.home), 'logs');
  const known = existsSync(logsDir)
    ? readdirSync(logsDir)
        .filter((name) => name.endsWith('.log'))
        .map((name) => name.slice(0, -'.log'.length))
    : [];
  if (known.length === 0) refuseStart('not-found', '还没有日志。', `There are no logs yet in ${logsDir}.`);
  if (service !== undefined && !known.includes(service)) {
    refuseStart(
      'not-found',
      `没有 ${service} 的日志;有:${known.join('、')}`,
      `There is no log of ${service}; there are ${known.join(', ')}.`,
    );
  }
  const names = service === undefined ? known : [service];
  const show = options.raw === true ? (line: string) => line : readableLine;
  const files = names.map((name) => logFileOf(logsDir, name));
  if (options.follow === true) return follow(files, options.lines, show);
  for (const [at, file] of files.entries()) {
    if (names.length > 1) console.log(`==> ${names[at]} <==`);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    console.log(lines.slice(-options.lines).map(show).join('\n'));
  }
}

/** `tail -F` sees when a log was emptied by rotation and goes on. */
async function follow(files: readonly string[], lines: number, show: (line: string) => string): Promise<void> {
  const tail = spawn('tail', ['-n', String(lines), '-F', ...files], { stdio: ['ignore', 'pipe', 'ignore'] });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => tail.kill(name));
  for await (const line of createInterface({ input: tail.stdout })) console.log(show(line));
}
