import { describe, expect, it } from 'vitest';
import { Gazetteer } from '../gazetteer/gazetteer.ts';
import { cityFromOsm, type ImportedCity, type ImportOptions } from './import-osm.ts';
import { printReport } from './report.ts';
import { smallTown, TestTown } from './test-city.ts';

function imported(town: TestTown, options: ImportOptions = {}): ImportedCity {
  const result = cityFromOsm(town.data(), 'test.osm.pbf', options);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}
const dropped = (city: ImportedCity, en: string) => city.report.dropped.find((line) => line.en === en)?.count ?? 0;

describe('importing a town', () => {
  it('finds streets, crossings, houses, places and stations', () => {
    const city = imported(smallTown());
    const names = (kind: string) => city.gazetteer.filter((e) => e.kind === kind).map((e) => e.names.zh);
    expect(names('street')).toEqual(['滨海大道', '龙翔路', '学府街', '北环路', '西堤路']);
    expect(names('crossing')).toContain('滨海大道与龙翔路路口');
    expect(names('house-number')).toEqual(['滨海大道20号', '滨海大道60号']);
    expect(names('compound')).toEqual(['阳光花园']);
    expect(city.resources.stations.map((s) => [s.agency, s.names.zh])).toEqual([['police', '学府派出所']]);
    expect(new Set(city.gazetteer.map((e) => e.id)).size).toBe(city.gazetteer.length);
    expect(city.meta).toMatchObject({
      id: 'test',
      timeZone: 'Asia/Shanghai',
      attribution: '© OpenStreetMap contributors',
    });
  });

  it('counts the people of a building at its compound', () => {
    const compound = imported(smallTown()).gazetteer.find((entry) => entry.kind === 'compound');
    expect(compound?.population).toBeGreaterThan(500);
    expect(compound?.pinyin).toBe('yang guang hua yuan');
  });

  it('places stations and hospitals only when asked, and says so', () => {
    const plain = imported(smallTown());
    expect(plain.resources.hospitals).toEqual([]);
    expect(plain.report.notes.map((note) => note.en).join()).toContain('--seed-stations');
    const seeded = imported(smallTown(), { seedStations: true });
    const agencies = new Set(seeded.resources.stations.map((station) => station.agency));
    expect([...agencies].sort()).toEqual(['emergency', 'fire', 'medical', 'municipal', 'police']);
    const placed = [...seeded.resources.stations, ...seeded.resources.hospitals].filter((record) => record.seeded);
    expect(placed.every((record) => record.names.zh.endsWith('（模拟）'))).toBe(true);
    expect(seeded.report.seeded.reduce((sum, line) => sum + line.count, 0)).toBe(placed.length);
    const gazetteer = new Gazetteer(seeded.gazetteer);
    for (const record of placed) expect(gazetteer.search(record.names.zh)[0].score).toBe(1);
  });

  it('draws every layer as GeoJSON', () => {
    const town = smallTown();
    town.area(0, 0, 3, { natural: 'water', name: '镜湖' });
    town.way(
      [
        [0, 4],
        [20, 5],
      ],
      { waterway: 'river', name: '清水河' },
    );
    town.area(3, 3, 1, { leisure: 'park', name: '中心公园' });
    town.way(
      [
        [0, 6],
        [20, 6],
      ],
      { railway: 'subway' },
    );
    town.node(8, 8, { place: 'suburb', name: '城东' });
    const { layers } = imported(town);
    expect(layers.water.features.map((f) => f.properties?.kind)).toEqual(['lake', 'river']);
    expect(layers.green.features).toHaveLength(1);
    expect(layers.building.features[0].properties).toMatchObject({ levels: 18 });
    expect(layers.road.features).toHaveLength(5);
    expect(layers.rail.features[0].properties).toEqual({ kind: 'metro' });
    expect(layers.place.features[0].properties).toEqual({ name: '城东', nameEn: 'Chengdong', kind: 'suburb', rank: 1 });
    expect(layers.poi.features.map((f) => f.properties?.name)).toContain('实验小学');
  });

  it('spreads the houses of an interpolation line', () => {
    const town = smallTown();
    town.node(10.2, 1, { 'addr:housenumber': '1', 'addr:street': '龙翔路' });
    town.node(10.2, 5, { 'addr:housenumber': '9', 'addr:street': '龙翔路' });
    town.way(
      [
        [10.2, 1],
        [10.2, 5],
      ],
      { 'addr:interpolation': 'odd' },
    );
    const houses = imported(town).gazetteer.filter(
      (entry) => entry.street === '龙翔路' && entry.kind === 'house-number',
    );
    expect(houses.map((house) => Number(house.houseNumber)).sort((a, b) => a - b)).toEqual([1, 3, 5, 7, 9]);
    expect(houses.find((house) => house.houseNumber === '5')?.lat).toBeCloseTo(22.503, 6);
  });

  it('refuses data without roads in one sentence', () => {
    const town = new TestTown();
    town.area(0, 0, 5, { natural: 'water' });
    const result = cityFromOsm(town.data(), 'lake.osm.pbf');
    expect(result).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
    if (!result.ok) expect(result.refusal.message).toContain('highways');
  });

  it('prints what it read, kept and dropped in both languages', () => {
    const town = smallTown();
    town.way(
      [
        [1, 1],
        [2, 2],
      ],
      { highway: 'footway' },
    );
    const city = imported(town);
    expect(dropped(city, 'ways: foot, cycle or bridle path, steps')).toBe(1);
    const table = printReport(city.report);
    expect(table).toContain('舍弃（及原因） / Dropped (and why)');
    expect(table).toContain('drivable ways');
  });
});
