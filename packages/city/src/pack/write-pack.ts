import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { RoadGraph } from '@muster/roads/graph';
import { writeGraphFile } from '@muster/roads/graph-file';
import { type CityMeta, type CityResources, type GazetteerEntry, PACK_FILES, PACK_FORMAT } from './format.ts';
import { writeMbtiles } from './mbtiles.ts';
import { cutTiles, type MapLayers } from './tiles.ts';

export interface PackContents {
  /** Format and counts are filled in from the rest. */
  readonly meta: Omit<CityMeta, 'format' | 'counts'>;
  readonly graph: RoadGraph;
  readonly gazetteer: readonly GazetteerEntry[];
  readonly resources: CityResources;
  readonly layers: MapLayers;
}

export interface WrittenPack {
  readonly dir: string;
  readonly meta: CityMeta;
  readonly tiles: number;
  readonly tileBytes: number;
  readonly largestTileBytes: number;
}

/**
 * Writes a city pack. A reader sees the old pack or the new one, never half of one: everything is written beside `dir`
 * and renamed into place. Refuses to replace a directory that holds something else. Throws on I/O failures.
 */
export async function writePack(dir: string, contents: PackContents): Promise<Result<WrittenPack>> {
  const target = resolve(dir);
  if (!(await mayReplace(target))) {
    return refuse(
      'conflict',
      `${target} holds files that are not a city pack; choose an empty or a new directory.`,
      `${target} 中已有其他文件，不是城市数据包；请另选一个空目录或新目录。`,
    );
  }
  await mkdir(dirname(target), { recursive: true });
  const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    const written = await writeFiles(temporary, contents);
    await replace(target, temporary);
    return ok({ dir: target, ...written });
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw new Error(`The city pack could not be written to ${target}.`, { cause: error });
  }
}

async function writeFiles(dir: string, contents: PackContents): Promise<Omit<WrittenPack, 'dir'>> {
  const { graph, gazetteer, resources, layers } = contents;
  const meta: CityMeta = {
    format: PACK_FORMAT,
    ...contents.meta,
    counts: {
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      gazetteer: gazetteer.length,
      stations: resources.stations.length,
      hospitals: resources.hospitals.length,
    },
  };
  writeGraphFile(join(dir, PACK_FILES.roads), graph);
  await pipeline(Readable.from(jsonLines(gazetteer)), createWriteStream(join(dir, PACK_FILES.gazetteer)));
  await writeFile(join(dir, PACK_FILES.resources), `${JSON.stringify(resources, null, 1)}\n`);
  const map = writeMbtiles(
    join(dir, PACK_FILES.tiles),
    { name: meta.names.zh, attribution: meta.attribution, bounds: meta.bounds, layers: Object.keys(layers) },
    cutTiles(layers),
  );
  await writeFile(join(dir, PACK_FILES.meta), `${JSON.stringify(meta, null, 2)}\n`);
  return { meta, tiles: map.tiles, tileBytes: map.bytes, largestTileBytes: map.largestBytes };
}

/** In chunks: a stream write for each of a million lines would cost more than the lines. */
function* jsonLines(entries: readonly GazetteerEntry[]): Generator<string> {
  const linesAChunk = 1_000;
  for (let i = 0; i < entries.length; i += linesAChunk) {
    yield `${entries
      .slice(i, i + linesAChunk)
      .map((entry) => JSON.stringify(entry))
      .join('\n')}\n`;
  }
}

async function mayReplace(dir: string): Promise<boolean> {
  const names = await listOrNull(dir);
  return names === null || names.length === 0 || names.includes(PACK_FILES.meta);
}

async function replace(target: string, temporary: string): Promise<void> {
  if ((await listOrNull(target)) === null) return rename(temporary, target);
  const old = `${temporary}-old`;
  await rename(target, old);
  await rename(temporary, target);
  await rm(old, { recursive: true, force: true });
}

async function listOrNull(dir: string): Promise<string[] | null> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
