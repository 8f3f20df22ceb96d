import { type Random, seededRandom } from '@muster/kernel/random';
import type { Block } from './blocks.ts';
import { type BuildingShape, LANDMARKS, PLANS, type RowPlan } from './building-plans.ts';
import { southFacing } from './compound-roads.ts';
import type { Village } from './countryside.ts';
import { type Field, sample } from './field.ts';
import {
  boxAt,
  boxRing,
  contains,
  crossing,
  distanceToSegment,
  fromFrame,
  lerp,
  move,
  type Point,
  type Ring,
} from './geometry.ts';
import type { PlanarRoads } from './planar.ts';
import { inBox, type Terrain } from './terrain.ts';

export interface Building {
  readonly center: Point;
  readonly widthM: number;
  readonly depthM: number;
  readonly angle: number;
  readonly shape: BuildingShape;
  readonly levels: number;
  readonly residents: number;
  /** Index of its block, −1 in a village. */
  readonly block: number;
  /** Index of its village, −1 in town. */
  readonly village: number;
}

/** Where a building may stand: on dry ground, clear of streets, expressways and rails. */
export interface Site {
  readonly terrain: Terrain;
  readonly roads: PlanarRoads;
  /** Metres to elevated roads and rails. */
  readonly elevatedM: Field;
}

const CLEAR_OF_ELEVATED_M = 30;
const CLEAR_M: Readonly<Record<string, number>> = {
  primary: 19,
  secondary: 15,
  tertiary: 11,
  residential: 7.5,
  service: 4,
};
const M2_A_RESIDENT = 62;

export function placeBuildings(site: Site, blocks: readonly Block[], villages: readonly Village[]): Building[] {
  const random = seededRandom(site.terrain.seed * 37 + 4);
  const buildings: Building[] = [];
  for (const block of blocks) {
    const landmark = LANDMARKS[block.use];
    const plan = PLANS[block.use];
    if (landmark !== undefined) placeLandmark(site, block, landmark, buildings);
    else if (plan !== undefined) placeRows(site, block, plan, random, buildings);
  }
  villages.forEach((village, index) => {
    placeVillage(site, village, index, random, buildings);
  });
  return buildings;
}

const between = (random: Random, [low, high]: readonly [number, number]): number => low + (high - low) * random.next();

function placeRows(site: Site, block: Block, plan: RowPlan, random: Random, out: Building[]): void {
  const angle = plan.southFacing ? southFacing(block.angle) : block.angle;
  const box = boxAt(block.ring, angle);
  // One compound was built at one time: its houses are alike.
  const usual = between(random, plan.levels);
  const width = between(random, plan.width);
  const depth = between(random, plan.depth);
  const mixed = block.use === 'houses' || block.use === 'office';
  for (let y = box.minY + 9 + depth / 2; y < box.maxY - depth / 2; y += depth + plan.gapY) {
    for (let x = box.minX + 6 + random.next() * 8; x < box.maxX; ) {
      const w = mixed ? between(random, plan.width) : width;
      const d = mixed ? between(random, plan.depth) : depth;
      const center = fromFrame(x + w / 2, y, angle);
      const levels = Math.max(1, Math.round(mixed ? between(random, plan.levels) : usual + (random.next() - 0.5) * 2));
      const shape = plan.shapes[Math.floor(random.next() * plan.shapes.length)]!;
      const skip = random.next() > plan.fill;
      if (skip || !fits(site, block.ring, center, w, d, angle)) {
        x += skip ? w + plan.gapX : 7;
        continue;
      }
      const residents = plan.homes ? Math.max(1, Math.round((w * d * levels) / M2_A_RESIDENT)) : 0;
      out.push({ center, widthM: w, depthM: d, angle, shape, levels, residents, block: block.index, village: -1 });
      x += w + plan.gapX * (0.8 + 0.4 * random.next());
    }
  }
}

function placeLandmark(site: Site, block: Block, landmark: readonly [number, number, number], out: Building[]): void {
  const [w, d, levels] = landmark;
  for (let scale = 1; scale > 0.2; scale *= 0.85) {
    if (!fits(site, block.ring, block.center, w * scale, d * scale, block.angle)) continue;
    const shape: BuildingShape = block.use === 'mall' ? 'l' : 'box';
    const base = {
      center: block.center,
      angle: block.angle,
      shape,
      levels,
      residents: 0,
      block: block.index,
      village: -1,
    };
    out.push({ ...base, widthM: w * scale, depthM: d * scale });
    return;
  }
}

/** Small houses on both sides of the village's lanes. */
function placeVillage(site: Site, village: Village, index: number, random: Random, out: Building[]): void {
  const { roads } = site;
  const reach = village.radiusM * 1.25;
  const lanes = new Set<number>();
  const { x, y } = village.center;
  roads.forEdgesNear(x - reach, y - reach, x + reach, y + reach, (edge) => {
    if (roads.lines[roads.edgeLine[edge]!]!.role === 'village') lanes.add(edge);
  });
  const placed: Point[] = [];
  for (const edge of lanes) {
    const [a, b] = [roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const angle = Math.atan2(b.y - a.y, b.x - a.x);
    for (let along = 8; along < length - 4; along += 15 + random.next() * 7) {
      for (const side of [-1, 1]) {
        const center = move(lerp(a, b, along / length), angle, 0, side * (14 + random.next() * 5));
        if (random.next() < 0.15 || placed.some((p) => Math.hypot(p.x - center.x, p.y - center.y) < 15)) continue;
        const [w, d] = [9 + random.next() * 4, 8 + random.next() * 3];
        if (!fits(site, null, center, w, d, angle)) continue;
        placed.push(center);
        const levels = 1 + Math.floor(random.next() * 3);
        const residents = 2 + Math.floor(random.next() * 4);
        out.push({ center, widthM: w, depthM: d, angle, shape: 'box', levels, residents, block: -1, village: index });
      }
    }
  }
}

function fits(site: Site, ring: Ring | null, center: Point, w: number, d: number, angle: number): boolean {
  if (sample(site.elevatedM, center) < CLEAR_OF_ELEVATED_M + w / 2) return false;
  const corners = boxRing(center, w, d, angle);
  const { terrain } = site;
  for (const p of corners) {
    if (terrain.waterM(p) < 14 || terrain.hill(p) > 0.55 || !inBox(terrain.box, p)) return false;
    if (ring !== null && !contains(ring, p)) return false;
  }
  return clearOfRoads(site.roads, center, corners);
}

function clearOfRoads(roads: PlanarRoads, center: Point, corners: readonly Point[]): boolean {
  let clear = true;
  const box = boxAt(corners, 0);
  roads.forEdgesNear(box.minX - 20, box.minY - 20, box.maxX + 20, box.maxY + 20, (edge) => {
    if (!clear) return;
    const [a, b] = [roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!];
    const margin = CLEAR_M[roads.lines[roads.edgeLine[edge]!]!.roadClass] ?? 8;
    const half = Math.hypot(corners[0]!.x - center.x, corners[0]!.y - center.y);
    if (distanceToSegment(center, a, b) > half + margin) return;
    for (let i = 0; i < 4 && clear; i++) {
      const [p, q] = [corners[i]!, corners[(i + 1) % 4]!];
      clear =
        distanceToSegment(p, a, b) > margin &&
        distanceToSegment(a, p, q) > margin &&
        distanceToSegment(b, p, q) > margin &&
        crossing(p, q, a, b) === null;
    }
  });
  return clear;
}
