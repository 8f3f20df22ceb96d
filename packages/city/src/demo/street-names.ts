import { integerBetween, pick, type Random, seededRandom } from '@muster/kernel/random';
import type { Names } from '../pack/format.ts';
import type { Point } from './geometry.ts';
import type { PlanarRoads, RoadLine } from './planar.ts';
import { wordOf } from './romanise.ts';
import type { Terrain } from './terrain.ts';
import { MAIN_ROADS, STREET_FIRST, STREET_SECOND } from './vocabulary.ts';
import type { Zones } from './zones.ts';

export const UNNAMED: Names = { zh: '', en: '' };

export interface StreetNames {
  /** Long streets change their name along the way (解放北路, 解放中路 …), hence by edge. */
  ofEdge(edge: number): Names;
}

const TYPES_EN: Readonly<Record<string, string>> = {
  大道: 'Avenue',
  路: 'Road',
  街: 'Street',
  巷: 'Lane',
  弄: 'Alley',
};
const PARTS_EN: Readonly<Record<string, string>> = {
  东: 'East ',
  西: 'West ',
  南: 'South ',
  北: 'North ',
  中: 'Middle ',
};

interface LineName {
  readonly base: string;
  readonly type: string;
  /** Parts from low to high along the longer axis; one empty part where the street is short. */
  readonly parts: readonly string[];
  readonly axis: 'x' | 'y';
  readonly low: number;
  readonly high: number;
}

export function nameStreets(terrain: Terrain, zones: Zones, roads: PlanarRoads): StreetNames {
  const random = seededRandom(terrain.seed * 43 + 8);
  const extents = extentsOf(roads);
  const source = nameSource(random);
  const named = new Map<number, LineName>();
  for (const line of roads.lines) {
    const extent = extents.get(line.id);
    if (extent === undefined || line.role === 'compound') continue;
    const [base, type] = chooseName(terrain, zones, line, extent, source, random);
    named.set(line.id, { base, type, ...partsOf(extent, type) });
  }
  const known = new Map<string, Names>();
  return {
    ofEdge(edge) {
      const name = named.get(roads.edgeLine[edge]!);
      if (name === undefined) return UNNAMED;
      const middle = (axis: 'x' | 'y'): number =>
        (roads.nodes[roads.edgeA[edge]!]![axis] + roads.nodes[roads.edgeB[edge]!]![axis]) / 2;
      const share = (middle(name.axis) - name.low) / Math.max(1, name.high - name.low);
      const part = name.parts[Math.min(name.parts.length - 1, Math.floor(share * name.parts.length))]!;
      const zh = name.base + part + name.type;
      let names = known.get(zh);
      if (names === undefined) {
        names = { zh, en: `${wordOf(name.base)} ${PARTS_EN[part] ?? ''}${TYPES_EN[name.type] ?? 'Road'}` };
        known.set(zh, names);
      }
      return names;
    },
  };
}

interface Extent {
  /** A point on the street. */
  readonly at: Point;
  readonly low: { x: number; y: number };
  readonly high: { x: number; y: number };
}

function extentsOf(roads: PlanarRoads): Map<number, Extent> {
  const extents = new Map<number, Extent>();
  roads.edgeLine.forEach((line, edge) => {
    if (line < 0) return;
    let extent = extents.get(line);
    if (extent === undefined) {
      extent = {
        at: roads.nodes[roads.edgeA[edge]!]!,
        low: { x: Infinity, y: Infinity },
        high: { x: -Infinity, y: -Infinity },
      };
      extents.set(line, extent);
    }
    for (const node of [roads.edgeA[edge]!, roads.edgeB[edge]!]) {
      for (const axis of ['x', 'y'] as const) {
        extent.low[axis] = Math.min(extent.low[axis], roads.nodes[node]![axis]);
        extent.high[axis] = Math.max(extent.high[axis], roads.nodes[node]![axis]);
      }
    }
  });
  return extents;
}

function partsOf({ low, high }: Extent, type: string): Pick<LineName, 'parts' | 'axis' | 'low' | 'high'> {
  const axis = high.x - low.x >= high.y - low.y ? 'x' : 'y';
  const length = high[axis] - low[axis];
  const [first, last] = axis === 'x' ? ['西', '东'] : ['南', '北'];
  const parts = type !== '路' || length < 2_200 ? [''] : length < 3_800 ? [first!, last!] : [first!, '中', last!];
  return { parts, axis, low: low[axis], high: high[axis] };
}

const SHORE_ROADS: Readonly<Record<'sea' | 'river' | 'lake', readonly string[]>> = {
  sea: ['滨海', '东海', '海岸', '观海', '环海', '沿海', '海湾', '海角'],
  river: ['滨江', '沿江', '临江', '江岸', '望江', '清江', '枕江', '澜江'],
  lake: ['湖滨', '湖畔', '观湖', '云湖', '镜湖', '月湖', '沁湖', '南湖'],
};
const SHORE_LAST = { sea: '海', river: '江', lake: '湖' } as const;

interface NameSource {
  readonly taken: Set<string>;
  main(): string;
  small(): string;
}

/** Every name once; when the words run out, numbered ones. */
function nameSource(random: Random): NameSource {
  const shuffled = <T>(items: T[]): T[] => {
    for (let i = items.length - 1; i > 0; i--) {
      const k = integerBetween(random, 0, i + 1);
      [items[i], items[k]] = [items[k]!, items[i]!];
    }
    return items;
  };
  const pairs = STREET_FIRST.flatMap((a) => STREET_SECOND.filter((b) => b !== a).map((b) => a + b));
  const queue = (names: string[]): (() => string) => {
    let [at, round] = [0, 0];
    return () => {
      if (at === names.length) {
        at = 0;
        round++;
      }
      return names[at++]! + (round === 0 ? '' : (NUMBERS[round - 1] ?? `${round}`));
    };
  };
  const small = queue(shuffled(pairs.filter((pair) => !MAIN_ROADS.includes(pair))));
  const mains = shuffled([...MAIN_ROADS]);
  return { taken: new Set(), main: () => mains.pop() ?? small(), small };
}

const NUMBERS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

function chooseName(
  terrain: Terrain,
  zones: Zones,
  line: RoadLine,
  extent: Extent,
  source: NameSource,
  random: Random,
): [string, string] {
  if (line.role === 'shore') return shoreName(terrain, extent, source);
  if (line.role === 'hill') return [`${source.small()}山`, '路'];
  if (line.role === 'country') return [source.small(), '路'];
  if (line.role === 'village') return [source.small(), pick(random, ['路', '巷', '弄'])];
  if (line.role === 'border') return [source.main(), random.next() < 0.3 ? '大道' : '路'];
  if (line.role === 'grid') {
    const main = line.roadClass === 'primary' || (line.roadClass === 'secondary' && random.next() < 0.5);
    return [main ? source.main() : source.small(), main && random.next() < 0.12 ? '大道' : '路'];
  }
  const kind = zones.zones[line.zone]!.kind;
  if (kind === 'oldtown') return [source.small(), pick(random, ['街', '巷', '弄', '路', '巷'])];
  if (kind === 'mixed') return [source.small(), pick(random, ['路', '路', '街', '巷'])];
  return [source.small(), pick(random, ['路', '路', '路', '街'])];
}

function shoreName(terrain: Terrain, extent: Extent, source: NameSource): [string, string] {
  const kind = terrain.waterKind(extent.at);
  const base = SHORE_ROADS[kind].find((name) => !source.taken.has(name)) ?? source.small() + SHORE_LAST[kind];
  source.taken.add(base);
  return [base, kind === 'sea' ? '大道' : '路'];
}
