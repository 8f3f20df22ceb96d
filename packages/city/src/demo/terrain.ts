import { seededRandom } from '@muster/kernel/random';
import { type Box, contours, distanceField, type Field, makeField, sample } from './field.ts';
import { distanceToSegment, type Line, type Point, simplify, smooth } from './geometry.ts';
import { hillFunction, urbanFunction } from './relief.ts';
import { lakeFunction, makeRivers, seaFunction } from './waters.ts';

/**
 * Sea to the east with a bay that a peninsula shelters, a river into the bay, lakes, hills, and how urban a place is.
 * Shapes are given in units of `unitM`, so that a larger city has a larger bay and not more of them.
 */
export interface Terrain {
  readonly seed: number;
  /** Half the city's width is 1.25 units. */
  readonly unitM: number;
  /** Roads stay within; water is drawn beyond. */
  readonly box: Box;
  /** Metres to the nearest shore, positive on land, at most ±FAR_M. */
  waterM(p: Point): number;
  /** Of the water at a point, or of the water that a point on the shore looks on. */
  waterKind(p: Point): 'sea' | 'river' | 'lake';
  /** Forest from about 0.5 on. */
  hill(p: Point): number;
  /** Built up from about 0.3 on, dense near 1. */
  urban(p: Point): number;
  readonly sea: Line[];
  readonly rivers: Line[];
  readonly lakes: Line[];
  readonly riverCenter: Line;
  readonly canalCenter: Line;
  readonly forest: Line[];
  readonly hillField: Field;
  readonly waterField: Field;
}

export const FAR_M = 600;
const BUILT_FROM = 0.3;
/** Land so near the sea is the sea's shore. */
const SHORE_M = 160;

export function isBuiltUp(terrain: Terrain, p: Point): boolean {
  return terrain.urban(p) > BUILT_FROM && terrain.hill(p) < 0.45 && terrain.waterM(p) > 20;
}

export const isDryLand = (terrain: Terrain, p: Point): boolean => terrain.waterM(p) > 12;

export function inBox(box: Box, p: Point, marginM = 0): boolean {
  return p.x > box.minX + marginM && p.x < box.maxX - marginM && p.y > box.minY + marginM && p.y < box.maxY - marginM;
}

export function makeTerrain(seed: number, unitM: number): Terrain {
  const random = seededRandom(seed);
  const box = { minX: -1.25 * unitM, maxX: 1.25 * unitM, minY: -0.95 * unitM, maxY: 0.95 * unitM };
  const wide = { minX: -1.9 * unitM, maxX: 2.6 * unitM, minY: -1.8 * unitM, maxY: 1.8 * unitM };
  const cellM = Math.max(30, unitM / 250);
  const seaField = makeField(wide, cellM, seaFunction(random, seed, unitM));
  const sea = contours(seaField, 0).map((ring) => tidy(ring, cellM));
  const { riverCenter, canalCenter, rivers } = makeRivers(random, unitM);
  const lakeField = makeField(box, cellM, lakeFunction(random, seed, unitM));
  const lakes = contours(lakeField, 0).map((ring) => tidy(ring, cellM));
  const shores = [...sea, ...rivers, ...lakes].map((ring) => [...ring, ring[0]!]);
  const riverNear = (p: Point): boolean => lineDistance(p, riverCenter, unitM) || lineDistance(p, canalCenter, unitM);
  const waterField = distanceField(box, Math.min(cellM, 40), shores, FAR_M);
  signByWater(waterField, seaField, lakeField, rivers);
  const hillField = makeField(box, cellM * 1.5, hillFunction(random, seed, unitM, waterField));
  const forest = contours(hillField, 0.5).map((ring) => tidy(ring, cellM));
  const urbanField = makeField(box, cellM * 2, urbanFunction(random, seed, unitM));
  return {
    seed,
    unitM,
    box,
    waterM: (p) => sample(waterField, p),
    waterKind(p) {
      const seaM = sample(seaField, p);
      if (seaM > 0) return 'sea';
      return riverNear(p) ? 'river' : seaM > -SHORE_M ? 'sea' : 'lake';
    },
    hill: (p) => sample(hillField, p),
    urban: (p) => sample(urbanField, p),
    sea,
    rivers,
    lakes,
    riverCenter,
    canalCenter,
    forest,
    hillField,
    waterField,
  };
}

const tidy = (ring: Line, cellM: number): Point[] => {
  const points = smooth(ring, 2, true);
  return simplify([...points, points[0]!], cellM / 6).slice(0, -1);
};

function lineDistance(p: Point, line: Line, unitM: number): boolean {
  const reach = Math.max(250, unitM * 0.04);
  for (let i = 1; i < line.length; i++) if (distanceToSegment(p, line[i - 1]!, line[i]!) < reach) return true;
  return false;
}

function signByWater(water: Field, sea: Field, lake: Field, rivers: readonly Line[]): void {
  for (const river of rivers) fillInside(water, river);
  for (let row = 0; row < water.rows; row++) {
    for (let column = 0; column < water.columns; column++) {
      const p = { x: water.minX + column * water.cellM, y: water.minY + row * water.cellM };
      const at = row * water.columns + column;
      if (water.values[at]! > 0 && (sample(sea, p) > 0 || sample(lake, p) > 0)) water.values[at] = -water.values[at]!;
    }
  }
}

/** Makes the values inside a ring negative, row by row (even-odd scan lines). */
function fillInside(field: Field, ring: Line): void {
  for (let row = 0; row < field.rows; row++) {
    const y = field.minY + row * field.cellM;
    const cuts: number[] = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[j]!, ring[i]!];
      if (a.y > y !== b.y > y) cuts.push(a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y));
    }
    cuts.sort((p, q) => p - q);
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      const from = Math.max(0, Math.ceil((cuts[k]! - field.minX) / field.cellM));
      const to = Math.min(field.columns - 1, Math.floor((cuts[k + 1]! - field.minX) / field.cellM));
      for (let column = from; column <= to; column++) {
        const at = row * field.columns + column;
        field.values[at] = -Math.abs(field.values[at]!);
      }
    }
  }
}
