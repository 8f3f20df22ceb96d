import type { Building } from './buildings.ts';
import { move, type Point } from './geometry.ts';

/** Corners in units of half the width and half the depth. */
const OUTLINES: Readonly<Record<Building['shape'], readonly (readonly [number, number])[]>> = {
  box: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  l: [
    [-1, -1],
    [1, -1],
    [1, 0.1],
    [-0.25, 0.1],
    [-0.25, 1],
    [-1, 1],
  ],
  u: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [0.5, 1],
    [0.5, -0.2],
    [-0.5, -0.2],
    [-0.5, 1],
    [-1, 1],
  ],
  h: [
    [-1, -1],
    [-0.35, -1],
    [-0.35, -0.55],
    [0.35, -0.55],
    [0.35, -1],
    [1, -1],
    [1, 0.7],
    [0.35, 0.7],
    [0.35, 1],
    [-0.35, 1],
    [-0.35, 0.7],
    [-1, 0.7],
  ],
};

export const outlineOf = (building: Building): Point[] =>
  OUTLINES[building.shape].map(([x, y]) =>
    move(building.center, building.angle, (x * building.widthM) / 2, (y * building.depthM) / 2),
  );
