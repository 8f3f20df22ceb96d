import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  decodeFile,
  formatOf,
  IMPORT_LIMITS,
  type ImportLine,
  readImport,
} from '@muster/alarm-intake/adapters/channels/import';
import { RefusalError, refuse } from '@muster/kernel/result';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { runningInstance } from '@muster/local/running-instance';
import type { Command } from 'commander';

/** Lines under way at once; answers are written in the order of the lines. */
const AT_ONCE = 16;
const SEND_TRIES = 8;
const RETRY_AFTER_MS = 250;
const SEND_TIMEOUT_MS = 15_000;

export function register(program: Command): void {
  program
    .command('import')
    .argument('<file>', 'JSONL 或 CSV 文件(UTF-8、GBK/GB18030、UTF-16) · JSON lines or CSV')
    .option('--line <number>', '未注明时的报警台号 · the number that was called, where a line does not say', '')
    .option('--utc-offset <offset>', '无时区时间的偏移 · of times without a zone', '+08:00')
    .option('--dry-run', '只检查,不导入 · read and check only')
    .option('--url <url>', '集结地址,密钥取自 MUSTER_INTAKE_KEY · another Muster, with the key of MUSTER_INTAKE_KEY')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .description(
      '批量导入警情,每行一个答复,可重复执行 · import alarms; every line gets an answer, a second run changes nothing',
    )
    .action(run);
}

interface Options {
  readonly line: string;
  readonly utcOffset: string;
  readonly dryRun?: true;
  readonly url?: string;
  readonly home: string;
}

interface Answer {
  readonly line: number;
  readonly id: string;
  readonly [more: string]: unknown;
}

async function run(file: string, options: Options): Promise<void> {
  if (!/^[+-]\d\d:\d\d$/.test(options.utcOffset)) {
    throw refused('--utc-offset must look like +08:00', '--utc-offset 须形如 +08:00');
  }
  const { text, encoding } = decodeFile(await read(file));
  const format = formatOf(basename(file), text);
  process.stderr.write(`编码 ${encoding},格式 ${format} · encoding ${encoding}, format ${format}\n`);
  const send = options.dryRun ? null : sender(options);
  const lines = readImport(text, { format, line: options.line, utcOffset: options.utcOffset });
  const counts = { stored: 0, repeated: 0, refused: 0 };
  for await (const answer of inOrder(lines, (line) => answerOf(line, send))) {
    counts['error' in answer ? 'refused' : answer.repeated === true ? 'repeated' : 'stored']++;
    if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain');
  }
  const { stored, repeated, refused: no } = counts;
  process.stderr.write(
    `导入 ${stored},已有 ${repeated},拒绝 ${no} · ${stored} stored, ${repeated} known, ${no} refused\n`,
  );
  if (no > 0) process.exitCode = 1;
}

async function read(file: string): Promise<Buffer> {
  const info = await stat(file).catch(() => null);
  if (info === null || !info.isFile()) throw refused(`there is no file ${file}`, `没有文件 ${file}`);
  const { fileBytes } = IMPORT_LIMITS;
  if (info.size <= fileBytes) return readFile(file);
  throw refused(`the file has more than ${fileBytes} bytes: cut it up`, `文件超过 ${fileBytes} 字节，请拆分`);
}

type Send = (report: object) => Promise<Record<string, unknown>>;

async function answerOf({ line, id, report }: ImportLine, send: Send | null): Promise<Answer> {
  if (!report.ok) return { line, id, error: report.refusal };
  const { warnings: mended = [], ...fields } = report.value;
  if (send === null) return { line, id, warnings: mended };
  const { warnings = [], ...answer } = await send(fields);
  return { line, id, ...answer, warnings: [...mended, ...(warnings as string[])] };
}

/** The same address and key as every other reporter: idempotent, and stored before it is answered. */
function sender({ url, home }: Options): Send {
  const local = url === undefined ? runningInstance(resolve(home)) : null;
  const base = (local?.publicUrl ?? url ?? '').replace(/\/+$/, '');
  const key = local?.secrets.intakeKey ?? process.env.MUSTER_INTAKE_KEY ?? '';
  if (key === '') throw refused('set MUSTER_INTAKE_KEY to the key of that Muster', '请设置 MUSTER_INTAKE_KEY');
  return async (report) => {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await post(`${base}/intake/v1/alarms`, key, report);
        if (answer.status < 500 && answer.status !== 429) return answer.body;
        if (tries >= SEND_TRIES) return answer.body;
      } catch (cause) {
        if (tries >= SEND_TRIES)
          throw refused(`${base} does not answer: ${(cause as Error).message}`, `${base} 无应答`);
      }
      await new Promise((done) => setTimeout(done, RETRY_AFTER_MS * 2 ** Math.min(tries, 5)));
    }
  };
}

async function post(url: string, key: string, report: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${key}` },
    body: JSON.stringify(report),
    signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function* inOrder<T, R>(items: Iterable<T>, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for (const item of items) {
    underWay.push(work(item));
    if (underWay.length >= AT_ONCE) yield await (underWay.shift() as Promise<R>);
  }
  for (const result of underWay) yield await result;
}

const refused = (message: string, zh: string): RefusalError => new RefusalError(refuse('invalid', message, zh).refusal);
