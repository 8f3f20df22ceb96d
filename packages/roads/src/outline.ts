/**
 * A ring around a connected bundle of lines: the lines are painted into square cells, widened by one cell, and the outer
 * border of the painted cells is walked with the inside on the left, then its corners are cut (Chaikin 1974).
 */

/** Metres on a local plane. */
export type Point = readonly [x: number, y: number];

const CELLS_ACROSS = 90;
const SMALLEST_CELL_M = 30;

/** Counter-clockwise and closed; the lines must hang together. Nothing for no lines. */
export function outline(lines: readonly (readonly Point[])[]): Point[] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (const [x, y] of line) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  }
  if (west > east) return [];
  const cellM = Math.max(SMALLEST_CELL_M, Math.max(east - west, north - south) / CELLS_ACROSS);
  const columns = Math.floor((east - west) / cellM) + 3;
  const rows = Math.floor((north - south) / cellM) + 3;
  const painted = new Uint8Array(columns * rows);
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [x1, y1] = line[i - 1];
      const [x2, y2] = line[i];
      const steps = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / (cellM / 2)) + 1;
      for (let k = 0; k <= steps; k++) {
        const c = Math.floor((x1 + ((x2 - x1) * k) / steps - west) / cellM) + 1;
        const r = Math.floor((y1 + ((y2 - y1) * k) / steps - south) / cellM) + 1;
        for (let dr = -1; dr <= 1; dr++) for (let dc = -1; dc <= 1; dc++) painted[(r + dr) * columns + c + dc] = 1;
      }
    }
  }
  const corners = walkBorder(painted, columns, rows);
  return cutCorners(corners).map(([c, r]) => [west + (c - 1) * cellM, south + (r - 1) * cellM]);
}

/** East, north, west, south. */
const STEP = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;
/** The cell to the left and to the right ahead of a corner, by direction, as offsets from the corner. */
const AHEAD_LEFT = [
  [0, 0],
  [-1, 0],
  [-1, -1],
  [0, -1],
] as const;
const AHEAD_RIGHT = [
  [0, -1],
  [0, 0],
  [-1, 0],
  [-1, -1],
] as const;

function walkBorder(painted: Uint8Array, columns: number, rows: number): Point[] {
  const isPainted = (c: number, r: number) =>
    c >= 0 && r >= 0 && c < columns && r < rows && painted[r * columns + c] === 1;
  const first = painted.indexOf(1);
  const startC = first % columns;
  const startR = Math.floor(first / columns);
  const corners: Point[] = [];
  let [c, r, direction] = [startC, startR, 0];
  do {
    c += STEP[direction][0];
    r += STEP[direction][1];
    const [lc, lr] = AHEAD_LEFT[direction];
    const [rc, rr] = AHEAD_RIGHT[direction];
    const turn = isPainted(c + rc, r + rr) ? 3 : isPainted(c + lc, r + lr) ? 0 : 1;
    if (turn !== 0) corners.push([c, r]);
    direction = (direction + turn) % 4;
  } while (c !== startC || r !== startR || direction !== 0);
  return corners;
}

function cutCorners(corners: readonly Point[]): Point[] {
  const ring: Point[] = [];
  corners.forEach(([x1, y1], i) => {
    const [x2, y2] = corners[(i + 1) % corners.length];
    ring.push([x1 + (x2 - x1) * 0.25, y1 + (y2 - y1) * 0.25], [x1 + (x2 - x1) * 0.75, y1 + (y2 - y1) * 0.75]);
  });
  if (ring.length > 0) ring.push(ring[0]);
  return ring;
}
