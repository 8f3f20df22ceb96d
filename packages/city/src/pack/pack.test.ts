import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { RefusalError, unwrap } from '@muster/kernel/result';
import { buildRoadGraph } from '@muster/roads/build';
import type { Feature } from 'geojson';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACK_FILES } from './format.ts';
import { openPack } from './open-pack.ts';
import { MAX_TILE_BYTES, tileOf } from './tiles.ts';
import { type PackContents, writePack } from './write-pack.ts';

const square = (lon: number, lat: number, size: number): Feature['geometry'] => ({
  type: 'Polygon',
  coordinates: [
    [
      [lon, lat],
      [lon + size, lat],
      [lon + size, lat + size],
      [lon, lat + size],
      [lon, lat],
    ],
  ],
});

const names = { zh: '解放路', en: 'Jiefang Road' };
const contents: PackContents = {
  meta: {
    id: 'test',
    names: { zh: '试城', en: 'Test' },
    timeZone: 'Asia/Shanghai',
    bounds: [121, 29, 121.1, 29.1],
    center: [121.05, 29.05],
    attribution: '© OpenStreetMap contributors',
    source: { kind: 'osm', detail: 'test' },
  },
  graph: buildRoadGraph({
    nodes: { lon: Float64Array.of(121.01, 121.02, 121.02), lat: Float64Array.of(29.01, 29.01, 29.02) },
    ways: [{ nodes: [0, 1, 2], roadClass: 'primary', names, oneWay: 0, flags: 0 }],
    restrictions: [],
    barriers: [],
  }).graph,
  gazetteer: [{ id: 's1', kind: 'street', names, pinyin: 'jie fang lu', lon: 121.02, lat: 29.01 }],
  resources: {
    stations: [{ id: 'f1', agency: 'fire', names: { zh: '消防站', en: 'Fire Station' }, lon: 121.01, lat: 29.01 }],
    hospitals: [],
  },
  layers: {
    water: [{ type: 'Feature', properties: { kind: 'sea' }, geometry: square(121.06, 29, 0.04) }],
    building: [
      { type: 'Feature', properties: { kind: 'houses', levels: 2 }, geometry: square(121.03, 29.03, 0.0001) },
      { type: 'Feature', properties: { kind: 'mall', levels: 5 }, geometry: square(121.031, 29.03, 0.001) },
    ],
  },
};

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'city-pack-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const written = async (name: string): Promise<string> => unwrap(await writePack(join(root, name), contents)).dir;

function tileAt(dir: string, lon: number, lat: number, z: number): VectorTile | null {
  const reader = unwrap(openPack(dir)).tiles();
  const { x, y } = tileOf(lon, lat, z);
  const data = reader.readTile(z, x, y);
  reader.close();
  return data === null ? null : new VectorTile(new PbfReader(gunzipSync(data)));
}

describe('a city pack', () => {
  it('reads back what was written', async () => {
    const pack = unwrap(openPack(await written('round-trip')));
    expect(pack.meta).toMatchObject({ ...contents.meta, format: 1, counts: { nodes: 2, gazetteer: 1, stations: 1 } });
    expect(pack.gazetteer()).toEqual(contents.gazetteer);
    expect(pack.resources()).toEqual(contents.resources);
    expect(pack.graph().edgeLengthM).toEqual(contents.graph.edgeLengthM);
  });

  it('replaces an older pack and leaves nothing beside it', async () => {
    await written('twice/city');
    await written('twice/city');
    expect(readdirSync(join(root, 'twice'))).toEqual(['city']);
  });

  it('does not replace a directory that holds something else', async () => {
    const dir = mkdtempSync(join(root, 'other-'));
    writeFileSync(join(dir, 'thesis.txt'), 'mine');
    const result = await writePack(dir, contents);
    expect(result).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    expect(readdirSync(dir)).toEqual(['thesis.txt']);
  });

  it('stores tiles that decode, small buildings only at the last zoom', async () => {
    const dir = await written('tiles');
    const kinds = (z: number): unknown[] => {
      const layer = tileAt(dir, 121.0305, 29.0305, z)?.layers.building;
      return layer === undefined
        ? []
        : Array.from({ length: layer.length }, (_, i) => layer.feature(i).properties.kind);
    };
    expect(kinds(12)).toEqual([]);
    expect(kinds(13)).toEqual(['mall']);
    expect(kinds(14).sort()).toEqual(['houses', 'mall']);
  });

  it('has no tile where the map is empty', async () => {
    expect(tileAt(await written('empty'), 100, 10, 14)).toBeNull();
  });

  it('sheds points of interest from a tile that would be too large', async () => {
    const poi = Array.from(
      { length: 60_000 },
      (_, i): Feature => ({
        type: 'Feature',
        properties: { name: `${(i * 2654435761) % 4294967296}`, kind: 'poi' },
        geometry: { type: 'Point', coordinates: [121.02 + (i % 245) * 1e-5, 29.02 + Math.floor(i / 245) * 1e-5] },
      }),
    );
    const result = unwrap(await writePack(join(root, 'full'), { ...contents, layers: { ...contents.layers, poi } }));
    expect(result.largestTileBytes).toBeLessThanOrEqual(MAX_TILE_BYTES);
    expect(result.largestTileBytes).toBeGreaterThan(0);
  });
});

describe('opening a city pack refuses', () => {
  const refusalOf = (dir: string): string => {
    const result = openPack(dir);
    return result.ok ? '' : result.refusal.message;
  };

  it('a directory that does not exist or is no pack, and says how to make one', () => {
    expect(refusalOf(join(root, 'nowhere'))).toMatch(/not a city pack.*muster city import/u);
    expect(refusalOf(root)).toMatch(/not a city pack/u);
  });

  it('a pack of another format', async () => {
    const dir = await written('format');
    writeFileSync(join(dir, PACK_FILES.meta), '{"format":99}');
    expect(refusalOf(dir)).toMatch(/pack format 99/u);
  });

  it('a pack with a file missing', async () => {
    const dir = await written('missing');
    rmSync(join(dir, PACK_FILES.roads));
    expect(refusalOf(dir)).toMatch(/damaged.*roads\.bin/u);
  });

  it.each([
    ['gazetteer', 'gazetteer'],
    ['resources', 'resources'],
    ['roads', 'graph'],
    ['tiles', 'tiles'],
  ] as const)('a truncated %s file, when it is read', async (file, read) => {
    const dir = await written(`truncated-${file}`);
    truncateSync(join(dir, PACK_FILES[file]), 20);
    const pack = unwrap(openPack(dir));
    expect(() => pack[read]()).toThrow(RefusalError);
    expect(() => pack[read]()).toThrow(/damaged/u);
  });
});
