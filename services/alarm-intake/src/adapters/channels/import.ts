import { hash } from 'node:crypto';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { keyFrom } from '../../app/channel-desk.ts';
import type { RawReport } from '../../domain/report.ts';
import { bomOf, decodeText, strictly } from './body.ts';
import { delimiterOf, parseCsv } from './csv.ts';
import { Fields, isBag } from './fields.ts';
import { placeFrom } from './place.ts';

export const IMPORT_LIMITS = {
  fileBytes: 256 * 1_048_576,
  /** One report; its text is cut to 20,000 characters anyway. */
  lineChars: 1_000_000,
} as const;

export interface ImportOptions {
  readonly format: 'jsonl' | 'csv';
  /** The number that was called, for lines that do not say. */
  readonly line: string;
  /** `+08:00`: of times without a zone. */
  readonly utcOffset: string;
}

/** What one line of a file is: a report, or why it is none. */
export interface ImportLine {
  /** In the file, from 1. */
  readonly line: number;
  /** As the file names it; empty when it does not. */
  readonly id: string;
  readonly report: Result<RawReport>;
}

export interface DecodedFile {
  readonly text: string;
  /** `mixed`: some lines are not the encoding of the others; each was read by itself. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'mixed';
}

/** GBK and GB2312 are parts of GB18030. */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  const bom = bomOf(bytes);
  if (bom === 'utf-16le' || bom === 'utf-16be') return { text: decodeText(bytes, bom).text, encoding: bom };
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const text = strictly(bytes, encoding);
    if (text !== null) return { text, encoding };
  }
  const lines: string[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    lines.push(decodeText(bytes.subarray(from, end < 0 ? bytes.length : end)).text);
    if (end < 0) break;
    from = end + 1;
  }
  return { text: lines.join('\n'), encoding: 'mixed' };
}

export const formatOf = (name: string, text: string): ImportOptions['format'] =>
  /\.(csv|tsv|txt)$/i.test(name) && !/^\s*\{/.test(text) ? 'csv' : 'jsonl';

/** Every line that is not empty, in order; never throws. */
export function* readImport(text: string, options: ImportOptions): Generator<ImportLine> {
  if (options.format === 'csv') yield* readCsv(text, options);
  else yield* readJsonl(text, options);
}

function* readJsonl(text: string, options: ImportOptions): Generator<ImportLine> {
  let line = 0;
  for (const raw of text.split('\n')) {
    line++;
    if (raw.trim() === '') continue;
    const bag = raw.length > IMPORT_LIMITS.lineChars ? null : parseObject(raw);
    if (bag !== null) yield lineOf(line, bag, options);
    else yield { line, id: '', report: raw.length > IMPORT_LIMITS.lineChars ? tooLong() : noObject() };
  }
}

const tooLong = (): Result<never> =>
  refuse(
    'invalid',
    `the line has more than ${IMPORT_LIMITS.lineChars} characters`,
    `该行超过 ${IMPORT_LIMITS.lineChars} 个字符`,
  );
const noObject = (): Result<never> => refuse('invalid', 'the line is not one JSON object', '该行不是一个 JSON 对象');

function parseObject(raw: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(raw);
    return isBag(value) ? value : null;
  } catch {
    return null;
  }
}

/** What columns are called in the files of centres, and what they are to us. */
const COLUMNS: Readonly<Record<string, string>> = {
  ...{ 编号: 'id', 序号: 'id', 警情编号: 'id', 接警单号: 'id', 报警时间: 'time', 接警时间: 'time', 时间: 'time' },
  ...{
    报警电话: 'callerNumber',
    主叫号码: 'callerNumber',
    电话: 'callerNumber',
    联系电话: 'callerNumber',
    手机: 'callerNumber',
  },
  ...{
    报警人: 'callerName',
    姓名: 'callerName',
    报警内容: 'text',
    内容: 'text',
    警情内容: 'text',
    简要警情: 'text',
    描述: 'text',
  },
  ...{
    地址: 'address',
    地点: 'address',
    案发地址: 'address',
    事发地点: 'address',
    经度: 'lon',
    纬度: 'lat',
    坐标系: 'datum',
  },
  ...{ 警情类型: 'reportedType', 类型: 'reportedType', 被叫号码: 'line', 报警台: 'line', 精度: 'accuracyM' },
};

function* readCsv(text: string, options: ImportOptions): Generator<ImportLine> {
  const delimiter = delimiterOf(text.slice(0, Math.max(0, text.search(/\r?\n|$/))));
  let header: string[] | null = null;
  for (const { line, cells } of parseCsv(text, delimiter)) {
    if (header === null) {
      header = cells.map((cell) => COLUMNS[cell.trim()] ?? cell.trim());
      continue;
    }
    const filled = cells.map((cell, i) => [header?.[i] || `column ${i + 1}`, cell.trim()] as const);
    yield lineOf(line, Object.fromEntries(filled.filter(([, cell]) => cell !== '')), options);
  }
}

function lineOf(line: number, bag: Readonly<Record<string, unknown>>, options: ImportOptions): ImportLine {
  const fields = new Fields(bag);
  const id = fields.text('id', 'idempotencyKey').trim();
  // A point may stand in columns of its own or in an object.
  const place = placeFrom(fields.nested('place', 'position') ?? pointColumns(fields), 'import');
  const address = fields.text('address').trim();
  const said = fields.text('text', 'content', 'description').trim();
  const callerNumber = fields.text('callerNumber', 'callerId', 'phone', 'number');
  if (/^\d(\.\d+)?E\+\d+$/i.test(callerNumber)) {
    fields.warnings.push('the number was rounded by a spreadsheet: export it as text');
  }
  const report: RawReport = {
    idempotencyKey: id === '' ? keyFrom('import', 'no-id', digestOf(bag)) : keyFrom('import', id),
    ...{ channel: 'import', line: fields.text('line') || options.line, callerNumber },
    callerName: fields.text('callerName', 'name'),
    text: [said, address === '' ? '' : `地址：${address}`].filter((part) => part !== '').join('\n'),
    ...{ lang: fields.text('lang'), place, reportedType: fields.text('reportedType') },
    rangAtMs: timeOf(fields, options.utcOffset),
    warnings: fields.warnings,
  };
  fields.has('channel', 'type', 'incident', 'priority');
  fields.noteUnknown();
  return { line, id, report: ok(report) };
}

function pointColumns(fields: Fields): Fields | null {
  if (!fields.has('lon', 'lng', 'longitude') && !fields.has('lat', 'latitude')) return null;
  const names = ['lon', 'lng', 'longitude', 'lat', 'latitude', 'datum', 'accuracyM', 'accuracy'];
  const bag = Object.fromEntries(names.filter((name) => fields.has(name)).map((name) => [name, fields.value(name)]));
  return new Fields(bag, fields.warnings);
}

const digestOf = (bag: object): string =>
  hash('sha256', JSON.stringify(Object.entries(bag).sort()), 'hex').slice(0, 40);

const LOCAL =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2}))?秒?分?)?$/;

/** Times as centres write them, in the offset that the import was given. */
function timeOf(fields: Fields, utcOffset: string): number {
  const names = ['time', 'receivedAt', 'receivedAtMs', 'rangAtMs', 'at'];
  const text = names.map((name) => fields.value(name)).find((value) => typeof value === 'string');
  const [, y, mo, d, h = '0', mi = '0', s = '0'] = LOCAL.exec(String(text ?? '').trim()) ?? [];
  if (y === undefined || mo === undefined || d === undefined) return fields.timeMs(...names);
  const two = (part: string): string => part.padStart(2, '0');
  return Date.parse(`${y}-${two(mo)}-${two(d)}T${two(h)}:${two(mi)}:${two(s)}${utcOffset}`) || 0;
}
