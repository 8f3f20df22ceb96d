/**
 * One file holds one graph: magic, version, the length and CRC-32 of what follows, a JSON directory (counts, streets, sections),
 * then the arrays, each on a multiple of 8 bytes, little endian. Reading makes views of the file's bytes and copies nothing.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { RoadGraph } from './graph.ts';

const MAGIC = 'MUSTROAD';
export const GRAPH_FILE_VERSION = 1;
/** magic 8, version 4, crc 4, directory bytes 4, reserved 4, total bytes 8. */
const HEADER_BYTES = 32;

/** The file is not a road graph, of another version, or damaged; `message` says which and what to do. */
export class GraphFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GraphFileError';
  }
}

const KINDS = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u8: Uint8Array } as const;
type Kind = keyof typeof KINDS;
type Numbers = Float64Array | Float32Array | Uint32Array | Uint8Array;

const SECTIONS = {
  nodeLon: 'f64',
  nodeLat: 'f64',
  firstOut: 'u32',
  edgeFrom: 'u32',
  edgeTo: 'u32',
  edgeLengthM: 'f32',
  edgeTimeNormalS: 'f32',
  edgeTimeEmergencyS: 'f32',
  edgeClass: 'u8',
  edgeFlags: 'u8',
  edgeStreet: 'u32',
  edgeReverse: 'u32',
  firstShape: 'u32',
  shapeLon: 'f64',
  shapeLat: 'f64',
} as const satisfies Record<string, Kind>;
type Section = keyof typeof SECTIONS;

interface Directory {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly streets: RoadGraph['streets'];
  /** Byte offset from the start of the file, and how many numbers. */
  readonly sections: Readonly<Record<Section, { readonly offset: number; readonly length: number }>>;
}

const align8 = (bytes: number): number => (bytes + 7) & ~7;

function arraysOf(graph: RoadGraph): Record<Section, Numbers> {
  const { normal, emergency } = graph.edgeTimeS;
  return { ...graph, edgeTimeNormalS: normal, edgeTimeEmergencyS: emergency };
}

/** The graph as the bytes of its file. */
export function encodeGraph(graph: RoadGraph): Uint8Array {
  const arrays = arraysOf(graph);
  const names = Object.keys(SECTIONS) as Section[];
  const layout = (start: number): { directory: Buffer; end: number; at: Map<Section, number> } => {
    const at = new Map<Section, number>();
    let end = start;
    const sections = {} as Record<Section, { offset: number; length: number }>;
    for (const name of names) {
      sections[name] = { offset: end, length: arrays[name].length };
      at.set(name, end);
      end = align8(end + arrays[name].byteLength);
    }
    const directory: Directory = {
      nodeCount: graph.nodeCount,
      edgeCount: graph.edgeCount,
      streets: graph.streets,
      sections,
    };
    return { directory: Buffer.from(JSON.stringify(directory)), end, at };
  };
  // Offsets are written in the directory that stands before them: room is left for the longest they can be.
  const room = align8(HEADER_BYTES + layout(0).directory.length + names.length * 16);
  const { directory, end, at } = layout(room);
  const bytes = new Uint8Array(end);
  bytes.set(Buffer.from(MAGIC, 'latin1'));
  bytes.set(directory, HEADER_BYTES);
  for (const name of names) {
    const a = arrays[name];
    bytes.set(new Uint8Array(a.buffer, a.byteOffset, a.byteLength), at.get(name) as number);
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(8, GRAPH_FILE_VERSION, true);
  view.setUint32(12, crc32(bytes.subarray(HEADER_BYTES)), true);
  view.setUint32(16, directory.length, true);
  view.setBigUint64(24, BigInt(end), true);
  return bytes;
}

/** @throws GraphFileError when the bytes are no whole graph file of this version. */
export function decodeGraph(file: Uint8Array): RoadGraph {
  // Views need their own alignment: a buffer cut from a pool is moved once.
  const bytes = file.byteOffset % 8 === 0 ? file : new Uint8Array(file);
  if (bytes.length < HEADER_BYTES || Buffer.from(bytes.subarray(0, 8)).toString('latin1') !== MAGIC) {
    throw new GraphFileError('This is not a road graph file. Build one with the city import.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== GRAPH_FILE_VERSION) {
    throw new GraphFileError(
      `The road graph file has version ${version}; this program reads version ${GRAPH_FILE_VERSION}. Import the city again.`,
    );
  }
  const total = Number(view.getBigUint64(24, true));
  if (total !== bytes.length) {
    throw new GraphFileError(
      `The road graph file is ${bytes.length} bytes long and should be ${total}: it is cut off.`,
    );
  }
  if (crc32(bytes.subarray(HEADER_BYTES)) !== view.getUint32(12, true)) {
    throw new GraphFileError('The road graph file is damaged (its checksum differs). Import the city again.');
  }
  const directoryBytes = bytes.subarray(HEADER_BYTES, HEADER_BYTES + view.getUint32(16, true));
  const directory = JSON.parse(Buffer.from(directoryBytes).toString('utf8')) as Directory;
  const section = <K extends Section>(name: K): InstanceType<(typeof KINDS)[(typeof SECTIONS)[K]]> => {
    const { offset, length } = directory.sections[name];
    const array = new KINDS[SECTIONS[name]](bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length);
    return array as InstanceType<(typeof KINDS)[(typeof SECTIONS)[K]]>;
  };
  return {
    nodeCount: directory.nodeCount,
    edgeCount: directory.edgeCount,
    nodeLon: section('nodeLon'),
    nodeLat: section('nodeLat'),
    firstOut: section('firstOut'),
    edgeFrom: section('edgeFrom'),
    edgeTo: section('edgeTo'),
    edgeLengthM: section('edgeLengthM'),
    edgeTimeS: { normal: section('edgeTimeNormalS'), emergency: section('edgeTimeEmergencyS') },
    edgeClass: section('edgeClass'),
    edgeFlags: section('edgeFlags'),
    edgeStreet: section('edgeStreet'),
    edgeReverse: section('edgeReverse'),
    firstShape: section('firstShape'),
    shapeLon: section('shapeLon'),
    shapeLat: section('shapeLat'),
    streets: directory.streets,
  };
}

/** Writes beside and renames, so that a reader never sees half a file. */
export function writeGraphFile(path: string, graph: RoadGraph): void {
  const beside = `${path}.part`;
  writeFileSync(beside, encodeGraph(graph));
  renameSync(beside, path);
}

/** @throws GraphFileError for a wrong or damaged file; an Error with its cause when it cannot be read at all. */
export function readGraphFile(path: string): RoadGraph {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new Error(`The road graph file ${path} cannot be read.`, { cause });
  }
  return decodeGraph(bytes);
}
