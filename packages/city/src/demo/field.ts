import { distanceToSegment, type Line, type Point, type Ring, signedArea } from './geometry.ts';

/** A number at every corner of a square grid, read in between by bilinear interpolation. */
export interface Field {
  readonly minX: number;
  readonly minY: number;
  readonly cellM: number;
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export function makeField(box: Box, cellM: number, value: (x: number, y: number) => number): Field {
  const columns = Math.ceil((box.maxX - box.minX) / cellM) + 1;
  const rows = Math.ceil((box.maxY - box.minY) / cellM) + 1;
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = value(box.minX + column * cellM, box.minY + row * cellM);
    }
  }
  return { minX: box.minX, minY: box.minY, cellM, columns, rows, values };
}

/** Outside the grid the nearest border value holds. */
export function sample(field: Field, p: Point): number {
  const { columns, rows, values } = field;
  const fx = Math.min(columns - 1.001, Math.max(0, (p.x - field.minX) / field.cellM));
  const fy = Math.min(rows - 1.001, Math.max(0, (p.y - field.minY) / field.cellM));
  const column = Math.floor(fx);
  const row = Math.floor(fy);
  const u = fx - column;
  const v = fy - row;
  const at = row * columns + column;
  const low = values[at]! * (1 - u) + values[at + 1]! * u;
  const high = values[at + columns]! * (1 - u) + values[at + columns + 1]! * u;
  return low * (1 - v) + high * v;
}

/**
 * Rings around the region where field > level, region on the left: outer rings run counter-clockwise, holes clockwise.
 * The region ends at the border of the grid. Marching squares: W. Lorensen and H. Cline (1987), in the plane.
 */
export function contours(field: Field, level: number): Point[][] {
  const { columns, rows } = field;
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= columns || row >= rows ? -1 : field.values[row * columns + column]! - level;
  const next = new Map<number, number>(); // from one cell side to the next, as side ids
  const where = new Map<number, Point>();
  const width = columns + 2;
  const side = (column: number, row: number, vertical: 0 | 1): number => {
    const id = ((row + 1) * width + column + 1) * 2 + vertical;
    if (!where.has(id)) {
      const [c2, r2] = vertical === 1 ? [column, row + 1] : [column + 1, row];
      const [a, b] = [at(column, row), at(c2, r2)];
      const t = Math.min(0.999, Math.max(0.001, a / (a - b)));
      where.set(id, {
        x: field.minX + (column + (c2 - column) * t) * field.cellM,
        y: field.minY + (row + (r2 - row) * t) * field.cellM,
      });
    }
    return id;
  };
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const code =
        (at(column, row) > 0 ? 1 : 0) |
        (at(column + 1, row) > 0 ? 2 : 0) |
        (at(column + 1, row + 1) > 0 ? 4 : 0) |
        (at(column, row + 1) > 0 ? 8 : 0);
      if (code === 0 || code === 15) continue;
      const sides = [
        () => side(column, row, 0),
        () => side(column + 1, row, 1),
        () => side(column, row + 1, 0),
        () => side(column, row, 1),
      ];
      for (const [from, to] of STEPS[code]!) next.set(sides[from]!(), sides[to]!());
    }
  }
  return collectRings(next, where);
}

/** For each corner code the sides (0 south, 1 east, 2 north, 3 west) a contour goes from and to, inside on the left. */
const STEPS: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

function collectRings(next: Map<number, number>, where: Map<number, Point>): Point[][] {
  const rings: Point[][] = [];
  for (const start of [...next.keys()]) {
    const ring: Point[] = [];
    let id: number | undefined = start;
    while (id !== undefined && next.has(id)) {
      ring.push(where.get(id)!);
      const following: number = next.get(id)!;
      next.delete(id);
      id = following;
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
}

/** Groups rings into polygons: each hole with the smallest outer ring that holds it. */
export function polygonsOf(rings: readonly Ring[], holds: (ring: Ring, p: Point) => boolean): Ring[][] {
  const outers = rings
    .filter((ring) => signedArea(ring) > 0)
    .sort((a, b) => signedArea(a) - signedArea(b))
    .map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signedArea(ring) < 0)) {
    outers.find((polygon) => holds(polygon[0]!, hole[0]!))?.push(hole);
  }
  return outers;
}

/** Distance to the nearest of some lines, `farM` where none is within it. */
export function distanceField(box: Box, cellM: number, lines: readonly Line[], farM: number): Field {
  const field = makeField(box, cellM, () => farM);
  const column = (x: number): number => Math.round((x - field.minX) / cellM);
  const row = (y: number): number => Math.round((y - field.minY) / cellM);
  const reach = Math.ceil(farM / cellM);
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1]!, line[i]!];
      const toRow = Math.min(field.rows - 1, row(Math.max(a.y, b.y)) + reach);
      const toColumn = Math.min(field.columns - 1, column(Math.max(a.x, b.x)) + reach);
      for (let r = Math.max(0, row(Math.min(a.y, b.y)) - reach); r <= toRow; r++) {
        for (let c = Math.max(0, column(Math.min(a.x, b.x)) - reach); c <= toColumn; c++) {
          const p = { x: field.minX + c * cellM, y: field.minY + r * cellM };
          const d = distanceToSegment(p, a, b);
          if (d < field.values[r * field.columns + c]!) field.values[r * field.columns + c] = d;
        }
      }
    }
  }
  return field;
}
