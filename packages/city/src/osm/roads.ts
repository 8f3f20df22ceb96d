import type { RawRoads, RawWay } from '@muster/roads/graph';
import { roadNamesOf } from './names.ts';
import { MISSING_NODE, type OsmData, type OsmWay, type Tags } from './osm-data.ts';
import type { ReportBuilder } from './report.ts';
import { restrictionsOf } from './restrictions.ts';
import { DROP_REASONS, readRoad } from './road-tags.ts';

/** The drivable part of the source, with what the later steps need to know of it. */
export interface ImportedRoads {
  readonly raw: RawRoads;
  /** For each raw way: its source way, and whether only residents and emergency vehicles use it. */
  readonly source: readonly { readonly way: OsmWay; readonly isPrivate: boolean }[];
  /** Raw node → node index of the source. */
  readonly sourceNode: Uint32Array;
}

const UNNAMED = { zh: '', en: '' } as const;

export function importRoads(data: OsmData, report: ReportBuilder): ImportedRoads {
  const rawNode = new Map<number, number>();
  const sourceNodes: number[] = [];
  const ways: RawWay[] = [];
  const source: { way: OsmWay; isPrivate: boolean }[] = [];
  /** OSM way id → its raw ways: several where the extract was cut. */
  const pieces = new Map<number, number[]>();
  const nodeOf = (index: number): number => {
    let raw = rawNode.get(index);
    if (raw === undefined) {
      raw = sourceNodes.length;
      rawNode.set(index, raw);
      sourceNodes.push(index);
    }
    return raw;
  };
  for (const way of data.ways) {
    if (way.tags.highway === undefined && way.tags.route !== 'ferry') continue;
    const reading = readRoad(way.tags);
    if (!reading.drivable) {
      drop(report, reading.reason);
      continue;
    }
    const parts = unbrokenParts(way.nodes);
    if (parts.length === 0) drop(report, 'cut-off');
    const names = roadNamesOf(way.tags) ?? UNNAMED;
    for (const part of parts) {
      pieces.set(way.id, [...(pieces.get(way.id) ?? []), ways.length]);
      ways.push({
        nodes: part.map(nodeOf),
        roadClass: reading.roadClass,
        names,
        oneWay: reading.oneWay,
        flags: reading.flags,
        ...(reading.maxSpeedKmh === undefined ? {} : { maxSpeedKmh: reading.maxSpeedKmh }),
      });
      source.push({ way, isPrivate: reading.isPrivate });
    }
  }
  oneEnglishName(ways);
  const restrictions = restrictionsOf(data, { ways, pieces, rawNode }, report);
  const raw = {
    nodes: coordinates(data, sourceNodes),
    ways,
    restrictions,
    barriers: barriersOf(data, rawNode, report),
  };
  countKept(raw, source, report);
  return { raw, source, sourceNode: Uint32Array.from(sourceNodes) };
}

/** Mappers translate 大道 as Avenue here and Boulevard there: the most used English name of a Chinese one stands. */
function oneEnglishName(ways: RawWay[]): void {
  const uses = new Map<string, Map<string, number>>();
  for (const { names } of ways) {
    const counts = uses.get(names.zh) ?? new Map<string, number>();
    counts.set(names.en, (counts.get(names.en) ?? 0) + 1);
    uses.set(names.zh, counts);
  }
  const chosen = new Map<string, RawWay['names']>();
  for (const [zh, counts] of uses) {
    const [en] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    chosen.set(zh, { zh, en });
  }
  ways.forEach((way, index) => {
    ways[index] = { ...way, names: chosen.get(way.names.zh) ?? way.names };
  });
}

const drop = (report: ReportBuilder, reason: keyof typeof DROP_REASONS): void =>
  report.count('dropped', `道路：${DROP_REASONS[reason].zh}`, `ways: ${DROP_REASONS[reason].en}`);

/** The runs of at least two different points that the extract holds. */
function unbrokenParts(nodes: readonly number[]): number[][] {
  const parts: number[][] = [[]];
  for (const node of nodes) {
    const current = parts[parts.length - 1];
    if (node === MISSING_NODE) parts.push([]);
    else if (current[current.length - 1] !== node) current.push(node);
  }
  return parts.filter((part) => part.length >= 2);
}

function coordinates(data: OsmData, sourceNodes: readonly number[]): RawRoads['nodes'] {
  return {
    lon: Float64Array.from(sourceNodes, (index) => data.nodeLon[index]),
    lat: Float64Array.from(sourceNodes, (index) => data.nodeLat[index]),
  };
}

/** Stops every vehicle. */
const FIXED = new Set([
  'block',
  'jersey_barrier',
  'wall',
  'fence',
  'log',
  'debris',
  'planter',
  'ditch',
  'guard_rail',
  'kissing_gate',
  'stile',
  'turnstile',
  'full-height_turnstile',
  'hedge',
  'bus_trap',
  'sump_buster',
  'motorcycle_barrier',
  'cycle_barrier',
]);
/** Opens for a crew with a key, a remote or bolt cutters. */
const OPENS = new Set([
  'gate',
  'lift_gate',
  'swing_gate',
  'sliding_gate',
  'hampshire_gate',
  'bump_gate',
  'sliding_beam',
  'chain',
  'rope',
  'barrier',
]);
const FREE = new Set(['yes', 'permissive', 'destination', 'designated', 'public']);

/** undefined: no obstacle at all. */
export function readBarrier(tags: Tags): { readonly emergencyMayPass: boolean } | undefined {
  const kind = tags.barrier ?? '';
  const access = tags.motorcar ?? tags.motor_vehicle ?? tags.vehicle ?? tags.access;
  if (access !== undefined && FREE.has(access)) return undefined;
  if (tags.emergency === 'yes' || tags.emergency === 'designated') return { emergencyMayPass: true };
  if (tags.emergency === 'no') return { emergencyMayPass: false };
  if (kind === 'bollard') return { emergencyMayPass: /removable|rising|foldable|flexible/.test(tags.bollard ?? '') };
  if (FIXED.has(kind)) return { emergencyMayPass: false };
  if (!OPENS.has(kind)) return undefined;
  // A lift gate opens for whoever takes a ticket unless it says otherwise.
  return kind === 'lift_gate' && access === undefined ? undefined : { emergencyMayPass: true };
}

function barriersOf(data: OsmData, rawNode: ReadonlyMap<number, number>, report: ReportBuilder): RawRoads['barriers'] {
  const barriers: { node: number; emergencyMayPass: boolean }[] = [];
  for (const [index, tags] of data.nodeTags) {
    if (tags.barrier === undefined) continue;
    const node = rawNode.get(index);
    const reading = readBarrier(tags);
    if (node === undefined) report.count('dropped', '路障：不在行车道路上', 'barriers: not on a drivable road');
    else if (reading === undefined)
      report.count('dropped', '路障：不阻挡车辆（收费站、开放的门）', 'barriers: stop nobody (toll booth, open gate)');
    else barriers.push({ node, ...reading });
  }
  return barriers;
}

function countKept(raw: RawRoads, source: ImportedRoads['source'], report: ReportBuilder): void {
  report.count('kept', '行车道路', 'drivable ways', raw.ways.length);
  report.count('kept', '其中单行', 'of these one-way', raw.ways.filter((way) => way.oneWay !== 0).length);
  report.count(
    'kept',
    '其中内部道路（应急车辆可通行）',
    'of these private (emergency vehicles pass)',
    source.filter((entry) => entry.isPrivate).length,
  );
  report.count(
    'kept',
    '其中有限速标志',
    'of these with a signed speed',
    source.filter((entry) => entry.way.tags.maxspeed !== undefined).length,
  );
  report.count('kept', '转向限制', 'turn restrictions', raw.restrictions.length);
  report.count(
    'kept',
    '路障（应急车辆可通行）',
    'barriers that open for emergency vehicles',
    raw.barriers.filter((b) => b.emergencyMayPass).length,
  );
  report.count(
    'kept',
    '路障（任何车辆不可通行）',
    'barriers that stop every vehicle',
    raw.barriers.filter((b) => !b.emergencyMayPass).length,
  );
}
