import { type Random, seededRandom } from '@muster/kernel/random';
import { traceFaces } from './faces.ts';
import { boxAt, centroid, contains, distance, lerp, mainAngle, type Point, type Ring } from './geometry.ts';
import type { PlanarRoads } from './planar.ts';
import { isBuiltUp, type Terrain } from './terrain.ts';
import type { ZoneKind, Zones } from './zones.ts';

export type BlockUse =
  | 'houses' // old low houses
  | 'compound'
  | 'towers' // compound of high-rises
  | 'villas'
  | 'office'
  | 'mall'
  | 'hotel'
  | 'market'
  | 'hospital'
  | 'school'
  | 'campus'
  | 'government'
  | 'stadium'
  | 'station'
  | 'industry'
  | 'port'
  | 'park'
  | 'lawn'
  | 'open'; // countryside or water

export interface Block {
  readonly index: number;
  readonly ring: Ring;
  readonly edges: readonly number[];
  readonly areaM2: number;
  readonly center: Point;
  readonly angle: number;
  readonly zone: number;
  readonly kind: ZoneKind;
  use: BlockUse;
}

/** Shares in which a zone's blocks are used, before the town's own needs (schools, hospitals …) are met. */
const MIX: Readonly<Record<ZoneKind, readonly (readonly [BlockUse, number])[]>> = {
  oldtown: [
    ['houses', 60],
    ['compound', 18],
    ['office', 8],
    ['market', 4],
    ['hotel', 4],
    ['lawn', 3],
  ],
  cbd: [
    ['office', 52],
    ['towers', 16],
    ['hotel', 8],
    ['mall', 6],
    ['lawn', 8],
  ],
  mixed: [
    ['compound', 58],
    ['towers', 12],
    ['office', 8],
    ['market', 3],
    ['houses', 9],
    ['lawn', 5],
    ['hotel', 2],
  ],
  newtown: [
    ['towers', 66],
    ['compound', 12],
    ['office', 9],
    ['lawn', 7],
    ['villas', 3],
  ],
  university: [
    ['campus', 52],
    ['towers', 22],
    ['office', 10],
    ['lawn', 10],
  ],
  industrial: [
    ['industry', 76],
    ['compound', 10],
    ['office', 4],
    ['lawn', 8],
  ],
  harbour: [
    ['port', 56],
    ['industry', 18],
    ['compound', 14],
    ['office', 6],
  ],
  resort: [
    ['villas', 46],
    ['hotel', 16],
    ['lawn', 18],
    ['towers', 12],
  ],
  suburb: [
    ['compound', 36],
    ['houses', 22],
    ['industry', 18],
    ['towers', 12],
    ['lawn', 8],
    ['market', 3],
  ],
};

export function makeBlocks(terrain: Terrain, zones: Zones, roads: PlanarRoads): Block[] {
  const random = seededRandom(terrain.seed * 23 + 9);
  const blocks: Block[] = [];
  for (const face of traceFaces(roads)) {
    if (face.areaM2 < 1_500) continue;
    const center = insidePoint(face.ring);
    const zone = zones.zoneAt(center);
    const base = {
      index: blocks.length,
      ...face,
      center,
      angle: mainAngle(face.ring),
      zone: zone.index,
      kind: zone.kind,
    };
    blocks.push({ ...base, use: firstUse(terrain, base, random) });
  }
  meetNeeds(terrain, blocks);
  return blocks;
}

function firstUse(terrain: Terrain, block: Omit<Block, 'use'>, random: Random): BlockUse {
  const samples = [block.center, ...block.ring.map((p) => lerp(block.center, p, 0.6))];
  const built = samples.filter((p) => isBuiltUp(terrain, p)).length / samples.length;
  const draw = random.next();
  if (built < 0.4 || block.areaM2 > 700_000) {
    const dry = samples.filter((p) => terrain.waterM(p) > 0).length / samples.length;
    return terrain.urban(block.center) > 0.4 && dry > 0.7 && block.areaM2 < 900_000 ? 'park' : 'open';
  }
  const box = boxAt(block.ring, block.angle);
  const thin = Math.min(box.maxX - box.minX, box.maxY - box.minY) < 45;
  if (thin || block.areaM2 < 4_000) return 'lawn';
  const wet = samples.filter((p) => terrain.waterM(p) < 130).length / samples.length;
  if (wet > 0.55 && draw < (block.kind === 'harbour' || block.kind === 'industrial' ? 0.1 : 0.55)) return 'park';
  if (samples.some((p) => terrain.hill(p) > 0.33) && draw < 0.5) return 'park';
  return weighted(MIX[block.kind], random.next());
}

function weighted<T>(items: readonly (readonly [T, number])[], draw: number): T {
  let left = draw * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return items[0]![0];
}

interface Need {
  readonly use: BlockUse;
  /** One for so many built-up hectares, and so far apart. */
  readonly hectaresEach: number;
  readonly apartM: number;
  readonly minHa: number;
  readonly maxHa: number;
  readonly from: readonly BlockUse[];
}

const HOMES: readonly BlockUse[] = ['compound', 'towers', 'houses', 'lawn'];
const NEEDS: readonly Need[] = [
  {
    use: 'station',
    hectaresEach: 6_000,
    apartM: 2_500,
    minHa: 4,
    maxHa: 20,
    from: ['compound', 'towers', 'office', 'lawn'],
  },
  { use: 'hospital', hectaresEach: 1_200, apartM: 1_400, minHa: 1.6, maxHa: 9, from: [...HOMES, 'office'] },
  { use: 'stadium', hectaresEach: 4_000, apartM: 2_500, minHa: 5, maxHa: 20, from: [...HOMES, 'campus'] },
  { use: 'government', hectaresEach: 700, apartM: 1_100, minHa: 0.9, maxHa: 6, from: [...HOMES, 'office'] },
  { use: 'mall', hectaresEach: 420, apartM: 900, minHa: 1, maxHa: 6, from: [...HOMES, 'office'] },
  { use: 'park', hectaresEach: 260, apartM: 750, minHa: 3, maxHa: 30, from: [...HOMES, 'industry', 'villas'] },
  { use: 'school', hectaresEach: 75, apartM: 520, minHa: 1.1, maxHa: 8, from: HOMES },
  { use: 'market', hectaresEach: 180, apartM: 700, minHa: 0.5, maxHa: 3, from: HOMES },
];

/** Gives blocks to what a city cannot do without, spread out, the densest places first. */
function meetNeeds(terrain: Terrain, blocks: Block[]): void {
  const hectares = blocks.reduce((sum, block) => sum + (block.use === 'open' ? 0 : block.areaM2 / 10_000), 0);
  const dense = [...blocks].sort((a, b) => terrain.urban(b.center) - terrain.urban(a.center) || a.index - b.index);
  for (const need of NEEDS) {
    const wanted = Math.max(1, Math.round(hectares / need.hectaresEach));
    const taken: Point[] = blocks.filter((block) => block.use === need.use).map((block) => block.center);
    for (let apartM = need.apartM, round = 0; taken.length < wanted && round < 4; round++, apartM *= 0.7) {
      for (const block of dense) {
        if (taken.length >= wanted) break;
        const ha = block.areaM2 / 10_000;
        if (ha < need.minHa || ha > need.maxHa || !need.from.includes(block.use)) continue;
        if (taken.some((p) => distance(p, block.center) < apartM)) continue;
        block.use = need.use;
        taken.push(block.center);
      }
    }
  }
}

/** The centroid, or where that lies outside, a point near it inside. */
function insidePoint(ring: Ring): Point {
  const center = centroid(ring);
  if (contains(ring, center)) return center;
  for (let i = 0; i < ring.length; i++) {
    const middle = lerp(ring[i]!, ring[(i + Math.floor(ring.length / 2)) % ring.length]!, 0.5);
    if (contains(ring, middle)) return middle;
  }
  return center;
}
