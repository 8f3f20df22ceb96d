import { seededRandom } from '@muster/kernel/random';
import { curveThrough, type Line, lengthOf, move, type Point, pointAlong } from './geometry.ts';
import { inBox, type Terrain } from './terrain.ts';

export interface MetroLine {
  readonly number: number;
  readonly line: Line;
  readonly stations: readonly { readonly at: Point; readonly angle: number }[];
}

export interface Transit {
  readonly rail: readonly Line[];
  readonly metro: readonly MetroLine[];
}

const STATION_GAP_M = 1_250;

/** In units of the terrain. */
const METRO: readonly (readonly (readonly [number, number])[])[] = [
  [
    [-0.86, -0.24],
    [-0.55, -0.26],
    [-0.28, -0.18],
    [-0.08, -0.16],
    [0.02, 0.02],
    [0.06, 0.2],
    [0.07, 0.44],
    [0.03, 0.72],
  ],
  [
    [-0.82, 0.26],
    [-0.55, 0.24],
    [-0.3, 0.14],
    [-0.06, 0.13],
    [0.14, 0.12],
    [0.34, 0.14],
    [0.4, 0.24],
    [0.5, 0.38],
    [0.72, 0.4],
  ],
  [
    [-0.14, 0.56],
    [-0.15, 0.34],
    [-0.14, 0.12],
    [-0.06, -0.1],
    [0.08, -0.2],
    [0.18, -0.38],
    [0.16, -0.62],
  ],
  [
    [-0.62, -0.48],
    [-0.36, -0.36],
    [-0.1, -0.36],
    [0.08, -0.3],
    [0.22, -0.26],
    [0.32, -0.3],
  ],
];
const RAIL: readonly (readonly (readonly [number, number])[])[] = [
  [
    [-1.26, 0.38],
    [-0.9, 0.12],
    [-0.62, 0.05],
    [-0.36, 0.2],
    [-0.24, 0.44],
    [-0.12, 0.6],
    [-0.14, 0.96],
  ],
  [
    [-0.36, 0.2],
    [-0.2, 0.36],
    [0.1, 0.34],
    [0.3, 0.27],
    [0.42, 0.13],
  ],
];

export function buildTransit(terrain: Terrain): Transit {
  const random = seededRandom(terrain.seed * 41 + 6);
  const unit = terrain.unitM;
  const curve = (points: readonly (readonly [number, number])[], jitter: number): Point[] =>
    curveThrough(
      points.map(([x, y]) => ({
        x: (x + (random.next() - 0.5) * jitter) * unit,
        y: (y + (random.next() - 0.5) * jitter) * unit,
      })),
      90,
    );
  return {
    rail: RAIL.map((points) => curve(points, 0)),
    metro: METRO.map((points, i) => {
      const line = curve(points, 0.02);
      const total = lengthOf(line);
      const count = Math.max(2, Math.round(total / STATION_GAP_M));
      const stations = Array.from({ length: count + 1 }, (_, k) => {
        const { point, angle } = pointAlong(line, 20 + ((total - 40) * k) / count);
        return { at: point, angle };
      }).filter(({ at }) => inBox(terrain.box, at, 100) && terrain.waterM(at) > 60 && terrain.urban(at) > 0.2);
      return { number: i + 1, line, stations };
    }),
  };
}

/** Four exits around a station, A to D. */
export const exitsOf = (station: { readonly at: Point; readonly angle: number }): { letter: string; at: Point }[] =>
  ['A', 'B', 'C', 'D'].map((letter, i) => ({
    letter,
    at: move(station.at, station.angle, i < 2 ? 75 : -75, i % 2 === 0 ? 24 : -24),
  }));
