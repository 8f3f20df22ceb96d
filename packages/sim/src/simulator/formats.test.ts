import { deflateRawSync, deflateSync } from 'node:zlib';
import { seededRandom } from '@muster/kernel/random';
import { describe, expect, it } from 'vitest';
import { evaluate } from './arithmetic.ts';
import { readDistribution } from './distributions.ts';
import { readGeoTiff } from './geotiff.ts';
import { column, readTables } from './jemss-tables.ts';
import { nodeFinder } from './node-finder.ts';
import { unzip } from './unzip.ts';

describe('distributions', () => {
  it.each([
    ['1/(18.8*24)', 1 / (18.8 * 24)],
    ['(8-50/60)/60/24', (8 - 50 / 60) / 60 / 24],
    ['-2e3 + 1', -1999],
  ])('knows that %s is %d', (text, value) => expect(evaluate(text)).toBeCloseTo(value, 12));

  it.each(['2 +', 'a', '1)', '(1', ''])('does not take "%s" for a number', (text) =>
    expect(evaluate(text)).toBeUndefined(),
  );

  it.each(['Exponential(12)', 'Normal(50, 3)', 'LogNormal(1, 0.5)', 'Uniform(2, 6)', 'Gamma(2, 3)', 'Bernoulli(0.8)'])(
    'draws %s with its mean',
    (text) => {
      const read = readDistribution(text);
      if (!read.ok) throw new Error(read.refusal.message);
      const random = seededRandom(1);
      let total = 0;
      for (let i = 0; i < 40_000; i++) total += read.value.draw(random);
      expect(total / 40_000 / read.value.mean).toBeCloseTo(1, 1);
    },
  );

  it('draws categories by their shares, and never one without a share', () => {
    const read = readDistribution('Categorical([0.42, 0, 0.58])');
    if (!read.ok) throw new Error(read.refusal.message);
    const random = seededRandom(1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 10_000; i++) counts[read.value.draw(random)]++;
    expect(counts[1]).toBe(0);
    expect(counts[0] / 10_000).toBeCloseTo(0.42, 1);
  });

  it('says what it does not know', () => {
    expect(readDistribution('Cauchy(1)')).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
  });
});

describe('JEMSS tables', () => {
  it('are found by name, with quoted cells and without empty rows', () => {
    const tables = readTables('map,1,,\nxMin,xMax,\n1,2,\n,,\nstations,,\nindex,name,\n1,"A, ""B""",\n,,\n');
    expect(column(tables.get('stations') as never, 'name')).toEqual(['A, "B"']);
    expect(tables.get('map')?.rows).toEqual([['1', '2', '']]);
  });
});

describe('the nearest node', () => {
  it('is that of a search over all', () => {
    const random = seededRandom(3);
    const lon = Float64Array.from({ length: 300 }, () => random.next());
    const lat = Float64Array.from({ length: 300 }, () => random.next() * 2);
    const finder = nodeFinder(lon, lat, [...lon.keys()], 10, 10);
    for (let i = 0; i < 500; i++) {
      const [x, y] = [random.next() * 1.4 - 0.2, random.next() * 2.4 - 0.2];
      const km = [...lon.keys()].map((v) => Math.hypot((lon[v] - x) * 10, (lat[v] - y) * 10));
      expect(finder.nearest(x, y).km).toBeCloseTo(Math.min(...km), 9);
    }
  });
});

/** A little-endian TIFF of doubles: tags, then the strips. */
function tiff(
  values: readonly number[],
  columns: number,
  pack: (bytes: Buffer) => Buffer,
  compression: number,
): Buffer {
  const rows = values.length / columns;
  const plain = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => {
    plain.writeDoubleLE(value, 8 * i);
  });
  const strips = Array.from({ length: rows }, (_, y) => pack(plain.subarray(y * columns * 8, (y + 1) * columns * 8)));
  const tags: [number, number, number[]][] = [
    [256, 3, [columns]],
    [257, 3, [rows]],
    [258, 3, [64]],
    [259, 3, [compression]],
    [273, 4, strips.map(() => 0)],
    [277, 3, [1]],
    [278, 3, [1]],
    [279, 4, strips.map((strip) => strip.length)],
    [339, 3, [3]],
    [33550, 12, [0.5, 0.25, 0]],
    [33922, 12, [0, 0, 0, 170, -36, 0]],
  ];
  const sizes: Record<number, number> = { 3: 2, 4: 4, 12: 8 };
  const head = Buffer.alloc(8 + 2 + 12 * tags.length + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(tags.length, 8);
  const extra: Buffer[] = [];
  let at = head.length;
  const put = (bytes: Buffer): number => {
    extra.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  const starts = strips.map(put);
  tags.forEach(([tag, type, numbers], i) => {
    const bytes = Buffer.alloc(Math.max(4, numbers.length * sizes[type]));
    (tag === 273 ? starts : numbers).forEach((n, k) => {
      if (type === 3) bytes.writeUInt16LE(n, 2 * k);
      else if (type === 4) bytes.writeUInt32LE(n, 4 * k);
      else bytes.writeDoubleLE(n, 8 * k);
    });
    const entry = 10 + 12 * i;
    head.writeUInt16LE(tag, entry);
    head.writeUInt16LE(type, entry + 2);
    head.writeUInt32LE(numbers.length, entry + 4);
    if (numbers.length * sizes[type] <= 4) bytes.copy(head, entry + 8, 0, 4);
    else head.writeUInt32LE(put(bytes), entry + 8);
  });
  return Buffer.concat([head, ...extra]);
}

/** TIFF's LZW, as libtiff writes it. */
function lzw(bytes: Buffer): Buffer {
  const out: number[] = [];
  let [hold, held, bits] = [0, 0, 9];
  const emit = (code: number): void => {
    hold = (hold << bits) | code;
    held += bits;
    while (held >= 8) {
      out.push((hold >> (held - 8)) & 255);
      held -= 8;
    }
    hold &= (1 << held) - 1;
  };
  let table = new Map<string, number>();
  const reset = (): void => {
    table = new Map();
    bits = 9;
  };
  emit(256);
  let word = '';
  const codeOf = (text: string): number => (text.length === 1 ? text.charCodeAt(0) : (table.get(text) as number));
  for (const byte of bytes) {
    const longer = word + String.fromCharCode(byte);
    if (longer.length === 1 || table.has(longer)) {
      word = longer;
      continue;
    }
    emit(codeOf(word));
    table.set(longer, 258 + table.size);
    const next = 258 + table.size;
    if (next === 512 - 1 + 1 || next === 1024 || next === 2048) bits++;
    if (next === 4094) {
      emit(256);
      reset();
    }
    word = String.fromCharCode(byte);
  }
  if (word !== '') emit(codeOf(word));
  emit(257);
  if (held > 0) out.push((hold << (8 - held)) & 255);
  return Buffer.from(out);
}

describe('a GeoTIFF', () => {
  const random = seededRandom(2);
  const values = Array.from({ length: 40 * 100 }, () => (random.next() < 0.4 ? 0 : Math.floor(random.next() * 50)));
  it.each([
    ['plain', (bytes: Buffer) => bytes, 1],
    ['deflated', (bytes: Buffer) => deflateSync(bytes), 8],
    ['LZW', lzw, 5],
  ] as const)('gives its cells and its place (%s)', (_, pack, compression) => {
    const raster = readGeoTiff(tiff([...values.slice(0, -2), -1, Number.NaN], 100, pack, compression));
    expect(raster).toMatchObject({ columns: 100, rows: 40, westDeg: 170, northDeg: -36 });
    expect([...raster.values]).toEqual([...values.slice(0, -2), 0, 0]);
  });

  it('says what is not one', () => expect(() => readGeoTiff(Buffer.from('PK\x03\x04        '))).toThrow('not a TIFF'));
});

describe('a zip archive', () => {
  it('gives its files by name', () => {
    const text = Buffer.from('index,x,y\n'.repeat(50));
    const packed = deflateRawSync(text);
    const local = Buffer.alloc(30 + 5);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(5, 26);
    local.write('a.csv', 30);
    const entry = Buffer.alloc(46 + 5);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(5, 28);
    entry.write('a.csv', 46);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(local.length + packed.length, 16);
    const files = unzip(Buffer.concat([local, packed, entry, end]));
    expect(files.get('a.csv')?.().equals(text)).toBe(true);
    expect(() => unzip(Buffer.from('nothing of the kind, and long enough'))).toThrow('not a zip');
  });
});
