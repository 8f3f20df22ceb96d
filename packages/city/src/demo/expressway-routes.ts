import type { RoadClass } from '@muster/roads/graph';
import type { Route } from './elevated.ts';
import { curveThrough } from './geometry.ts';
import type { Terrain } from './terrain.ts';

const STEP_M = 60;

export function planRoutes(terrain: Terrain): Route[] {
  const unit = terrain.unitM;
  const route = (
    zh: string,
    en: string,
    roadClass: RoadClass,
    points: readonly (readonly [number, number])[],
    closed = false,
  ): Route => {
    const through = points.map(([x, y]) => ({ x: x * unit, y: y * unit }));
    const curve = curveThrough(through, STEP_M, closed);
    const line = closed ? [...curve, curve[0]!] : curve;
    return { names: { zh, en }, roadClass, line, closed };
  };
  return [
    route(
      '澜湾环城快速路',
      'Lanwan Ring Expressway',
      'trunk',
      [
        [-0.36, 0.3],
        [-0.12, 0.45],
        [0.2, 0.42],
        [0.4, 0.3],
        [0.5, 0.05],
        [0.42, -0.22],
        [0.28, -0.42],
        [0, -0.46],
        [-0.27, -0.36],
        [-0.42, -0.1],
      ],
      true,
    ),
    route('沈海高速', 'Shenhai Expressway', 'motorway', [
      [-0.72, -0.96],
      [-0.64, -0.6],
      [-0.62, -0.2],
      [-0.72, 0.12],
      [-0.6, 0.48],
      [-0.44, 0.8],
      [-0.5, 0.96],
    ]),
    route('澜西高速', 'Lanxi Expressway', 'motorway', [
      [-1.26, -0.02],
      [-0.95, -0.02],
      [-0.62, -0.01],
      [-0.42, 0.03],
      [-0.2, 0.06],
    ]),
    route('港北高架路', 'Gangbei Elevated Road', 'trunk', [
      [0.1, 0.96],
      [0.14, 0.7],
      [0.1, 0.44],
      [0.13, 0.26],
    ]),
    route('澜屿跨海大桥', 'Lanyu Sea Bridge', 'trunk', [
      [0.2, -0.3],
      [0.36, -0.32],
      [0.56, -0.36],
      [0.8, -0.4],
      [0.98, -0.36],
    ]),
    route('望海快速路', 'Wanghai Expressway', 'trunk', [
      [0.24, 0.34],
      [0.42, 0.38],
      [0.56, 0.42],
      [0.68, 0.42],
    ]),
  ];
}
