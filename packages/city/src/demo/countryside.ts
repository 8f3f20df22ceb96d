import { integerBetween, type Random, seededRandom } from '@muster/kernel/random';
import { contours, sample } from './field.ts';
import {
  densify,
  distance,
  type Line,
  lengthOf,
  lerp,
  move,
  type Point,
  runsWhere,
  simplify,
  smooth,
} from './geometry.ts';
import { valueNoise } from './noise.ts';
import type { PlanarRoads } from './planar.ts';
import { FAR_M, inBox, type Terrain } from './terrain.ts';
import type { Zones } from './zones.ts';

export interface Village {
  readonly center: Point;
  readonly radiusM: number;
  readonly angle: number;
}

const VILLAGE_GAP_M = 850;
const LONGEST_LANE_M = 2_600;

/** Villages outside the built-up land, each joined to the nearest road and, where it can be, to its neighbour. */
export function layVillages(terrain: Terrain, zones: Zones, roads: PlanarRoads): Village[] {
  const random = seededRandom(terrain.seed * 19 + 1);
  const villages: Village[] = [];
  const { minX, minY, maxX, maxY } = terrain.box;
  const tries = Math.round(((maxX - minX) * (maxY - minY)) / 160_000);
  for (let i = 0; i < tries; i++) {
    const center = { x: minX + random.next() * (maxX - minX), y: minY + random.next() * (maxY - minY) };
    const fits =
      inBox(terrain.box, center, 300) &&
      terrain.waterM(center) > 90 &&
      terrain.hill(center) < 0.36 &&
      terrain.urban(center) < 0.22 &&
      villages.every((other) => distance(other.center, center) > VILLAGE_GAP_M);
    if (!fits) continue;
    const village = { center, radiusM: 70 + random.next() * 110, angle: random.next() * Math.PI };
    if (joinVillage(terrain, zones, roads, village, villages)) {
      layVillageLanes(terrain, zones, roads, village, random);
      villages.push(village);
    }
  }
  return villages;
}

function joinVillage(
  terrain: Terrain,
  zones: Zones,
  roads: PlanarRoads,
  village: Village,
  others: readonly Village[],
): boolean {
  const targets: Point[] = [];
  const edge = roads.nearestEdge(village.center, LONGEST_LANE_M);
  if (edge >= 0) targets.push(lerp(roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!, 0.5));
  const near = others
    .map((other) => other.center)
    .sort((a, b) => distance(a, village.center) - distance(b, village.center));
  targets.push(...near.slice(0, 2).filter((p) => distance(p, village.center) < 1_900));
  let joined = false;
  for (const target of targets) {
    const way = lane(terrain, village.center, target);
    if (way === null) continue;
    const line = roads.addLine('tertiary', 'country', zones.zoneAt(village.center).index);
    roads.insert(way, line, { snapM: 40 });
    joined = true;
  }
  return joined;
}

/** A lane that wanders a little; null where it would meet water or a hill. */
function lane(terrain: Terrain, from: Point, to: Point): Point[] | null {
  const drift = valueNoise(terrain.seed + 71);
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const length = distance(from, to);
  const points = densify([from, to], 90).map((p) => {
    const t = distance(from, p) / length;
    return move(p, angle, 0, 110 * Math.sin(Math.PI * t) * drift(p.x / 420, p.y / 420));
  });
  const dry = densify(points, 25).every(
    (p) => terrain.waterM(p) > 14 && terrain.hill(p) < 0.55 && inBox(terrain.box, p),
  );
  return dry ? points : null;
}

function layVillageLanes(terrain: Terrain, zones: Zones, roads: PlanarRoads, village: Village, random: Random): void {
  const zone = zones.zoneAt(village.center).index;
  const rows = integerBetween(random, 2, 5);
  const bend = valueNoise(terrain.seed + 72);
  for (let turn = 0; turn < 2; turn++) {
    const angle = village.angle + (turn * Math.PI) / 2;
    for (let i = 0; i < (turn === 0 ? rows : 2); i++) {
      const across = (i - ((turn === 0 ? rows : 2) - 1) / 2) * (turn === 0 ? 58 : 95);
      const reach = village.radiusM * (0.7 + 0.5 * random.next());
      const line = roads.addLine('residential', 'village', zone);
      const ends = [move(village.center, angle, -reach, across), move(village.center, angle, reach, across)];
      const points = densify(ends, 40).map((p) => ({
        x: p.x + 9 * bend(p.x / 90, p.y / 90),
        y: p.y + 9 * bend(p.y / 90, p.x / 90),
      }));
      for (const run of runsWhere(points, (p) => terrain.waterM(p) > 14 && terrain.hill(p) < 0.5)) {
        if (lengthOf(run) > 40) roads.insert(run, line, { snapM: 16 });
      }
    }
  }
}

/** Roads that wind around the hills at about one height, with a way down to the town. */
export function layHillRoads(terrain: Terrain, zones: Zones, roads: PlanarRoads): void {
  const height = (p: Point): number => sample(terrain.hillField, p);
  for (const level of [0.6, 0.95]) {
    for (const ring of contours(terrain.hillField, level)) {
      const closed = smooth(simplify([...ring, ring[0]!], 25), 2, false);
      for (const run of runsWhere(closed, (p) => inBox(terrain.box, p, 150) && terrain.waterM(p) > 45)) {
        if (lengthOf(run) < 900) continue;
        const line = roads.addLine('tertiary', 'hill', zones.zoneAt(run[0]!).index);
        const ways = [0.1, 0.6].map((share) => wayDown(terrain, roads, height, run[Math.floor(run.length * share)]!));
        if (ways.every((way) => way === null)) continue;
        roads.insert(run, line, { snapM: 25 });
        for (const way of ways) if (way !== null) roads.insert(way, line, { snapM: 45 });
      }
    }
  }
}

/** Follows the slope down until a road is near. */
function wayDown(terrain: Terrain, roads: PlanarRoads, height: (p: Point) => number, from: Point): Line | null {
  const stepM = 45;
  const way: Point[] = [from];
  let p = from;
  for (let i = 0; i < 70; i++) {
    const dx = height({ x: p.x + 60, y: p.y }) - height({ x: p.x - 60, y: p.y });
    const dy = height({ x: p.x, y: p.y + 60 }) - height({ x: p.x, y: p.y - 60 });
    const steep = Math.hypot(dx, dy);
    const near = i > 2 ? roads.nearestEdge(p, steep < 1e-4 ? FAR_M : 130) : -1;
    if (near >= 0) {
      way.push(lerp(roads.nodes[roads.edgeA[near]!]!, roads.nodes[roads.edgeB[near]!]!, 0.5));
      return way;
    }
    if (steep < 1e-4) return null;
    // Across the slope by turns, as a road that has to climb does.
    const angle = Math.atan2(-dy, -dx) + (Math.floor(i / 4) % 2 === 0 ? 0.65 : -0.65);
    p = move(p, angle, stepM);
    if (!inBox(terrain.box, p, 60) || terrain.waterM(p) < 25) return null;
    way.push(p);
  }
  return null;
}
