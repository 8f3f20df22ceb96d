import type { RawRoads, RawWay } from '@muster/roads/graph';
import type { OsmData, OsmRelation } from './osm-data.ts';
import type { ReportBuilder } from './report.ts';

type Restriction = RawRoads['restrictions'][number];

interface Lookup {
  readonly ways: readonly RawWay[];
  readonly pieces: ReadonlyMap<number, readonly number[]>;
  readonly rawNode: ReadonlyMap<number, number>;
}

/** Turn restrictions through one node; the reasons for every one that is left out are counted. */
export function restrictionsOf(data: OsmData, lookup: Lookup, report: ReportBuilder): Restriction[] {
  const found: Restriction[] = [];
  for (const relation of data.relations) {
    if (relation.tags.type !== 'restriction') continue;
    const kind = relation.tags.restriction ?? relation.tags['restriction:motorcar'];
    const why = kind === undefined ? OTHER_VEHICLES : (exempt(relation) ?? add(data, lookup, relation, kind, found));
    if (why !== undefined) report.count('dropped', `转向限制：${why.zh}`, `turn restrictions: ${why.en}`);
  }
  return found;
}

const OTHER_VEHICLES = { zh: '只限其他车种或时段', en: 'for other vehicles or certain hours only' };
const EXEMPT = { zh: '应急车辆除外', en: 'emergency vehicles are exempt' };
const VIA_WAY = { zh: '经由整段道路（暂不支持）', en: 'through a whole way (not supported)' };
const CUT = { zh: '相关道路不在提取范围内', en: 'a road it names is not in the extract or not drivable' };
const NOT_AT_END = { zh: '经由点不在道路端点', en: 'the turn is not at an end of its roads' };

type Why = { readonly zh: string; readonly en: string } | undefined;

/** Muster routes response vehicles: what does not bind them is no restriction here. */
function exempt(relation: OsmRelation): Why {
  const except = (relation.tags.except ?? '').split(/[;,]/).map((part) => part.trim());
  return except.includes('emergency') ? EXEMPT : undefined;
}

function add(data: OsmData, lookup: Lookup, relation: OsmRelation, kind: string, found: Restriction[]): Why {
  if (!/^(no|only)_/.test(kind)) return OTHER_VEHICLES;
  const members = (role: string) => relation.members.filter((member) => member.role === role);
  const via = members('via');
  if (via.some((member) => member.type === 'way')) return VIA_WAY;
  const viaIndex = via.length === 1 ? data.nodeIndex.get(via[0].ref) : undefined;
  const viaNode = viaIndex === undefined ? undefined : lookup.rawNode.get(viaIndex);
  if (viaNode === undefined) return CUT;
  const endingAtVia = (role: string) =>
    members(role).flatMap((member) =>
      (lookup.pieces.get(member.ref) ?? []).filter((piece) => {
        const nodes = lookup.ways[piece].nodes;
        return nodes[0] === viaNode || nodes[nodes.length - 1] === viaNode;
      }),
    );
  const from = endingAtVia('from');
  const to = endingAtVia('to');
  if (from.length === 0 || to.length === 0) {
    const known = [...members('from'), ...members('to')].every((member) => lookup.pieces.has(member.ref));
    return known ? NOT_AT_END : CUT;
  }
  for (const fromWay of from) {
    for (const toWay of to) found.push({ fromWay, via: viaNode, toWay, only: kind.startsWith('only_') });
  }
  return undefined;
}
