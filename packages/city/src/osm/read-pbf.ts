import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { OSMTransform } from 'osm-pbf-parser-node';
import type { Bounds } from '../pack/format.ts';
import { OsmCollector, type OsmData, type OsmElement } from './osm-data.ts';

/** City extracts are read into memory; a country does not fit and is refused before it is tried. */
export const MAX_PBF_BYTES = 600 * 1024 * 1024;

export interface ReadProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly elements: number;
}

interface HeaderBlock {
  readonly bbox?: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly required_features?: readonly string[];
}

/** The parser throws out of stream callbacks, where nobody can catch it; here its errors become stream errors. */
class GuardedTransform extends OSMTransform {
  override _transform(chunk: Buffer, encoding: BufferEncoding, next: (error?: Error | null) => void): void {
    try {
      super._transform(chunk, encoding, next);
    } catch (error) {
      next(asError(error));
    }
  }
  override _flush(next: (error?: Error | null) => void): void {
    try {
      super._flush(next);
    } catch {
      next(new Error('truncated'));
    }
  }
}

/**
 * Reads a whole .osm.pbf file.
 * Refuses with one sentence what is missing, not a PBF, cut short, too large or in an encoding it cannot read.
 */
export async function readPbf(
  file: string,
  onProgress?: (progress: ReadProgress) => void,
): Promise<Result<OsmData & { readonly sizeBytes: number }>> {
  const opened = await checkFile(file);
  if (!opened.ok) return opened;
  const collector = new OsmCollector();
  let bounds: Bounds | undefined;
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  const parser = new GuardedTransform({ withTags: true });
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const batch of source.pipe(parser) as AsyncIterable<readonly (OsmElement | HeaderBlock)[]>) {
      for (const item of batch) {
        if ('type' in item) collector.add(item);
        else bounds = boundsOf(item);
      }
      onProgress?.({ bytesRead: source.bytesRead, bytesTotal: opened.value.size, elements: collector.size });
    }
  } catch (error) {
    return refuseParse(file, asError(error));
  } finally {
    source.destroy();
  }
  if (collector.size === 0) {
    return refuse(
      'invalid',
      `${file} holds no map data; take an extract that covers the city.`,
      `${file} 中没有地图数据，请换用覆盖该城市的提取文件。`,
    );
  }
  return ok({ ...collector.finish(bounds), sizeBytes: opened.value.size });
}

async function checkFile(file: string): Promise<Result<Stats>> {
  let stats: Stats;
  try {
    stats = await stat(file);
  } catch {
    return refuse('not-found', `${file} was not found; check the path.`, `找不到 ${file}，请检查路径。`);
  }
  if (!stats.isFile()) {
    return refuse(
      'invalid',
      `${file} is not a file; give one .osm.pbf file.`,
      `${file} 不是文件，请给出 .osm.pbf 文件。`,
    );
  }
  if (stats.size === 0) {
    return refuse('invalid', `${file} is empty; download it again.`, `${file} 是空文件，请重新下载。`);
  }
  if (stats.size > MAX_PBF_BYTES) {
    const mib = Math.round(MAX_PBF_BYTES / 1048576);
    return refuse(
      'limit',
      `${file} is larger than ${mib} MiB; cut the city out of it first (osmium extract --bbox W,S,E,N).`,
      `${file} 超过 ${mib} MiB，请先裁出城市范围（osmium extract --bbox 西,南,东,北）。`,
    );
  }
  return (await startsLikePbf(file)) ? ok(stats) : refuseNotPbf(file);
}

/** A PBF starts with a big-endian header length, then a BlobHeader whose first field is the type "OSMHeader". */
async function startsLikePbf(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(15);
    await handle.read(head, 0, 15, 0);
    return head.readUInt32BE(0) < 65536 && head.toString('latin1', 6) === 'OSMHeader';
  } finally {
    await handle.close();
  }
}

const refuseNotPbf = (file: string) =>
  refuse(
    'invalid',
    `${file} is not an OpenStreetMap PBF file; give a file that ends in .osm.pbf (from Geofabrik, BBBike or osmium).`,
    `${file} 不是 OpenStreetMap PBF 文件，请给出以 .osm.pbf 结尾的文件（可从 Geofabrik、BBBike 下载或用 osmium 生成）。`,
  );

function refuseParse(file: string, error: Error): Result<never> {
  if (error.message.includes('not implemented')) {
    return refuse(
      'invalid',
      `${file} is compressed in a way that cannot be read; rewrite it with osmium cat -f pbf,pbf_compression=zlib.`,
      `${file} 的压缩方式无法读取，请用 osmium cat -f pbf,pbf_compression=zlib 重新写出。`,
      { cause: error.message },
    );
  }
  return refuse(
    'invalid',
    `${file} is damaged or cut short; download it again.`,
    `${file} 已损坏或不完整，请重新下载。`,
    { cause: error.message },
  );
}

/** The header counts in nanodegrees. */
function boundsOf(header: HeaderBlock): Bounds | undefined {
  const box = header.bbox;
  if (box === undefined || box === null || box.left >= box.right || box.bottom >= box.top) return undefined;
  return [box.left / 1e9, box.bottom / 1e9, box.right / 1e9, box.top / 1e9];
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
