import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Gazetteer } from '../src/gazetteer/gazetteer.ts';
import { type ImportedCity, importOsm } from '../src/osm/import-osm.ts';
import { importOsmPack } from '../src/osm/import-pack.ts';
import { openPack } from '../src/pack/open-pack.ts';

const shared = process.env.MUSTER_SHARED ?? join(import.meta.dirname, '../../../../shared');
const fileOf = (city: string) => join(shared, 'data/osm', `${city}.osm.pbf`);
const present = existsSync(fileOf('baltimore'));
if (!present) console.warn('skipped: real city extracts (no shared data beside the project)');

const count = (city: ImportedCity, en: string) =>
  [...city.report.read, ...city.report.kept].find((line) => line.en === en)?.count;

async function load(city: string, seedStations = false): Promise<ImportedCity> {
  const result = await importOsm(fileOf(city), { seedStations });
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

describe.skipIf(!present)('real extracts', () => {
  it('Baltimore has what its description says', async () => {
    const city = await load('baltimore');
    expect(count(city, 'nodes')).toBe(51_385);
    expect(count(city, 'ways')).toBe(7_230);
    expect(count(city, 'elements with a house number')).toBe(1_330);
    expect(count(city, 'Fire Stations')).toBe(10);
    expect(count(city, 'Police Stations')).toBe(5);
    expect(city.resources.hospitals.length).toBeGreaterThanOrEqual(8);
    expect(city.gazetteer.filter((entry) => entry.kind === 'house-number').length).toBeGreaterThan(1200);
    expect(city.rawRoads.restrictions).toHaveLength(3);
  });

  it('Longgang has its roads, Chinese names, and stations only where they are placed', async () => {
    const plain = await load('shenzhen-longgang');
    const km = count(plain, 'km of drivable road') ?? 0;
    expect(km).toBeGreaterThan(175);
    expect(km).toBeLessThan(195);
    expect(plain.resources.stations.map((station) => station.names.zh)).toEqual(['大运城派出所']);
    const seeded = await load('shenzhen-longgang', true);
    expect(seeded.resources.stations.filter((station) => station.agency === 'fire').length).toBeGreaterThan(0);
    expect(seeded.resources.hospitals.length).toBeGreaterThan(0);
    expect(seeded.resources.hospitals.every((hospital) => hospital.seeded)).toBe(true);
  });

  it.each(['baltimore', 'shenzhen-longgang'])('every place in %s finds itself first or ties', async (name) => {
    const { gazetteer: entries } = await load(name);
    const gazetteer = new Gazetteer(entries);
    const missed: string[] = [];
    for (const entry of entries) {
      const found = gazetteer.search(entry.names.zh, { near: entry, limit: 40 });
      const own = found.find((candidate) => candidate.entry.id === entry.id);
      if (own === undefined || own.score < found[0].score - 1e-9) missed.push(entry.names.zh);
    }
    expect(missed).toEqual([]);
  });

  it('writes a pack that opens, and refuses a file cut short without writing', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'muster-city-'));
    try {
      const out = join(dir, 'longgang');
      const result = await importOsmPack(fileOf('shenzhen-longgang'), out, { seedStations: true });
      expect(result.ok).toBe(true);
      const pack = openPack(out);
      if (!pack.ok) throw new Error(pack.refusal.message);
      expect(pack.value.graph().nodeCount).toBeGreaterThan(300);
      expect(pack.value.gazetteer().length).toBe(pack.value.meta.counts.gazetteer);
      const cut = join(dir, 'cut.osm.pbf');
      writeFileSync(cut, readFileSync(fileOf('shenzhen-longgang')).subarray(0, 60_000));
      expect(await importOsmPack(cut, join(dir, 'none'))).toMatchObject({ ok: false });
      expect(existsSync(join(dir, 'none'))).toBe(false);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
