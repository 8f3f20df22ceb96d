import { inflateSync } from 'node:zlib';

/** A grid of weights: row 0 is the northernmost. */
export interface Raster {
  readonly columns: number;
  readonly rows: number;
  readonly westDeg: number;
  readonly northDeg: number;
  readonly cellWidthDeg: number;
  readonly cellHeightDeg: number;
  readonly values: Float64Array;
}

const TAG = {
  ...{ width: 256, height: 257, bits: 258, compression: 259, offsets: 273, samples: 277, rowsPerStrip: 278 },
  ...{ counts: 279, predictor: 317, tileWidth: 322, tileHeight: 323, tileOffsets: 324, tileCounts: 325, format: 339 },
  ...{ scale: 33550, tiepoint: 33922, noData: 42113 },
} as const;
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 11: 4, 12: 8, 16: 8 };
const [NONE, LZW, DEFLATE, OLD_DEFLATE] = [1, 5, 8, 32946];

/**
 * One-band GeoTIFF in degrees, in strips or tiles, plain, LZW or deflated (TIFF 6.0). Missing, negative and no-data cells
 * are 0. @throws Error that says what is not supported.
 */
export function readGeoTiff(file: Buffer): Raster {
  const little = file.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  if (!/^(II|MM)$/.test(file.toString('latin1', 0, 2)) || u16(2) !== 42) throw new Error('not a TIFF file');
  const tags = new Map<number, number[]>();
  let noData = NaN;
  const directory = u32(4);
  for (let i = 0; i < u16(directory); i++) {
    const entry = directory + 2 + 12 * i;
    const type = u16(entry + 2);
    const count = u32(entry + 4);
    const size = (TYPE_BYTES[type] ?? 1) * count;
    const at = size <= 4 ? entry + 8 : u32(entry + 8);
    if (u16(entry) === TAG.noData) noData = Number.parseFloat(file.toString('latin1', at, at + count));
    else
      tags.set(
        u16(entry),
        Array.from({ length: count }, (_, k) => numberAt(file, little, type, at, k)),
      );
  }
  const one = (tag: number, otherwise: number): number => tags.get(tag)?.[0] ?? otherwise;
  const columns = one(TAG.width, 0);
  const rows = one(TAG.height, 0);
  if (one(TAG.samples, 1) !== 1) throw new Error('a raster of more than one band');
  const [scaleX, scaleY] = tags.get(TAG.scale) ?? [];
  const tie = tags.get(TAG.tiepoint);
  if (scaleX === undefined || scaleY === undefined || tie === undefined) throw new Error('a raster without its place');
  const tiled = tags.has(TAG.tileOffsets);
  const blockWidth = tiled ? one(TAG.tileWidth, columns) : columns;
  const blockHeight = tiled ? one(TAG.tileHeight, rows) : Math.min(rows, one(TAG.rowsPerStrip, rows));
  const across = Math.ceil(columns / blockWidth);
  const offsets = tags.get(tiled ? TAG.tileOffsets : TAG.offsets) ?? [];
  const counts = tags.get(tiled ? TAG.tileCounts : TAG.counts) ?? [];
  const bytes = one(TAG.bits, 8) / 8;
  const values = new Float64Array(columns * rows);
  offsets.forEach((offset, block) => {
    const packed = file.subarray(offset, offset + counts[block]);
    const plain = unpack(packed, one(TAG.compression, NONE), blockWidth * blockHeight * bytes);
    const read = reader(plain, little, bytes, one(TAG.format, 1), one(TAG.predictor, 1), blockWidth);
    const left = (block % across) * blockWidth;
    const top = Math.floor(block / across) * blockHeight;
    for (let y = 0; y < blockHeight && top + y < rows; y++) {
      for (let x = 0; x < blockWidth && left + x < columns; x++) {
        const value = read(y * blockWidth + x);
        values[(top + y) * columns + left + x] = value > 0 && value < 1e30 && value !== noData ? value : 0;
      }
    }
  });
  const westDeg = tie[3] - tie[0] * scaleX;
  const northDeg = tie[4] + tie[1] * scaleY;
  return { columns, rows, westDeg, northDeg, cellWidthDeg: scaleX, cellHeightDeg: scaleY, values };
}

function numberAt(file: Buffer, little: boolean, type: number, at: number, k: number): number {
  const i = at + k * (TYPE_BYTES[type] ?? 1);
  if (type === 3) return little ? file.readUInt16LE(i) : file.readUInt16BE(i);
  if (type === 4) return little ? file.readUInt32LE(i) : file.readUInt32BE(i);
  if (type === 11) return little ? file.readFloatLE(i) : file.readFloatBE(i);
  if (type === 12) return little ? file.readDoubleLE(i) : file.readDoubleBE(i);
  return file[i];
}

function unpack(packed: Buffer, compression: number, size: number): Buffer {
  if (compression === NONE) return packed;
  if (compression === DEFLATE || compression === OLD_DEFLATE) return inflateSync(packed);
  if (compression === LZW) return unlzw(packed, size);
  throw new Error(`TIFF compression ${compression}`);
}

function reader(bytes: Buffer, little: boolean, size: number, format: number, predictor: number, width: number) {
  if (predictor === 3) throw new Error('TIFF floating-point predictor');
  if (predictor === 2 && format === 3) throw new Error('TIFF predictor 2 over floats');
  const plain = (i: number): number => {
    const at = i * size;
    if (at + size > bytes.length) return 0;
    if (format === 3) {
      if (size === 8) return little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
      return little ? bytes.readFloatLE(at) : bytes.readFloatBE(at);
    }
    if (format === 2) return little ? bytes.readIntLE(at, size) : bytes.readIntBE(at, size);
    return little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  };
  if (predictor !== 2) return plain;
  const modulus = 2 ** (8 * size);
  let total = 0;
  return (i: number): number => {
    total = i % width === 0 ? plain(i) : (total + plain(i) + modulus) % modulus;
    return total;
  };
}

/** TIFF 6.0 section 13: codes from 9 to 12 bits, high bit first. */
function unlzw(packed: Buffer, size: number): Buffer {
  const out = Buffer.alloc(size);
  const start = new Int32Array(4097);
  const length = new Int32Array(4097);
  let [filled, next, bits, hold, held, at, previous] = [0, 258, 9, 0, 0, 0, -1];
  while (filled < size) {
    while (held < bits && at < packed.length) {
      hold = ((hold << 8) | packed[at++]) & 0xffffff;
      held += 8;
    }
    if (held < bits) break;
    const code = (hold >> (held - bits)) & ((1 << bits) - 1);
    held -= bits;
    if (code === 257) break;
    if (code === 256) {
      [next, bits, previous] = [258, 9, -1];
      continue;
    }
    const from = filled;
    if (previous >= 0 && next < 4096) {
      // What the code before stood for and the first byte of this one lie side by side in the output.
      start[next] = previous;
      length[next++] = from - previous + 1;
      // TIFF widens the codes one early.
      if (next + 1 >= 1 << bits && bits < 12) bits++;
    }
    if (code < 256) out[filled++] = code;
    else if (code < next) for (let k = 0; k < length[code] && filled < size; k++) out[filled++] = out[start[code] + k];
    else throw new Error('damaged LZW data');
    previous = from;
  }
  return out;
}
