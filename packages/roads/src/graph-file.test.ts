import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@muster/kernel/random';
import { afterAll, expect, test } from 'vitest';
import { syntheticRoads } from '../test/synthetic-roads.ts';
import { buildRoadGraph } from './build.ts';
import { decodeGraph, encodeGraph, GraphFileError, readGraphFile, writeGraphFile } from './graph-file.ts';

const { graph } = buildRoadGraph(syntheticRoads(seededRandom(5), { columns: 7, rows: 5 }));
const home = mkdtempSync(join(tmpdir(), 'road-graph-'));
afterAll(() => rmSync(home, { recursive: true }));

test('what is written is read back, street names and all', () => {
  const path = join(home, 'city.roads');
  writeGraphFile(path, graph);
  expect(readGraphFile(path)).toEqual(graph);
});

test('reading copies nothing: all arrays are views of one buffer', () => {
  const bytes = encodeGraph(graph);
  const read = decodeGraph(bytes);
  for (const array of [read.nodeLon, read.edgeTo, read.edgeClass, read.edgeTimeS.emergency])
    expect(array.buffer).toBe(bytes.buffer);
});

test('a file read into the middle of a pool is read all the same', () => {
  const bytes = encodeGraph(graph);
  const pool = new Uint8Array(bytes.length + 3);
  pool.set(bytes, 3);
  expect(decodeGraph(pool.subarray(3))).toEqual(graph);
});

test('a wrong, cut, damaged or newer file is refused with its reason', () => {
  const bytes = encodeGraph(graph);
  const changed = (at: number) => {
    const copy = bytes.slice();
    copy[at] ^= 1;
    return copy;
  };
  expect(() => decodeGraph(new TextEncoder().encode('{"type":"FeatureCollection","features":[]}'))).toThrow(
    /not a road graph/,
  );
  expect(() => decodeGraph(new Uint8Array(3))).toThrow(GraphFileError);
  expect(() => decodeGraph(bytes.subarray(0, bytes.length - 8))).toThrow(/cut off/);
  expect(() => decodeGraph(changed(bytes.length - 1))).toThrow(/damaged/);
  expect(() => decodeGraph(changed(40))).toThrow(/damaged/);
  expect(() => decodeGraph(changed(8))).toThrow(/version 0; this program reads version 1/);
});

test('a missing file says which', () => {
  expect(() => readGraphFile(join(home, 'nowhere.roads'))).toThrow(/nowhere\.roads/);
  writeFileSync(join(home, 'empty.roads'), '');
  expect(() => readGraphFile(join(home, 'empty.roads'))).toThrow(GraphFileError);
});
