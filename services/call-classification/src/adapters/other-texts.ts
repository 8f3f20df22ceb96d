import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OtherTexts } from '../training/other-texts.ts';

/** Every so-manieth address is looked at: there are thousands. */
const ADDRESS_STEP = 5;
const EVENT_CHARS = 300;

/**
 * The folder of texts beside the project (cn-address, cn-events, cn-gov, en-messages).
 *
 * @throws Error when one of them is missing
 */
export const readOtherTexts = (dir: string): OtherTexts => ({
  events: readdirSync(join(dir, 'cn-events')).flatMap((kind) =>
    readdirSync(join(dir, 'cn-events', kind))
      .filter((name) => name.endsWith('.xml'))
      .map((name) => ({ kind, text: eventText(readFileSync(join(dir, 'cn-events', kind, name), 'utf8')) })),
  ),
  hotline: records(join(dir, 'cn-gov', 'messages_labelled_sample.csv')).map(
    (record) => `${record.留言主题 ?? ''},${(record.留言详情 ?? '').trim()}`,
  ),
  messages: records(join(dir, 'en-messages', 'disaster_response_messages_validation.csv')).map((record) => ({
    text: record.message ?? '',
    labels: Object.entries(record)
      .filter(([, value]) => value === '1')
      .map(([label]) => label),
  })),
  addresses: readFileSync(join(dir, 'cn-address', 'dev.txt'), 'utf8')
    .split(/\n\s*\n/)
    .filter((block, i) => block.trim() !== '' && i % ADDRESS_STEP === 0)
    .map((block) => block.split('\n').map((line) => line.split(' ')[0]))
    .map((chars) => chars.join('')),
});

/** The content of a report without its markup: title and first lines. */
function eventText(xml: string): string {
  const content = xml.slice(Math.max(0, xml.indexOf('<Title>')));
  return content
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, '')
    .slice(0, EVENT_CHARS);
}

/** Rows of a comma-separated file with quoted cells, by the names of its first line. */
function records(path: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  const cells = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  for (const [, quoted, plain, mark] of cells.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    (rows.at(-1) as string[]).push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (mark !== ',') rows.push([]);
  }
  const [head = [], ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}
