import type { BlockUse } from './blocks.ts';

/** Outline of a building seen from above. */
export type BuildingShape = 'box' | 'l' | 'u' | 'h';

/** Rows of one sort of building. Lengths in metres, each drawn from its range. */
export interface RowPlan {
  readonly width: readonly [number, number];
  readonly depth: readonly [number, number];
  readonly gapX: number;
  readonly gapY: number;
  readonly levels: readonly [number, number];
  readonly fill: number;
  readonly shapes: readonly BuildingShape[];
  readonly homes: boolean;
  readonly southFacing: boolean;
}

export const PLANS: Partial<Record<BlockUse, RowPlan>> = {
  houses: {
    width: [14, 30],
    depth: [10, 13],
    gapX: 5,
    gapY: 9,
    levels: [1, 4],
    fill: 0.8,
    shapes: ['box', 'box', 'l', 'u'],
    homes: true,
    southFacing: false,
  },
  compound: {
    width: [38, 62],
    depth: [11, 13],
    gapX: 10,
    gapY: 25,
    levels: [5, 7],
    fill: 0.94,
    shapes: ['box'],
    homes: true,
    southFacing: true,
  },
  towers: {
    width: [26, 46],
    depth: [14, 18],
    gapX: 22,
    gapY: 42,
    levels: [11, 33],
    fill: 0.92,
    shapes: ['box', 'h'],
    homes: true,
    southFacing: true,
  },
  villas: {
    width: [12, 17],
    depth: [10, 13],
    gapX: 12,
    gapY: 18,
    levels: [2, 3],
    fill: 0.8,
    shapes: ['box', 'l'],
    homes: true,
    southFacing: true,
  },
  office: {
    width: [30, 52],
    depth: [28, 42],
    gapX: 20,
    gapY: 24,
    levels: [8, 40],
    fill: 0.82,
    shapes: ['box', 'box', 'l', 'u'],
    homes: false,
    southFacing: false,
  },
  hotel: {
    width: [40, 64],
    depth: [24, 34],
    gapX: 26,
    gapY: 34,
    levels: [8, 28],
    fill: 0.55,
    shapes: ['l', 'u', 'box'],
    homes: false,
    southFacing: false,
  },
  market: {
    width: [50, 80],
    depth: [28, 40],
    gapX: 12,
    gapY: 16,
    levels: [1, 3],
    fill: 0.9,
    shapes: ['box'],
    homes: false,
    southFacing: false,
  },
  hospital: {
    width: [48, 74],
    depth: [22, 30],
    gapX: 18,
    gapY: 26,
    levels: [5, 19],
    fill: 0.85,
    shapes: ['h', 'l', 'u', 'box'],
    homes: false,
    southFacing: true,
  },
  school: {
    width: [46, 64],
    depth: [14, 26],
    gapX: 18,
    gapY: 30,
    levels: [4, 6],
    fill: 0.62,
    shapes: ['u', 'l', 'box'],
    homes: false,
    southFacing: true,
  },
  campus: {
    width: [42, 78],
    depth: [16, 34],
    gapX: 26,
    gapY: 34,
    levels: [4, 9],
    fill: 0.68,
    shapes: ['u', 'l', 'h', 'box'],
    homes: false,
    southFacing: true,
  },
  government: {
    width: [46, 70],
    depth: [20, 26],
    gapX: 20,
    gapY: 32,
    levels: [5, 12],
    fill: 0.75,
    shapes: ['u', 'h', 'box'],
    homes: false,
    southFacing: true,
  },
  industry: {
    width: [64, 120],
    depth: [34, 56],
    gapX: 16,
    gapY: 18,
    levels: [1, 3],
    fill: 0.88,
    shapes: ['box', 'box', 'box', 'l'],
    homes: false,
    southFacing: false,
  },
  port: {
    width: [90, 150],
    depth: [34, 48],
    gapX: 24,
    gapY: 30,
    levels: [1, 2],
    fill: 0.8,
    shapes: ['box'],
    homes: false,
    southFacing: false,
  },
};

/** Single large buildings in the middle of their block: widest and deepest, levels. */
export const LANDMARKS: Partial<Record<BlockUse, readonly [number, number, number]>> = {
  mall: [150, 100, 5],
  station: [190, 60, 3],
  stadium: [150, 120, 3],
};
