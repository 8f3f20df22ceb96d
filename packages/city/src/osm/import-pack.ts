import { ok, type Result, refuse } from '@muster/kernel/result';
import { type BuildReport, buildRoadGraph } from '@muster/roads/build';
import type { Feature } from 'geojson';
import type { MapLayer } from '../pack/format.ts';
import { type WrittenPack, writePack } from '../pack/write-pack.ts';
import { type ImportOptions, importOsm } from './import-osm.ts';
import type { ImportReport, ReportLine } from './report.ts';

export interface ImportedPack {
  readonly pack: WrittenPack;
  readonly report: ImportReport;
}

/**
 * Reads an extract, builds the road graph and writes the city pack to `outDir`. Refuses with one sentence what is wrong
 * with the file or the directory; throws when the disk fails. Nothing is written before the whole city is ready.
 */
export async function importOsmPack(
  pbfFile: string,
  outDir: string,
  options: ImportOptions = {},
): Promise<Result<ImportedPack>> {
  const imported = await importOsm(pbfFile, options);
  if (!imported.ok) return imported;
  const { meta, rawRoads, gazetteer, resources, layers, report } = imported.value;
  const built = buildRoadGraph(rawRoads);
  options.onProgress?.({ step: 'graph', done: 1 });
  if (built.graph.edgeCount === 0) {
    return refuse(
      'invalid',
      `${pbfFile} has no roads that connect to each other; take a larger extract.`,
      `${pbfFile} 中的道路互不连通，请换用范围更大的提取文件。`,
    );
  }
  const { format: _format, counts: _counts, ...rest } = meta;
  const written = await writePack(outDir, {
    meta: rest,
    graph: built.graph,
    gazetteer,
    resources,
    layers: featuresOf(layers),
  });
  if (!written.ok) return written;
  options.onProgress?.({ step: 'write', done: 1 });
  return ok({ pack: written.value, report: withGraph(report, built.report, written.value) });
}

const featuresOf = (
  layers: Readonly<Record<MapLayer, { features: Feature[] }>>,
): Readonly<Partial<Record<MapLayer, Feature[]>>> =>
  Object.fromEntries(Object.entries(layers).map(([layer, collection]) => [layer, collection.features]));

function withGraph(report: ImportReport, graph: BuildReport, pack: WrittenPack): ImportReport {
  const line = (zh: string, en: string, count: number): ReportLine => ({ zh, en, count: Math.round(count) });
  return {
    ...report,
    kept: [
      ...report.kept,
      line('路网节点', 'road graph nodes', graph.nodes),
      line('路网有向边', 'road graph edges (directed)', graph.edges),
      line('路网有向边总长（公里）', 'km of directed edges', graph.lengthM / 1000),
      line('矢量瓦片', 'vector tiles', pack.tiles),
      line('瓦片总大小（KiB）', 'KiB of tiles', pack.tileBytes / 1024),
    ],
    dropped: [
      ...report.dropped,
      line('路网：与主网不互通的有向边', 'road graph: directed edges one cannot come back from', graph.droppedEdges),
      line('路网：未能采用的转向限制', 'road graph: turn restrictions that did not apply', graph.ignoredRestrictions),
    ].filter(({ count }) => count > 0),
  };
}
