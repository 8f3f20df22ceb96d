import type { Random } from '@muster/kernel/random';
import { curveThrough, distance, distanceToSegment, type Line, offsetLine, type Point } from './geometry.ts';
import { fractalNoise, valueNoise } from './noise.ts';

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
export function seaFunction(random: Random, seed: number, unitM: number): (x: number, y: number) => number {
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

export function makeRivers(random: Random, unitM: number): { riverCenter: Line; canalCenter: Line; rivers: Line[] } {
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

export function lakeFunction(random: Random, seed: number, unitM: number): (x: number, y: number) => number {
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
