import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { unwrap } from '@muster/kernel/result';
import { PbfReader } from 'pbf';
import { afterAll, expect, it } from 'vitest';
import { buildDemoPack } from '../src/demo/generate.ts';
import { openPack } from '../src/pack/open-pack.ts';
import { MAX_TILE_BYTES, tileOf } from '../src/pack/tiles.ts';

const root = mkdtempSync(join(tmpdir(), 'demo-pack-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('the default demo pack is a full city: counts, tiles and all layers', { timeout: 240_000 }, async () => {
  const written = unwrap(await buildDemoPack(join(root, 'city')));
  expect(written.largestTileBytes).toBeLessThanOrEqual(MAX_TILE_BYTES);
  const pack = unwrap(openPack(written.dir));
  const { counts } = pack.meta;
  expect(counts.nodes).toBeGreaterThan(17_000);
  expect(counts.nodes).toBeLessThan(23_000);
  expect(pack.graph().nodeCount).toBe(counts.nodes);
  expect(pack.gazetteer().length).toBe(counts.gazetteer);
  const { stations, hospitals } = pack.resources();
  const of = (agency: string): number => stations.filter((station) => station.agency === agency).length;
  expect(of('fire')).toBeGreaterThan(20);
  expect(of('medical')).toBeGreaterThan(24);
  expect(of('police')).toBeGreaterThan(32);
  expect(hospitals.length).toBeGreaterThan(11);

  const reader = pack.tiles();
  const { x, y } = tileOf(...pack.meta.center, 14);
  const tile = new VectorTile(new PbfReader(gunzipSync(reader.readTile(14, x, y)!)));
  reader.close();
  expect(Object.keys(tile.layers)).toEqual(expect.arrayContaining(['building', 'road', 'water', 'poi']));
});
