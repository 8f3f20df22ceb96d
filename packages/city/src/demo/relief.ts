import type { Random } from '@muster/kernel/random';
import { type Field, sample } from './field.ts';
import { distance } from './geometry.ts';
import { fractalNoise } from './noise.ts';

export function hillFunction(
  random: Random,
  seed: number,
  unitM: number,
  water: Field,
): (x: number, y: number) => number {
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

export function urbanFunction(random: Random, seed: number, unitM: number): (x: number, y: number) => number {
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
