import { seededRandom } from '@muster/kernel/random';
import { distance, lerp, type Point } from './geometry.ts';
import { fractalNoise, valueNoise } from './noise.ts';
import type { Terrain } from './terrain.ts';

export type ZoneKind =
  | 'oldtown'
  | 'cbd'
  | 'mixed'
  | 'newtown'
  | 'university'
  | 'industrial'
  | 'harbour'
  | 'resort'
  | 'suburb';

/** A part of the city with a grain of its own. */
export interface Zone {
  readonly index: number;
  readonly kind: ZoneKind;
  readonly district: number;
  /** In the plan: the plane before it is bent. */
  readonly site: Point;
  /** Direction of its streets in the plan, radians. */
  readonly angle: number;
  /** Convex cell in the plan; `neighbours[i]` lies beyond the side from corner i to the next, −1 for the city's edge. */
  readonly cell: readonly Point[];
  readonly neighbours: readonly number[];
}

/** Straight lines are drawn in the plan and bent into the world, so that nothing in the city is quite straight. */
export interface Bend {
  toPlan(p: Point): Point;
  toWorld(p: Point): Point;
}

export interface Zones {
  readonly bend: Bend;
  readonly zones: readonly Zone[];
  zoneAt(p: Point): Zone;
}

export const DISTRICTS = [
  { zh: '鼓楼区', en: 'Gulou District' },
  { zh: '海湾区', en: 'Haiwan District' },
  { zh: '港北区', en: 'Gangbei District' },
  { zh: '江南区', en: 'Jiangnan District' },
  { zh: '云湖区', en: 'Yunhu District' },
  { zh: '锦澜区', en: 'Jinlan District' },
  { zh: '望海区', en: 'Wanghai District' },
  { zh: '铁山区', en: 'Tieshan District' },
  { zh: '南塘区', en: 'Nantang District' },
] as const;

/** kind, district, x and y in units of the terrain, street direction in degrees. */
const SITES: readonly (readonly [ZoneKind, number, number, number, number])[] = [
  ['oldtown', 0, 0.02, 0.1, 8],
  ['cbd', 1, 0.05, -0.17, -28],
  ['mixed', 0, -0.19, 0.2, 22],
  ['mixed', 3, -0.17, -0.2, -12],
  ['mixed', 2, 0.24, 0.2, 3],
  ['harbour', 2, 0.42, 0.08, -8],
  ['mixed', 1, 0.24, -0.36, -24],
  ['newtown', 5, -0.47, -0.3, 14],
  ['newtown', 5, -0.75, -0.2, -6],
  ['university', 4, -0.56, 0.3, 33],
  ['mixed', 4, -0.82, 0.24, 12],
  ['industrial', 7, 0.02, 0.66, 0],
  ['mixed', 2, 0.05, 0.4, -14],
  ['industrial', 7, -0.34, 0.62, 24],
  ['resort', 6, 0.72, 0.4, -35],
  ['industrial', 8, 0.16, -0.6, 5],
  ['suburb', 8, -0.3, -0.62, -18],
  ['suburb', 8, -0.8, -0.7, 10],
  ['suburb', 5, -1.08, -0.12, 20],
  ['suburb', 4, -0.9, 0.7, -25],
  ['resort', 6, 0.98, -0.36, 15],
  ['newtown', 3, -0.12, -0.4, 9],
  ['suburb', 2, 0.36, 0.78, 18],
];

export function makeZones(terrain: Terrain): Zones {
  const random = seededRandom(terrain.seed * 31 + 5);
  const unit = terrain.unitM;
  // A zone of a large city is cut into parts, each turned a little, so that no grid runs on for ever.
  const parts = Math.max(1, Math.round((unit / 10_000) ** 2 * 0.45));
  const sites: Omit<Zone, 'cell' | 'neighbours'>[] = [];
  for (const [kind, district, x, y, degrees] of SITES) {
    for (let part = 0; part < parts; part++) {
      const spread = parts === 1 ? 0.04 : 0.22;
      const site = {
        x: (x + (random.next() - 0.5) * spread) * unit,
        y: (y + (random.next() - 0.5) * spread) * unit,
      };
      const angle = ((degrees + (random.next() - 0.5) * (parts === 1 ? 8 : 30)) * Math.PI) / 180;
      sites.push({ index: sites.length, kind, district, site, angle });
    }
  }
  const zones = sites.map((zone) => ({ ...zone, ...cellOf(zone.index, sites, terrain) }));
  const bend = makeBend(terrain);
  return {
    bend,
    zones,
    zoneAt(p) {
      const q = bend.toPlan(p);
      return zones.reduce((best, zone) => (distance(q, zone.site) < distance(q, best.site) ? zone : best));
    },
  };
}

/** Voronoi cell by cutting the city's box with each bisector: simple, and the zones are few. */
function cellOf(
  index: number,
  sites: readonly { readonly site: Point }[],
  terrain: Terrain,
): Pick<Zone, 'cell' | 'neighbours'> {
  const { minX, minY, maxX, maxY } = terrain.box;
  let cell: Point[] = [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ];
  let neighbours = [-1, -1, -1, -1];
  const own = sites[index]!.site;
  sites.forEach(({ site }, other) => {
    if (other === index) return;
    const middle = lerp(own, site, 0.5);
    const side = (p: Point): number => (p.x - middle.x) * (site.x - own.x) + (p.y - middle.y) * (site.y - own.y);
    const nextCell: Point[] = [];
    const nextNeighbours: number[] = [];
    cell.forEach((p, i) => {
      const q = cell[(i + 1) % cell.length]!;
      const [sp, sq] = [side(p), side(q)];
      if (sp <= 0) {
        nextCell.push(p);
        nextNeighbours.push(neighbours[i]!);
      }
      if (sp <= 0 !== sq <= 0) {
        nextCell.push(lerp(p, q, sp / (sp - sq)));
        nextNeighbours.push(sp <= 0 ? other : neighbours[i]!);
      }
    });
    cell = nextCell;
    neighbours = nextNeighbours;
  });
  return { cell, neighbours };
}

function makeBend(terrain: Terrain): Bend {
  const unit = terrain.unitM;
  const wide = [fractalNoise(terrain.seed + 51, 2), fractalNoise(terrain.seed + 52, 2)] as const;
  const near = [valueNoise(terrain.seed + 53), valueNoise(terrain.seed + 54)] as const;
  const shift = (p: Point, axis: 0 | 1): number =>
    0.075 * unit * wide[axis]((p.x / unit) * 1.9, (p.y / unit) * 1.9) + 45 * near[axis](p.x / 800, p.y / 800);
  const toPlan = (p: Point): Point => ({ x: p.x + shift(p, 0), y: p.y + shift(p, 1) });
  return {
    toPlan,
    // The shift is a contraction, so that repeating p = q − shift(p) converges to the point that bends to q.
    toWorld(q) {
      let p = q;
      for (let i = 0; i < 8; i++) p = { x: q.x - shift(p, 0), y: q.y - shift(p, 1) };
      return p;
    },
  };
}
