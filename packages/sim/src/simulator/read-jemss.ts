/** An ambulance model as JEMSS keeps it (S. Ridler, A. Mason, A. Raith, EJOR 2022): read as it is, a folder a city. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { demandFromRaster } from './demand.ts';
import { type Distribution, readDistribution, scaled } from './distributions.ts';
import { readGeoTiff } from './geotiff.ts';
import { readRoads } from './jemss-roads.ts';
import { column, numbers, readTables, type Table } from './jemss-tables.ts';
import type { CallClass, CallLaw, CityModel, Demand, Station } from './model.ts';
import { demandFromRoads } from './road-demand.ts';
import { isInsideRings, readRings } from './shapefile.ts';
import { unzip } from './unzip.ts';

/** Which of the model's sets of calls: never tune on `test`. */
export const CALL_SETS = ['train', 'validate', 'test'] as const;
export type CallSet = (typeof CALL_SETS)[number];

export interface JemssOptions {
  readonly set: CallSet;
  /** A population raster to use instead of the one the model names. */
  readonly raster?: string | undefined;
}

const DAY_S = 86_400;
const PRIORITIES = ['highPriority', 'medPriority', 'lowPriority'];

export function readJemss(dir: string, options: JemssOptions): Result<CityModel> {
  try {
    return ok(read(resolve(dir), options));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('invalid', `${dir} is not a JEMSS model: ${why}.`, `${dir} 不是 JEMSS 模型：${why}。`);
  }
}

function read(root: string, options: JemssOptions): CityModel {
  const models = join(root, 'models');
  const dir = existsSync(models) ? join(models, readdirSync(models).sort()[0]) : root;
  const tables = (folder: string, name: RegExp): Map<string, Table> =>
    readTables(readFileSync(find(dir, folder, name), 'utf8'));
  const map = must(tables('maps', /^map.*\.csv$/).get('map'), 'a map table');
  const kmPerLon = numbers(map, 'xScale')[0];
  const kmPerLat = numbers(map, 'yScale')[0];
  const travel = tables('travel/travel', /^travel.*\.csv$/);
  const roads = readRoads(roadFiles(join(dir, 'travel', 'roads')), kmPerLon, kmPerLat, travel);
  const notes = [...roads.notes];
  const config = readFileSync(findConfig(dir, options.set), 'utf8');
  const law = readLaw(config);
  const classes = readClasses(tables, law, roads.slownessOf);
  const demand = readDemand(root, config, options.raster, roads, notes);
  const placesOf = (table: Table): Station[] =>
    table.rows.map((_, i) => ({
      ...roads.placeAt(numbers(table, 'x')[i], numbers(table, 'y')[i]),
      name:
        (table.columns.find((c) => /^name$/i.test(c)) &&
          column(table, table.columns.find((c) => /^name$/i.test(c)) as string)[i]) ||
        `${i + 1}`,
    }));
  const stations = placesOf(must(tables('stations', /\.csv$/).get('stations'), 'stations'));
  const hospitals = placesOf(must(tables('hospitals', /\.csv$/).get('hospitals'), 'hospitals'));
  const ambulances = must(tables('ambulances', /\.csv$/).get('ambulances'), 'ambulances');
  return {
    name: basename(root),
    ...{
      net: roads.net,
      kmPerLon,
      kmPerLat,
      offRoadSPerKm: roads.offRoadSPerKm,
      stations,
      hospitals,
      classes,
      law,
      demand,
    },
    normalSlowness: roads.slownessOf('lowPriority'),
    unitStation: Int32Array.from(numbers(ambulances, 'stationIndex'), (i) => i - 1),
    mayRedispatch: readRedispatch(dir, classes.length, notes),
    placeAt: roads.placeAt,
    notes,
    baseSeed: Number(/interarrivalTime seed="(\d+)"/.exec(config)?.[1] ?? 0),
  };
}

/** The model's own file of files: zipped, or as they are. */
function roadFiles(folder: string): ReadonlyMap<string, () => Buffer> {
  const zip = join(folder, 'roads.zip');
  if (existsSync(zip)) return unzip(readFileSync(zip));
  return new Map(['nodes.csv', 'arcs.csv'].map((name) => [name, () => readFileSync(join(folder, name))]));
}

function findConfig(dir: string, set: CallSet): string {
  for (const folder of [`calls/reps/${set}`, `calls/single/${set}`, 'calls']) {
    const file = join(dir, folder, 'gen_config.xml');
    if (existsSync(file)) return file;
  }
  throw new Error(`calls has no gen_config.xml for ${set}`);
}

function find(dir: string, folder: string, name: RegExp): string {
  const path = join(dir, folder);
  const file = existsSync(path)
    ? readdirSync(path)
        .sort()
        .find((f) => name.test(f))
    : undefined;
  if (file === undefined) throw new Error(`${folder} has no ${name.source}`);
  return join(path, file);
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} missing`);
  return value;
}

function readLaw(config: string): CallLaw {
  const law = (tag: string, factor: number): Distribution => {
    const text = must(new RegExp(`<${tag}[^>]*>([^<]+)</${tag}>`).exec(config)?.[1], tag);
    const read = readDistribution(text);
    if (!read.ok) throw new Error(read.refusal.message);
    return scaled(read.value, factor);
  };
  return {
    betweenS: law('interarrivalTime', DAY_S),
    priority: law('priority', 1),
    dispatchDelayS: law('dispatchDelay', DAY_S),
    onSceneS: law('onSceneDuration', DAY_S),
    transport: law('transport', 1),
    handoverS: law('handoverDuration', DAY_S),
  };
}

type Find = (folder: string, name: RegExp) => Map<string, Table>;

function readClasses(tables: Find, law: CallLaw, slownessOf: (priority: string) => number): CallClass[] {
  const priorities = must(tables('misc/call priorities', /\.csv$/).get('priorities'), 'priorities');
  const cover = must(tables('demand/coverage', /\.csv$/).get('coverTimes'), 'coverTimes');
  const demand = must(tables('demand', /^demand.*\.csv$/).get('demandModes'), 'demandModes');
  const rates = PRIORITIES.map((name) =>
    column(demand, 'priority').reduce((sum, p, i) => sum + (p === name ? numbers(demand, 'arrivalRate')[i] : 0), 0),
  );
  const total = rates.reduce((sum, x) => sum + x, 0);
  return column(priorities, 'name').map((name, i) => ({
    name,
    targetS: Math.round(numbers(priorities, 'targetResponseTime')[i] * DAY_S * 10) / 10,
    slowness: slownessOf(name),
    coverS:
      (numbers(cover, 'coverTime')[column(cover, 'demandPriority').indexOf(name)] ??
        numbers(priorities, 'targetResponseTime')[i] - law.dispatchDelayS.mean / DAY_S) * DAY_S,
    share: rates[PRIORITIES.indexOf(name)] / total,
  }));
}

/** Low to high, where the model has it. */
function readRedispatch(dir: string, classes: number, notes: string[]): Uint8Array {
  const may = new Uint8Array(classes * classes);
  const file = join(dir, 'misc', 'redispatch', 'redispatch_low_to_high.csv');
  if (!existsSync(file)) {
    notes.push('the model has no redispatch_low_to_high.csv: the baselines divert nobody');
    return may;
  }
  const tables = readTables(readFileSync(file, 'utf8'));
  if (Number(tables.get('miscData')?.rows[0]?.[0] ?? 0) !== 1) return may;
  const conditions = must(tables.get('redispatchConditions'), 'redispatchConditions');
  conditions.rows.forEach((_, i) => {
    const from = PRIORITIES.indexOf(column(conditions, 'fromCallPriority')[i]);
    const to = PRIORITIES.indexOf(column(conditions, 'toCallPriority')[i]);
    if (from >= 0 && to >= 0) may[from * classes + to] = numbers(conditions, 'allowRedispatch')[i];
  });
  return may;
}

function readDemand(
  root: string,
  config: string,
  given: string | undefined,
  roads: ReturnType<typeof readRoads>,
  notes: string[],
): Demand {
  const named = /<filename>([^<]+)<\/filename>/.exec(config)?.[1].trim() ?? '';
  // "$jemssDir/data/cities/NAME/data/…" lies in the city's own folder.
  const file = given ?? join(root, named.replace(/^\$jemssDir\/data\/cities\/[^/]+\//, ''));
  if (given !== undefined || (named !== '' && existsSync(file)))
    return demandFromRaster(readGeoTiff(readFileSync(file)), basename(file));
  const zipped = file.replace(/\.tiff?$/i, '.zip');
  if (named !== '' && existsSync(zipped)) {
    const inside = [...unzip(readFileSync(zipped))].find(([name]) => /\.tiff?$/i.test(name));
    if (inside !== undefined) return demandFromRaster(readGeoTiff(inside[1]()), basename(zipped));
  }
  notes.push(`population raster ${basename(named) || '(none named)'} is not in the data: demand follows road density`);
  const rings = readBorder(root);
  return demandFromRoads({
    ...roads.raw,
    isInside: rings.length > 0 ? (lon, lat) => isInsideRings(rings, lon, lat) : undefined,
  });
}

function readBorder(root: string): Float64Array[] {
  const folder = join(root, 'data', 'border');
  if (!existsSync(folder)) return [];
  const zip = (readdirSync(folder, { recursive: true }) as string[]).find((name) => name.endsWith('.zip'));
  if (zip === undefined) return [];
  const shp = [...unzip(readFileSync(join(folder, zip)))].find(([name]) => name.endsWith('.shp'));
  return shp === undefined ? [] : readRings(shp[1]());
}
