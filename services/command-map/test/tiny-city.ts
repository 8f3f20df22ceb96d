import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GazetteerEntry, StationRecord } from '@muster/city/pack/format';
import { writePack } from '@muster/city/pack/write-pack';
import { seededRandom } from '@muster/kernel/random';
import { unwrap } from '@muster/kernel/result';
import { buildRoadGraph } from '@muster/roads/build';
import { syntheticRoads } from '../../../packages/roads/test/synthetic-roads.ts';

export const CENTER = [120.02, 30.02] as const;

const station = (id: string, agency: StationRecord['agency'], lon: number, lat: number): StationRecord => ({
  ...{ id, agency, lon, lat },
  names: { zh: `${id}站`, en: `Station ${id}` },
});
const place = (id: string, kind: GazetteerEntry['kind'], zh: string, en: string, lon: number): GazetteerEntry => ({
  ...{ id, kind, lon, lat: 30.02, pinyin: '' },
  names: { zh, en },
});

/** A grid of streets with a few stations and places, written to a directory of its own. */
export async function tinyCity(): Promise<string> {
  const dir = join(mkdtempSync(join(tmpdir(), 'muster-test-city-')), 'pack');
  const roads = syntheticRoads(seededRandom(1), { columns: 20, rows: 20, missingShare: 0, oneWayShare: 0 });
  const line = (coordinates: [number, number][]) => ({ type: 'LineString' as const, coordinates });
  unwrap(
    await writePack(dir, {
      meta: {
        id: 'tiny',
        names: { zh: '小城', en: 'Tiny' },
        timeZone: 'Asia/Shanghai',
        bounds: [120, 30, 120.05, 30.05],
        center: CENTER,
        attribution: '© OpenStreetMap contributors',
        source: { kind: 'demo', detail: 'test', seed: 1 },
      },
      graph: buildRoadGraph(roads).graph,
      gazetteer: [
        place('g1', 'school', '滨海小学', 'Binhai Primary School', 120.02),
        place('g2', 'mall', '中心商场', 'Central Mall', 120.03),
      ],
      resources: {
        stations: [
          station('f1', 'fire', 120.005, 30.005),
          station('m1', 'medical', 120.03, 30.03),
          station('p1', 'police', 120.01, 30.03),
        ],
        hospitals: [
          { id: 'h1', names: { zh: '医院', en: 'Hospital' }, lon: 120.03, lat: 30.01, beds: 9, specialties: [] },
        ],
      },
      layers: {
        road: [
          {
            type: 'Feature',
            properties: { class: 'primary', name: '中山路', nameEn: 'Zhongshan Road' },
            geometry: line([
              [120, 30.02],
              [120.05, 30.02],
            ]),
          },
        ],
      },
    }),
  );
  return dir;
}
