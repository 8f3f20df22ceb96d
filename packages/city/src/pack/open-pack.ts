import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ok, RefusalError, type Refused, type Result, refuse } from '@muster/kernel/result';
import type { RoadGraph } from '@muster/roads/graph';
import { readGraphFile } from '@muster/roads/graph-file';
import { type CityMeta, type CityResources, type GazetteerEntry, PACK_FILES, PACK_FORMAT } from './format.ts';
import { openMbtiles, type TileReader } from './mbtiles.ts';

export interface CityPack {
  readonly dir: string;
  readonly meta: CityMeta;
  readonly roadsFile: string;
  readonly tilesFile: string;
  /**
   * The parts are read at first use and kept, except the graph and the tiles, which are opened anew each time.
   * Each throws a RefusalError where its file turns out to be damaged.
   */
  gazetteer(): readonly GazetteerEntry[];
  resources(): CityResources;
  graph(): RoadGraph;
  tiles(): TileReader;
}

/** Opens a city pack read-only. A wrong directory is a refusal that says in one sentence what to do. */
export function openPack(dir: string): Result<CityPack> {
  const root = resolve(dir);
  if (!existsSync(root)) return notAPack(root, 'it does not exist', '该目录不存在');
  const meta = readMeta(root);
  if (!meta.ok) return meta;
  for (const name of Object.values(PACK_FILES)) {
    const path = join(root, name);
    if (!existsSync(path) || statSync(path).size === 0) return damaged(root, name);
  }
  const roadsFile = join(root, PACK_FILES.roads);
  const tilesFile = join(root, PACK_FILES.tiles);
  const guard = <T>(name: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw error instanceof RefusalError ? error : new RefusalError(damaged(root, name, error).refusal);
    }
  };
  const gazetteer = once(() => guard(PACK_FILES.gazetteer, () => readGazetteer(root, meta.value)));
  const resources = once(() => guard(PACK_FILES.resources, () => readResources(root)));
  return ok({
    dir: root,
    meta: meta.value,
    roadsFile,
    tilesFile,
    gazetteer,
    resources,
    graph: () => guard(PACK_FILES.roads, () => readGraphFile(roadsFile)),
    tiles: () => guard(PACK_FILES.tiles, () => openMbtiles(tilesFile)),
  });
}

function readMeta(root: string): Result<CityMeta> {
  const path = join(root, PACK_FILES.meta);
  if (!existsSync(path)) return notAPack(root, `it has no ${PACK_FILES.meta}`, `其中没有 ${PACK_FILES.meta}`);
  let meta: CityMeta;
  try {
    meta = JSON.parse(readFileSync(path, 'utf8')) as CityMeta;
  } catch (error) {
    return damaged(root, PACK_FILES.meta, error);
  }
  if (meta.format !== PACK_FORMAT) {
    return notAPack(
      root,
      `it has pack format ${meta.format ?? 'unknown'}, and this version reads ${PACK_FORMAT}`,
      `数据包格式为 ${meta.format ?? '未知'}，本版本只能读取 ${PACK_FORMAT}`,
    );
  }
  const complete = Boolean(meta.id && meta.names?.zh && meta.timeZone && meta.bounds?.length === 4 && meta.counts);
  return complete ? ok(meta) : damaged(root, PACK_FILES.meta);
}

function readGazetteer(root: string, meta: CityMeta): GazetteerEntry[] {
  const text = readFileSync(join(root, PACK_FILES.gazetteer), 'utf8');
  const entries: GazetteerEntry[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end > start) entries.push(JSON.parse(text.slice(start, end)) as GazetteerEntry);
    start = end + 1;
  }
  if (entries.length !== meta.counts.gazetteer) {
    throw new Error(`${entries.length} entries where ${PACK_FILES.meta} counts ${meta.counts.gazetteer}`);
  }
  return entries;
}

function readResources(root: string): CityResources {
  const parsed = JSON.parse(readFileSync(join(root, PACK_FILES.resources), 'utf8')) as CityResources;
  if (!Array.isArray(parsed.stations) || !Array.isArray(parsed.hospitals)) throw new Error('no stations or hospitals');
  return parsed;
}

function notAPack(root: string, why: string, whyZh: string): Refused {
  return refuse(
    'invalid',
    `${root} is not a city pack (${why}); make one with "muster city demo" or "muster city import FILE.osm.pbf --out DIR".`,
    `${root} 不是城市数据包（${whyZh}）；请用 “muster city demo” 或 “muster city import FILE.osm.pbf --out DIR” 生成。`,
  );
}

function damaged(root: string, name: string, cause?: unknown): Refused {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return refuse(
    'invalid',
    `The city pack ${root} is damaged (${name} is missing, empty or unreadable${why}); import or generate it again.`,
    `城市数据包 ${root} 已损坏（${name} 缺失、为空或无法读取）；请重新导入或生成。`,
    { file: name },
  );
}

function once<T>(read: () => T): () => T {
  let cached: { value: T } | null = null;
  return () => {
    cached ??= { value: read() };
    return cached.value;
  };
}
