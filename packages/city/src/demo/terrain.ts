import { type Random, seededRandom } from '@muster/kernel/random';
import { type Box, contours, distanceField, type Field, makeField, sample } from './field.ts';
import {
  curveThrough,
  distance,
  distanceToSegment,
  type Line,
  offsetLine,
  type Point,
  simplify,
  smooth,
} from './geometry.ts';
import { fractalNoise, valueNoise } from './noise.ts';

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

interface Capsule {
  readonly line: Line;
  readonly from: number;
  readonly to: number;
}

/** Distance to a stroke that widens from one radius to another, negative inside, in units. */
function strokeDistance(p: Point, stroke: Capsule): number {
  let best = Infinity;
  const pieces = stroke.line.length - 1;
  for (let i = 0; i < pieces; i++) {
    const [a, b] = [stroke.line[i]!, stroke.line[i + 1]!];
    const radius = stroke.from + ((stroke.to - stroke.from) * (i + 0.5)) / pieces;
    best = Math.min(best, distanceToSegment(p, a, b) - radius);
  }
  return best;
}

/** Positive at sea, in metres or so. */
function seaFunction(random: Random, seed: number, unitM: number): (x: number, y: number) => number {
  const jitter = (v: number): number => v + (random.next() - 0.5) * 0.05;
  const at = (x: number, y: number): Point => ({ x: jitter(x), y: jitter(y) });
  const phase = random.next() * 6;
  const bay: Capsule = {
    line: curveThrough([at(0.16, -0.06), at(0.34, -0.12), at(0.6, -0.1), at(0.95, -0.22)], 0.05),
    from: 0.045,
    to: 0.3,
  };
  const peninsula: Capsule = {
    line: curveThrough([at(0.5, 0.52), at(0.74, 0.42), at(0.9, 0.26), at(0.86, 0.1)], 0.05),
    from: 0.17,
    to: 0.055,
  };
  const inlet: Capsule = { line: [at(0.32, -0.62), at(0.8, -0.72)], from: 0.03, to: 0.05 };
  const islands = [
    { ...at(1.02, -0.3), r: 0.095 },
    { ...at(0.93, -0.5), r: 0.05 },
    { ...at(1.14, 0.45), r: 0.05 },
    { ...at(1.3, -0.1), r: 0.06 },
    { ...at(1.13, -0.62), r: 0.03 },
    { ...at(0.62, -0.2), r: 0.02 },
  ];
  const coarse = fractalNoise(seed + 11, 5);
  const fine = fractalNoise(seed + 12, 3);
  return (xM, yM) => {
    const p = { x: xM / unitM, y: yM / unitM };
    const land =
      0.52 + 0.07 * Math.sin(p.y * 2.6 + phase) - 0.1 * p.y * p.y + 0.05 * coarse(p.x * 1.3, p.y * 1.3) - p.x;
    let shore = Math.min(land, strokeDistance(p, bay), strokeDistance(p, inlet));
    shore = Math.max(shore, -strokeDistance(p, peninsula));
    for (const island of islands) shore = Math.max(shore, island.r - distance(p, island));
    // The coast is rugged outside and calm at the head of the bay, where the city grew.
    const rugged = Math.min(1, Math.max(0.25, (p.x - 0.15) * 2));
    shore += rugged * (0.12 * coarse(p.x * 3.1, p.y * 3.1) + 0.03 * fine(p.x * 15, p.y * 15));
    return -shore * unitM;
  };
}

function makeRivers(random: Random, unitM: number): { riverCenter: Line; canalCenter: Line; rivers: Line[] } {
  const at = (x: number, y: number): Point => ({
    x: (x + (random.next() - 0.5) * 0.05) * unitM,
    y: (y + (random.next() - 0.5) * 0.06) * unitM,
  });
  const river = [
    at(-1.5, 0.12),
    at(-1.2, 0.24),
    at(-0.95, 0.08),
    at(-0.72, -0.12),
    at(-0.5, -0.1),
    at(-0.33, 0.07),
    at(-0.12, 0.09),
    at(0.05, -0.03),
    at(0.2, -0.05),
    at(0.36, -0.12),
  ];
  const riverCenter = curveThrough(river, 60);
  const meet = riverCenter[Math.floor(riverCenter.length * 0.62)]!;
  const canalCenter = curveThrough([at(-0.32, 1.1), at(-0.27, 0.8), at(-0.4, 0.52), at(-0.25, 0.32), meet], 50);
  const widthM = 90 + 26 * Math.sqrt(unitM / 1000);
  return {
    riverCenter,
    canalCenter,
    rivers: [ribbon(riverCenter, widthM * 0.55, widthM * 1.6), ribbon(canalCenter, 34, 44)],
  };
}

/** A band along a line whose width goes from one value to another. */
function ribbon(center: Line, fromM: number, toM: number): Point[] {
  const half = (i: number): number => (fromM + ((toM - fromM) * i) / (center.length - 1)) / 2;
  const wobble = valueNoise(77);
  const bank = (sign: number): Point[] =>
    center.map((p, i) => {
      const at = offsetLine(center.slice(Math.max(0, i - 1), i + 2), sign * half(i) * (1 + 0.18 * wobble(i / 9, sign)));
      return at[i === 0 ? 0 : 1] ?? p;
    });
  return [...bank(-1), ...bank(1).reverse()];
}

function lakeFunction(random: Random, seed: number, unitM: number): (x: number, y: number) => number {
  const spots = [
    [-0.52, 0.3, 0.07],
    [-0.66, -0.42, 0.045],
    [0.16, 0.27, 0.032],
    [-0.18, -0.36, 0.03],
    [-0.95, 0.62, 0.05],
    [-1.0, -0.62, 0.055],
    [0.22, -0.45, 0.022],
  ].map(([x, y, r]) => ({ x: x! + (random.next() - 0.5) * 0.08, y: y! + (random.next() - 0.5) * 0.08, r: r! }));
  const edge = fractalNoise(seed + 31, 3);
  return (xM, yM) => {
    const p = { x: xM / unitM, y: yM / unitM };
    const inside = Math.max(...spots.map((spot) => (spot.r - distance(p, spot)) / spot.r));
    return (inside + 0.55 * edge(p.x * 14, p.y * 14) - 0.1) * unitM * 0.04;
  };
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

function hillFunction(random: Random, seed: number, unitM: number, water: Field): (x: number, y: number) => number {
  const spots = [
    [-0.78, 0.62, 0.36],
    [-1.15, 0.85, 0.4],
    [-0.95, -0.85, 0.34],
    [-0.35, -0.86, 0.24],
    [0.3, 0.62, 0.17],
    [0.84, 0.36, 0.13],
    [-1.2, -0.3, 0.2],
    [0.12, 0.22, 0.07],
    [0.28, -0.52, 0.1],
    [-0.3, 0.3, 0.05],
    [1.02, -0.3, 0.06],
  ].map(([x, y, r]) => ({ x: x! + (random.next() - 0.5) * 0.08, y: y! + (random.next() - 0.5) * 0.08, r: r! }));
  const ridge = fractalNoise(seed + 21, 4);
  return (xM, yM) => {
    const p = { x: xM / unitM, y: yM / unitM };
    let height = 0;
    for (const spot of spots) height = Math.max(height, 1.05 - distance(p, spot) / spot.r);
    const shore = Math.min(1, Math.max(0, (sample(water, { x: xM, y: yM }) - 60) / 250));
    return (height * 1.1 + 0.8 * ridge(p.x * 5, p.y * 5)) * shore;
  };
}

function urbanFunction(random: Random, seed: number, unitM: number): (x: number, y: number) => number {
  const spots = [
    [0.05, 0.05, 0.62],
    [-0.5, -0.28, 0.42],
    [-0.62, 0.34, 0.3],
    [0.02, 0.66, 0.34],
    [0.12, -0.52, 0.34],
    [0.72, 0.42, 0.24],
    [-1.0, -0.1, 0.26],
    [0.95, -0.32, 0.14],
    [-0.75, -0.72, 0.2],
  ].map(([x, y, r]) => ({ x: x! + (random.next() - 0.5) * 0.07, y: y! + (random.next() - 0.5) * 0.07, r: r! }));
  const rough = fractalNoise(seed + 41, 4);
  return (xM, yM) => {
    const p = { x: xM / unitM, y: yM / unitM };
    let most = 0;
    spots.forEach((spot, i) => {
      most = Math.max(most, (i === 0 ? 1.15 : 0.85) * (1 - (distance(p, spot) / spot.r) ** 2));
    });
    return most + 0.22 * rough(p.x * 6, p.y * 6);
  };
}
