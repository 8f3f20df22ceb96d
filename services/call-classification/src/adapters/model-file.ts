import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LinearModel, PackedWeights } from '../domain/linear-model.ts';
import type { PlaceModel } from '../domain/place-tagger.ts';
import type { PriorityModel } from '../domain/priority-model.ts';

const MAGIC = 'MUSTERCC';
const FORMAT = 3;
const ALIGN = 8;

export interface ModelFile {
  readonly linear: LinearModel;
  readonly place: PlaceModel;
  readonly priority: PriorityModel;
  readonly version: string;
  /** SHA-256 of the lexicon the weights were trained with: with another one they mean nothing. */
  readonly lexiconHash: string;
}

interface Header {
  readonly format: number;
  readonly version: string;
  readonly lexiconHash: string;
  readonly temperature: number;
  readonly firstFrom: number;
  readonly classes: readonly string[];
  readonly arrays: readonly { readonly name: string; readonly type: ArrayType; readonly length: number }[];
}

const ARRAYS = { Uint32: Uint32Array, Float32: Float32Array, Int8: Int8Array } as const;
type ArrayType = keyof typeof ARRAYS;

/** "MUSTERCC", length of the header (uint32 LE), JSON header, then the arrays, little-endian, each on 8 bytes. */
export function encodeModel({ linear, place, priority, version, lexiconHash }: ModelFile): Buffer {
  const arrays = {
    keys: linear.keys,
    idf: linear.idf,
    typeBytes: linear.types.bytes,
    typeScales: linear.types.scales,
    typeBias: linear.types.bias,
    urgencyBytes: linear.urgency.bytes,
    urgencyScales: linear.urgency.scales,
    urgencyBias: linear.urgency.bias,
    usual: priority.usual,
    mix: priority.mix,
    placeKeys: place.keys,
    placeWeights: place.weights,
  };
  const header: Header = {
    format: FORMAT,
    version,
    lexiconHash,
    temperature: linear.temperature,
    firstFrom: priority.firstFrom,
    classes: linear.classes,
    arrays: Object.entries(arrays).map(([name, array]) => ({
      name,
      type: array.constructor.name.replace('Array', '') as ArrayType,
      length: array.length,
    })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const parts: Buffer[] = [Buffer.from(MAGIC), length, json];
  let size = MAGIC.length + 4 + json.length;
  for (const array of Object.values(arrays)) {
    const padding = Buffer.alloc(-size & (ALIGN - 1));
    parts.push(padding, Buffer.from(array.buffer, array.byteOffset, array.byteLength));
    size += padding.length + array.byteLength;
  }
  return Buffer.concat(parts);
}

/** @throws Error with one sentence when the file is not a model or is cut off */
export function decodeModel(bytes: Buffer, name: string): ModelFile {
  const fail = (why: string): Error => new Error(`${name} is not a usable model (${why}): run ./muster train`);
  if (bytes.subarray(0, MAGIC.length).toString() !== MAGIC) throw fail('wrong beginning');
  const headerEnd = MAGIC.length + 4 + bytes.readUInt32LE(MAGIC.length);
  const header = JSON.parse(bytes.subarray(MAGIC.length + 4, headerEnd).toString()) as Header;
  if (header.format !== FORMAT) throw fail(`format ${header.format}, this version reads ${FORMAT}`);
  const found: Record<string, unknown> = {};
  let at = headerEnd;
  for (const { name: array, type, length } of header.arrays) {
    at += -at & (ALIGN - 1);
    const Type = ARRAYS[type];
    const end = at + length * Type.BYTES_PER_ELEMENT;
    if (end > bytes.length) throw fail('it is cut off');
    // A copy: a Buffer may lie at any offset of its pool.
    found[array] = new Type(Uint8Array.prototype.slice.call(bytes, at, end).buffer);
    at = end;
  }
  const floats = (array: string) => found[array] as Float32Array;
  const weights = (of: string): PackedWeights => ({
    bytes: found[`${of}Bytes`] as Int8Array,
    scales: floats(`${of}Scales`),
    bias: floats(`${of}Bias`),
  });
  const { classes, temperature, firstFrom, version, lexiconHash } = header;
  const keys = found.keys as Uint32Array;
  return {
    linear: { classes, keys, idf: floats('idf'), types: weights('type'), urgency: weights('urgency'), temperature },
    place: { keys: found.placeKeys as Uint32Array, weights: floats('placeWeights') },
    priority: { usual: floats('usual'), mix: floats('mix'), firstFrom },
    version,
    lexiconHash,
  };
}

export const readModel = (path: string): ModelFile => decodeModel(readFileSync(path), path);

export const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
};
