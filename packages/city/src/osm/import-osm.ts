import { basename } from 'node:path';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { RawRoads } from '@muster/roads/graph';
import { pinyinOf } from '../gazetteer/pinyin.ts';
import {
  type Bounds,
  type CityMeta,
  type CityResources,
  type GazetteerEntry,
  type Names,
  PACK_FORMAT,
} from '../pack/format.ts';
import { areasOf } from './areas.ts';
import { guessTimeZone, idFrom, titleFrom } from './city-name.ts';
import { districtFinder } from './districts.ts';
import { entriesOf } from './entries.ts';
import { type CityLayers, layersOf } from './layers.ts';
import type { OsmData } from './osm-data.ts';
import { withPopulation } from './population.ts';
import { readPbf } from './read-pbf.ts';
import { type ImportReport, ReportBuilder } from './report.ts';
import { type ImportedRoads, importRoads } from './roads.ts';
import { roadKm, seedResources, servedKm2, shortfallsOf } from './seed-stations.ts';
import { agencyNames, resourcesOf } from './stations.ts';

export interface ImportOptions {
  /** Lower-case letters, digits and hyphens; the file's name otherwise. */
  readonly id?: string;
  readonly names?: Names;
  /** IANA name. A guess from the longitude and the language of names otherwise, and the report says so. */
  readonly timeZone?: string;
  /** Place plausible stations and hospitals where the source has none or too few. */
  readonly seedStations?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly step: 'read' | 'roads' | 'areas' | 'places' | 'stations' | 'layers' | 'graph' | 'write';
  /** 0 … 1 within the step. */
  readonly done: number;
}

export interface ImportedCity {
  /** counts.nodes and counts.edges are those of the source roads until the graph is built. */
  readonly meta: CityMeta;
  readonly rawRoads: RawRoads;
  readonly gazetteer: readonly GazetteerEntry[];
  readonly resources: CityResources;
  readonly layers: CityLayers;
  readonly report: ImportReport;
}

export const OSM_ATTRIBUTION = '© OpenStreetMap contributors';

/** A city from an OpenStreetMap extract. Refuses with one sentence what is not one or has no roads. */
export async function importOsm(pbfFile: string, options: ImportOptions = {}): Promise<Result<ImportedCity>> {
  const read = await readPbf(pbfFile, ({ bytesRead, bytesTotal }) =>
    options.onProgress?.({ step: 'read', done: bytesRead / bytesTotal }),
  );
  if (!read.ok) return read;
  return cityFromOsm(read.value, basename(pbfFile), options);
}

/** The same from elements already read. `source` names where they came from, for people. */
export function cityFromOsm(data: OsmData, source: string, options: ImportOptions = {}): Result<ImportedCity> {
  const report = new ReportBuilder();
  const step = (name: ImportProgress['step']) => options.onProgress?.({ step: name, done: 1 });
  countRead(data, report);
  const roads = importRoads(data, report);
  if (roads.raw.ways.length === 0) {
    return refuse(
      'invalid',
      `${source} has no roads a vehicle can drive; take an extract that includes highways.`,
      `${source} 中没有可行车的道路，请换用包含道路（highway）的提取文件。`,
    );
  }
  step('roads');
  const areas = areasOf(data, report);
  const districts = districtFinder(data, areas);
  step('areas');
  const { bounds } = data;
  const places = withPopulation(entriesOf({ data, areas, roads, bounds, districts, report }), areas);
  step('places');
  const found = resourcesOf(data, areas, bounds, districts, report);
  const resources = options.seedStations === true ? seedResources(found, roads, bounds, districts, report) : found;
  const gazetteer = [...places, ...seededEntries(resources)];
  countPlaces(gazetteer, found, roads, report);
  if (options.seedStations !== true) noteShortfalls(found, roads, bounds, report);
  step('stations');
  const layers = layersOf(data, areas, roads, gazetteer, bounds, report);
  step('layers');
  const meta = metaOf(data, source, options, { gazetteer, resources, roads }, report);
  return ok({ meta, rawRoads: roads.raw, gazetteer, resources, layers, report: report.finish() });
}

function countRead(data: OsmData, report: ReportBuilder): void {
  report.count('read', '节点', 'nodes', data.nodeLon.length);
  report.count('read', '路径', 'ways', data.ways.length);
  report.count('read', '关系', 'relations', data.relations.length);
  let numbers = 0;
  for (const tags of data.nodeTags.values()) if (tags['addr:housenumber'] !== undefined) numbers++;
  for (const { tags } of [...data.ways, ...data.relations]) if (tags['addr:housenumber'] !== undefined) numbers++;
  report.count('read', '带门牌号的要素', 'elements with a house number', numbers);
}

/** Placed stations must be found by name like any other. */
const seededEntries = (resources: CityResources): GazetteerEntry[] =>
  [...resources.stations, ...resources.hospitals]
    .filter((record) => record.seeded === true)
    .map((record) => ({
      id: record.id,
      kind: 'agency' in record ? 'station' : 'hospital',
      names: record.names,
      pinyin: pinyinOf(record.names.zh),
      lon: record.lon,
      lat: record.lat,
    }));

function countPlaces(
  gazetteer: readonly GazetteerEntry[],
  found: CityResources,
  roads: ImportedRoads,
  report: ReportBuilder,
): void {
  report.count('kept', '行车道路总长（公里）', 'km of drivable road', Math.round(roadKm(roads)));
  const kinds = new Map<string, number>();
  for (const entry of gazetteer) kinds.set(entry.kind, (kinds.get(entry.kind) ?? 0) + 1);
  for (const [kind, count] of [...kinds].sort((a, b) => b[1] - a[1]))
    report.count('kept', `地名 ${kind}`, `gazetteer ${kind}`, count);
  const people = gazetteer.reduce((sum, entry) => sum + (entry.population ?? 0), 0);
  report.count('kept', '估计在场人口', 'people present (estimate)', people);
  for (const agency of ['fire', 'police', 'medical'] as const) {
    const names = agencyNames(agency);
    report.count(
      'kept',
      names.zh,
      `${names.en}s`,
      found.stations.filter((station) => station.agency === agency).length,
    );
  }
  report.count('kept', '医院', 'hospitals', found.hospitals.length);
}

function noteShortfalls(found: CityResources, roads: ImportedRoads, bounds: Bounds, report: ReportBuilder): void {
  for (const short of shortfallsOf(found, servedKm2(roads, bounds))) {
    const names = short.agency === 'hospital' ? { zh: '医院', en: 'Hospital' } : agencyNames(short.agency);
    report.note(
      `${names.zh}只有 ${short.found} 处（此范围通常约 ${short.wanted} 处）；可用 --seed-stations 补设。`,
      `${names.en}: ${short.found} found, about ${short.wanted} expected here; --seed-stations places the rest.`,
    );
  }
}

function metaOf(
  data: OsmData,
  source: string,
  options: ImportOptions,
  parts: { gazetteer: readonly GazetteerEntry[]; resources: CityResources; roads: ImportedRoads },
  report: ReportBuilder,
): CityMeta {
  const [west, south, east, north] = data.bounds;
  const center = [(west + east) / 2, (south + north) / 2] as const;
  const id = options.id ?? idFrom(source);
  if (options.timeZone === undefined) {
    const guess = guessTimeZone(center[0], center[1], parts.gazetteer);
    report.note(
      `时区按位置推断为 ${guess}；可用 --time-zone 指定。`,
      `Time zone guessed as ${guess}; give --time-zone to set it.`,
    );
  }
  return {
    format: PACK_FORMAT,
    id,
    names: options.names ?? titleFrom(id),
    timeZone: options.timeZone ?? guessTimeZone(center[0], center[1], parts.gazetteer),
    bounds: data.bounds,
    center,
    attribution: OSM_ATTRIBUTION,
    source: { kind: 'osm', detail: source },
    counts: {
      nodes: parts.roads.raw.nodes.lon.length,
      edges: parts.roads.raw.ways.length,
      gazetteer: parts.gazetteer.length,
      stations: parts.resources.stations.length,
      hospitals: parts.resources.hospitals.length,
    },
  };
}
