import { insideRing, type Position, ringAreaM2, ringCentroid, signedArea } from './metric.ts';
import { MISSING_NODE, type OsmData, type OsmRelation, type Tags } from './osm-data.ts';
import type { ReportBuilder } from './report.ts';
import { assembleRings } from './rings.ts';

/** A closed way or a multipolygon: outer rings counter-clockwise, each followed by its holes. */
export interface Area {
  /** "w123" or "r123". */
  readonly id: string;
  readonly tags: Tags;
  readonly polygons: readonly (readonly (readonly Position[])[])[];
  readonly areaM2: number;
  readonly centroid: Position;
}

/** Tags that say nothing about what an area is. */
const EMPTY_TAGS = new Set(['type', 'source', 'created_by', 'note', 'fixme', 'area']);

/** A closed way with one of these is a line that ends where it began, unless it says `area=yes`. */
const LINE_KEYS = ['highway', 'barrier', 'railway', 'waterway', 'route'] as const;
const AREA_KEYS = [
  'building',
  'landuse',
  'leisure',
  'amenity',
  'natural',
  'place',
  'boundary',
  'tourism',
  'shop',
  'office',
  'healthcare',
  'man_made',
  'historic',
  'public_transport',
  'aeroway',
  'emergency',
  'military',
  'area',
] as const;

export function areasOf(data: OsmData, report: ReportBuilder): Area[] {
  const areas: Area[] = [];
  const consumed = new Set<number>();
  for (const relation of data.relations) {
    if (relation.tags.type !== 'multipolygon' && relation.tags.type !== 'boundary') continue;
    const area = relationArea(data, relation, consumed, report);
    if (area !== undefined) areas.push(area);
  }
  for (const way of data.ways) {
    if (consumed.has(way.id) || way.nodes.length < 4 || way.nodes[0] !== way.nodes.at(-1)) continue;
    if (!isAreaWay(way.tags)) continue;
    const ring = way.nodes.filter((node) => node !== MISSING_NODE);
    if (ring.length >= 4) areas.push(makeArea(`w${way.id}`, way.tags, [[positions(data, ring)]]));
  }
  return areas;
}

function isAreaWay(tags: Tags): boolean {
  if (tags.area === 'no' || tags.natural === 'coastline') return false;
  if (tags.waterway === 'riverbank' || tags.waterway === 'dock') return true;
  if (LINE_KEYS.some((key) => tags[key] !== undefined) && tags.area !== 'yes' && tags.building === undefined) {
    return tags.railway === 'station' || (tags.barrier !== undefined && hasAreaKey(tags));
  }
  return hasAreaKey(tags);
}

const hasAreaKey = (tags: Tags): boolean => AREA_KEYS.some((key) => tags[key] !== undefined);

function relationArea(
  data: OsmData,
  relation: OsmRelation,
  consumed: Set<number>,
  report: ReportBuilder,
): Area | undefined {
  const isBoundary = relation.tags.type === 'boundary';
  const ways = relation.members.filter((member) => member.type === 'way');
  const piecesOf = (inner: boolean) =>
    ways
      .filter((member) => (member.role === 'inner') === inner && member.role !== 'subarea')
      .map((member) => data.wayIndex.get(member.ref))
      .filter((index) => index !== undefined)
      .map((index) => data.ways[index]);
  const outerWays = piecesOf(false);
  const outer = assembleRings(outerWays.map((way) => way.nodes));
  if (outer.rings.length === 0) {
    const [zh, en] = isBoundary
      ? ['边界：被提取范围裁断', 'boundaries: cut by the extract']
      : ['多边形：环不闭合', 'multipolygons: ring not closed'];
    report.count('dropped', zh, en);
    return undefined;
  }
  const inner = assembleRings(piecesOf(true).map((way) => way.nodes));
  let tags = relation.tags;
  if (!meansSomething(tags)) {
    // Old style: the outer way carries the tags.
    const tagged = outerWays.find((way) => meansSomething(way.tags));
    if (tagged === undefined) return undefined;
    tags = tagged.tags;
    for (const way of outerWays) consumed.add(way.id);
  }
  const holes = inner.rings.map((ring) => positions(data, ring));
  const polygons = outer.rings.map((ring) => {
    const shell = positions(data, ring);
    return [shell, ...holes.filter((hole) => insideRing(hole[0][0], hole[0][1], shell))];
  });
  return makeArea(`r${relation.id}`, tags, polygons);
}

const meansSomething = (tags: Tags): boolean => Object.keys(tags).some((key) => !EMPTY_TAGS.has(key));

const positions = (data: OsmData, nodes: readonly number[]): Position[] =>
  nodes.map((node) => [data.nodeLon[node], data.nodeLat[node]]);

function makeArea(id: string, tags: Tags, polygons: readonly (readonly (readonly Position[])[])[]): Area {
  let largest = polygons[0][0];
  let areaM2 = 0;
  for (const [shell, ...holes] of polygons) {
    const shellM2 = ringAreaM2(shell);
    areaM2 += shellM2 - holes.reduce((sum, hole) => sum + ringAreaM2(hole), 0);
    if (shellM2 > ringAreaM2(largest)) largest = shell;
  }
  const wound = polygons.map(([shell, ...holes]) => [windTo(shell, 1), ...holes.map((hole) => windTo(hole, -1))]);
  return { id, tags, polygons: wound, areaM2: Math.max(0, areaM2), centroid: pointWithin(largest) };
}

/** RFC 7946: shells counter-clockwise, holes clockwise. */
const windTo = (ring: readonly Position[], sign: 1 | -1): readonly Position[] =>
  Math.sign(signedArea(ring)) === -sign ? ring.toReversed() : ring;

/** The centroid, or for a crescent a point of its outline, so that a label never stands outside. */
function pointWithin(ring: readonly Position[]): Position {
  const centroid = ringCentroid(ring);
  return insideRing(centroid[0], centroid[1], ring) ? centroid : ring[Math.floor(ring.length / 2)];
}

export function insideArea(lon: number, lat: number, area: Area): boolean {
  return area.polygons.some(
    ([shell, ...holes]) => insideRing(lon, lat, shell) && !holes.some((hole) => insideRing(lon, lat, hole)),
  );
}
