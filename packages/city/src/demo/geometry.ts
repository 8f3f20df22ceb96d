/** Plane geometry in metres, x east and y north. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Ring = readonly Point[]; // not closed: the last point differs from the first
export type Line = readonly Point[];

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
export const lerp = (a: Point, b: Point, t: number): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });
/** `along` metres in the direction `angle` and `left` metres to the left of it. */
export const move = (p: Point, angle: number, along: number, left = 0): Point => ({
  x: p.x + Math.cos(angle) * along - Math.sin(angle) * left,
  y: p.y + Math.sin(angle) * along + Math.cos(angle) * left,
});
export const angleOf = (a: Point, b: Point): number => Math.atan2(b.y - a.y, b.x - a.x);

export function lengthOf(line: Line): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += distance(line[i - 1]!, line[i]!);
  return sum;
}

/** Positive where the ring runs counter-clockwise. */
export function signedArea(ring: Ring): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += ring[j]!.x * ring[i]!.y - ring[i]!.x * ring[j]!.y;
  }
  return twice / 2;
}

export function centroid(ring: Ring): Point {
  let [x, y, twice] = [0, 0, 0];
  const origin = ring[0]!;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = [ring[j]!.x - origin.x, ring[j]!.y - origin.y];
    const [bx, by] = [ring[i]!.x - origin.x, ring[i]!.y - origin.y];
    const cross = ax * by - bx * ay;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
    twice += cross;
  }
  return Math.abs(twice) < 1e-9 ? origin : { x: origin.x + x / (3 * twice), y: origin.y + y / (3 * twice) };
}

export function contains(ring: Ring, p: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!;
    const b = ring[j]!;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

export function distanceToSegment(p: Point, a: Point, b: Point): number {
  return distance(p, lerp(a, b, projection(p, a, b)));
}

/** How far along a–b the point of it nearest to p is, 0 … 1. */
export function projection(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  return squared === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared));
}

/** Fractions along a–b and c–d where they cross; null where they do not (parallel ones never do). */
export function crossing(a: Point, b: Point, c: Point, d: Point): { t: number; u: number } | null {
  const rx = b.x - a.x;
  const ry = b.y - a.y;
  const sx = d.x - c.x;
  const sy = d.y - c.y;
  const denominator = rx * sy - ry * sx;
  if (Math.abs(denominator) < 1e-9) return null;
  const t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / denominator;
  const u = ((c.x - a.x) * ry - (c.y - a.y) * rx) / denominator;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null;
}

/** Points at most `stepM` apart, the ends kept. */
export function densify(line: Line, stepM: number): Point[] {
  const out: Point[] = [line[0]!];
  for (let i = 1; i < line.length; i++) {
    const pieces = Math.max(1, Math.ceil(distance(line[i - 1]!, line[i]!) / stepM));
    for (let k = 1; k <= pieces; k++) out.push(lerp(line[i - 1]!, line[i]!, k / pieces));
  }
  return out;
}

/** The point at `alongM` metres, and the direction there. */
export function pointAlong(line: Line, alongM: number): { point: Point; angle: number } {
  let left = alongM;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const length = distance(a, b);
    if (left <= length || i === line.length - 1) {
      return { point: lerp(a, b, length === 0 ? 0 : left / length), angle: angleOf(a, b) };
    }
    left -= length;
  }
  return { point: line[0]!, angle: 0 };
}

/** Parallel line, `leftM` metres to the left. */
export function offsetLine(line: Line, leftM: number): Point[] {
  return line.map((p, i) => {
    const before = line[Math.max(0, i - 1)]!;
    const after = line[Math.min(line.length - 1, i + 1)]!;
    return move(p, angleOf(before, after), 0, leftM);
  });
}

/** Corner cutting. G. Chaikin, "An algorithm for high-speed curve generation" (1974). */
export function smooth(line: Line, rounds: number, closed: boolean): Point[] {
  let points = [...line];
  for (let round = 0; round < rounds; round++) {
    const next: Point[] = closed ? [] : [points[0]!];
    for (let i = 0; i < points.length - (closed ? 0 : 1); i++) {
      const [a, b] = [points[i]!, points[(i + 1) % points.length]!];
      next.push(lerp(a, b, 0.25), lerp(a, b, 0.75));
    }
    if (!closed) next.push(points.at(-1)!);
    points = next;
  }
  return points;
}

/** Drops points nearer than `toleranceM` to the line without them. D. Douglas and T. Peucker (1973). */
export function simplify(line: Line, toleranceM: number): Point[] {
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let range = stack.pop(); range !== undefined; range = stack.pop()) {
    const [first, last] = range;
    let [worst, at] = [toleranceM, -1];
    for (let i = first + 1; i < last; i++) {
      const d = distanceToSegment(line[i]!, line[first]!, line[last]!);
      if (d > worst) [worst, at] = [d, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push([first, at], [at, last]);
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** Parts of a line inside a ring, each ending exactly on the ring where it leaves it. */
export function clipLine(line: Line, ring: Ring): Point[][] {
  const parts: Point[][] = [];
  let part: Point[] = contains(ring, line[0]!) ? [line[0]!] : [];
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const cuts: number[] = [];
    for (let k = 0, j = ring.length - 1; k < ring.length; j = k++) {
      const hit = crossing(a, b, ring[j]!, ring[k]!);
      if (hit !== null && hit.t > 1e-9 && hit.t < 1) cuts.push(hit.t);
    }
    cuts.sort((p, q) => p - q);
    for (const t of cuts) {
      part.push(lerp(a, b, t));
      if (part.length > 1) {
        parts.push(part);
        part = [];
      }
    }
    if (part.length > 0) part.push(b);
  }
  if (part.length > 1) parts.push(part);
  return parts;
}

/** Runs of points that pass, two points or more each. */
export function runsWhere(line: Line, passes: (p: Point) => boolean): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  for (const p of line) {
    if (passes(p)) run.push(p);
    else {
      if (run.length > 1) runs.push(run);
      run = [];
    }
  }
  if (run.length > 1) runs.push(run);
  return runs;
}

/** Direction of the longest side of the smallest box around a ring, radians in [−π/2, π/2). */
export function mainAngle(ring: Ring): number {
  let [best, bestArea] = [0, Infinity];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    if (distance(ring[i]!, ring[j]!) < 15) continue;
    const angle = angleOf(ring[j]!, ring[i]!);
    const box = boxAt(ring, angle);
    const [w, h] = [box.maxX - box.minX, box.maxY - box.minY];
    if (w * h < bestArea) [bestArea, best] = [w * h, w >= h ? angle : angle + Math.PI / 2];
  }
  return Math.atan(Math.tan(best));
}

/** The ring's extent in a frame turned by `angle`. */
export function boxAt(ring: Ring, angle: number): { minX: number; maxX: number; minY: number; maxY: number } {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const box = { minX: Infinity, maxX: -Infinity, minY: Infinity, maxY: -Infinity };
  for (const p of ring) {
    const x = p.x * cos + p.y * sin;
    const y = -p.x * sin + p.y * cos;
    box.minX = Math.min(box.minX, x);
    box.maxX = Math.max(box.maxX, x);
    box.minY = Math.min(box.minY, y);
    box.maxY = Math.max(box.maxY, y);
  }
  return box;
}

/** A point of the turned frame back in the plane. */
export const fromFrame = (x: number, y: number, angle: number): Point => ({
  x: x * Math.cos(angle) - y * Math.sin(angle),
  y: x * Math.sin(angle) + y * Math.cos(angle),
});

/** Four corners of a w × h box around its centre. */
export function boxRing(center: Point, w: number, h: number, angle: number): Point[] {
  return [
    move(center, angle, -w / 2, -h / 2),
    move(center, angle, w / 2, -h / 2),
    move(center, angle, w / 2, h / 2),
    move(center, angle, -w / 2, h / 2),
  ];
}

/** Smooth curve through points. E. Catmull and R. Rom (1974), uniform. */
export function curveThrough(points: Line, stepM: number, closed = false): Point[] {
  const n = points.length;
  const at = (i: number): Point => (closed ? points[(i + n) % n]! : points[Math.min(n - 1, Math.max(0, i))]!);
  const out: Point[] = [];
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const pieces = Math.max(1, Math.ceil(distance(b, c) / stepM));
    for (let k = 0; k < pieces; k++) out.push(catmullRom(a, b, c, d, k / pieces));
  }
  if (!closed) out.push(points[n - 1]!);
  return out;
}

function catmullRom(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const blend = (p: number, q: number, r: number, s: number): number =>
    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t);
  return { x: blend(a.x, b.x, c.x, d.x), y: blend(a.y, b.y, c.y, d.y) };
}
