import { type Random, seededRandom } from '@muster/kernel/random';
import type { Block, BlockUse } from './blocks.ts';
import { boxAt, clipLine, densify, distance, fromFrame, lengthOf, type Point, pointAlong } from './geometry.ts';
import type { PlanarRoads } from './planar.ts';
import type { Terrain } from './terrain.ts';

/** Metres between lanes inside a gated block; uses that are not here have none. */
const LANE_GAP_M: Partial<Record<BlockUse, number>> = {
  compound: 78,
  towers: 120,
  campus: 130,
  industry: 130,
  port: 150,
  villas: 62,
  hospital: 110,
  school: 110,
};

export interface Gate {
  readonly node: number;
  readonly block: number;
}

/**
 * Service roads inside large blocks: a spine from gate to gate and lanes off it, as a walled compound has. Returns the
 * gates, where barriers may stand.
 */
export function layCompoundRoads(terrain: Terrain, roads: PlanarRoads, blocks: readonly Block[]): Gate[] {
  const random = seededRandom(terrain.seed * 29 + 2);
  const gates: Gate[] = [];
  for (const block of blocks) {
    const gap = LANE_GAP_M[block.use];
    if (gap === undefined || block.areaM2 < 14_000) continue;
    layInBlock(terrain, roads, block, gap, random, gates);
  }
  return gates;
}

function layInBlock(
  terrain: Terrain,
  roads: PlanarRoads,
  block: Block,
  gap: number,
  random: Random,
  gates: Gate[],
): void {
  const rowAngle = southFacing(block.angle);
  const box = boxAt(block.ring, rowAngle);
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY];
  const spines = Math.max(1, Math.round(width / 260));
  const dry = (line: Point[]): boolean =>
    densify(line, 20).every((p) => terrain.waterM(p) > 12 && terrain.hill(p) < 0.6);
  for (let i = 0; i < spines; i++) {
    const x = box.minX + (width * (i + 0.5 + (random.next() - 0.5) * 0.2)) / spines;
    const straight = [fromFrame(x, box.minY - 2, rowAngle), fromFrame(x, box.maxY + 2, rowAngle)];
    for (const part of clipLine(straight, block.ring)) {
      if (lengthOf(part) < 60 || !dry(part)) continue;
      const line = roads.addLine('service', 'compound', block.zone);
      for (const node of roads.insert(part, line, { snapM: 3 })) gates.push({ node, block: block.index });
    }
  }
  const lanes = Math.floor((height - 40) / gap);
  for (let k = 0; k < lanes; k++) {
    const y = box.minY + 20 + ((height - 40) * (k + 0.5)) / lanes;
    const straight = [fromFrame(box.minX - 2, y, rowAngle), fromFrame(box.maxX + 2, y, rowAngle)];
    // Lanes end before the wall; every third goes through it.
    const setback = random.next() < 0.3 ? 0 : 17;
    for (const part of clipLine(straight, block.ring)) {
      const length = lengthOf(part);
      if (length < 70 || !dry(part)) continue;
      const ends = [pointAlong(part, setback).point, pointAlong(part, length - setback).point];
      if (distance(ends[0]!, ends[1]!) < 40) continue;
      const line = roads.addLine('service', 'compound', block.zone);
      const nodes = roads.insert(ends, line, { snapM: 3 });
      if (setback === 0) for (const node of nodes) gates.push({ node, block: block.index });
    }
  }
}

/** Of a block's two directions the one nearer to east–west: rows of homes along it face south. */
export function southFacing(angle: number): number {
  const turned = Math.atan(Math.tan(angle));
  return Math.abs(turned) <= Math.PI / 4 ? turned : turned - Math.sign(turned) * (Math.PI / 2);
}
