import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimiterOf, parseCsv } from './csv.ts';
import { decodeFile, formatOf, type ImportOptions, readImport } from './import.ts';

const options = (format: ImportOptions['format']): ImportOptions => ({ format, line: '110', utcOffset: '+08:00' });
const reports = (text: string, format: ImportOptions['format']) =>
  [...readImport(text, options(format))].map(({ line: at, report }) => ({
    at,
    ...(report.ok ? report.value : report),
  }));

/** 编号,报警时间,报警电话,报警内容,地址 / 1,2026-01-02 03:04:05,13800001111,着火,锦绣路 in GBK. */
const GBK = Buffer.from(
  'b1e0bac52cb1a8beafcab1bce42cb1a8beafb5e7bbb02cb1a8beafc4dac8dd2cb5d8d6b70a312c323032362d30312d30322030333a30343a30352c31333830303030313131312cd7c5bbf02cbdf5d0e5c2b7',
  'hex',
);

describe('an imported file', () => {
  it('of a centre in GBK with its own columns is read, and its encoding told', () => {
    const { text, encoding } = decodeFile(GBK);
    expect([encoding, formatOf('警情.csv', text)]).toEqual(['gb18030', 'csv']);
    expect(reports(text, 'csv')).toMatchObject([
      {
        ...{ at: 2, idempotencyKey: 'import|1', channel: 'import', callerNumber: '13800001111' },
        ...{ text: '着火\n地址：锦绣路', rangAtMs: Date.UTC(2026, 0, 1, 19, 4, 5), warnings: [] },
      },
    ]);
  });
  it('of mixed encodings is read line by line', () => {
    const mixed = Buffer.concat([
      Buffer.from('{"text":"着火😀"}\n'),
      Buffer.from('7b2274657874223a22d7c5bbf0227d', 'hex'),
    ]);
    expect(decodeFile(mixed)).toEqual({ text: '{"text":"着火😀"}\n{"text":"着火"}', encoding: 'mixed' });
  });
  it('gives every line an answer, also the broken ones, and the same line the same key', () => {
    const lines = ['{"id":"a","text":"x"}', '{broken', '[]', '', '{"text":"y"}', '{"text":"y"}'];
    const read = reports(lines.join('\n'), 'jsonl');
    expect(read.map((one) => ('ok' in one ? one.refusal.code : one.text))).toEqual([
      'x',
      'invalid',
      'invalid',
      'y',
      'y',
    ]);
    expect(read.map(({ at }) => at)).toEqual([1, 2, 3, 5, 6]);
    expect(new Set(read.slice(3).map((one) => 'idempotencyKey' in one && one.idempotencyKey)).size).toBe(1);
  });
  it('has points in columns and times in the ways people write them', () => {
    const text =
      'id,time,lon,lat,datum,text\n1,2026/1/2 3:04,114.2,22.69,GCJ-02,a\n2,2026年1月2日 3时4分,,,,b\n3,later,x,1,,c';
    const [first, second, third] = reports(text, 'csv');
    expect(first).toMatchObject({ place: { lon: 114.2, datum: 'gcj02' }, rangAtMs: Date.UTC(2026, 0, 1, 19, 4) });
    expect(second).toMatchObject({ place: null, rangAtMs: Date.UTC(2026, 0, 1, 19, 4), warnings: [] });
    expect(third).toMatchObject({ place: null, rangAtMs: 0 });
    expect(third !== undefined && 'warnings' in third ? third.warnings : []).toHaveLength(3);
  });
  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { text } = decodeFile(bytes);
        for (const format of ['csv', 'jsonl'] as const) void [...readImport(text, options(format))];
      }),
    );
  });
});

describe('comma-separated values', () => {
  it('keep quotes, commas and line breaks within a cell', () => {
    const text = 'a;b\n"x;""y""\nz";2\r\n\n3;4';
    expect(delimiterOf('a;b')).toBe(';');
    expect([...parseCsv(text, ';')]).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x;"y"\nz', '2'] },
      { line: 5, cells: ['3', '4'] },
    ]);
  });
});
