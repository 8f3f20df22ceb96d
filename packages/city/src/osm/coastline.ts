import type { Bounds } from '../pack/format.ts';
import { insideRing, type Position, signedArea } from './metric.ts';
import type { OsmData } from './osm-data.ts';
import type { ReportBuilder } from './report.ts';
import { assembleRings } from './rings.ts';

/** A coastline that stops inside the extract is carried on to the edge when it is no farther than this, degrees. */
const REACH_EDGE_DEG = 0.004;

/**
 * The sea inside `bounds`, as polygons with islands for holes. OSM draws coastlines with the water on their right, so
 * from where one leaves the extract the edge is followed clockwise to the next that comes in.
 */
export function seaOf(data: OsmData, bounds: Bounds, report: ReportBuilder): Position[][][] {
  const lines = data.ways.filter((way) => way.tags.natural === 'coastline');
  if (lines.length === 0) return [];
  const { rings, open } = assembleRings(
    lines.map((way) => way.nodes),
    true,
  );
  const toPositions = (nodes: readonly number[]): Position[] => nodes.map((n) => [data.nodeLon[n], data.nodeLat[n]]);
  const islands: Position[][] = [];
  const basins: Position[][] = [];
  const pieces: Position[][] = [];
  for (const ring of rings.map(toPositions)) {
    const clipped = clipLine(ring, bounds);
    const whole = clipped.length === 1 && clipped[0].length === ring.length;
    if (!whole) pieces.push(...joinFirstToLast(clipped));
    else if (signedArea(ring) > 0) islands.push(ring);
    else basins.push(ring);
  }
  for (const chain of open) pieces.push(...clipLine(toPositions(chain), bounds));
  const crossing = pieces.map((piece) => reachEdge(piece, bounds)).filter((piece) => piece !== undefined);
  report.count(
    'dropped',
    '海岸线：在范围内中断',
    'coastlines: end inside the extract',
    pieces.length - crossing.length,
  );
  const seas = [...closeAlongEdge(crossing, bounds), ...basins];
  if (seas.length === 0 && islands.length > 0) seas.push(boxRing(bounds));
  return seas.map((sea) => [sea, ...islands.filter((island) => insideRing(island[0][0], island[0][1], sea))]);
}

/** A ring cut by the edge starts somewhere inside: its last and first pieces are one. */
function joinFirstToLast(pieces: Position[][]): Position[][] {
  if (pieces.length < 2) return pieces;
  const first = pieces[0];
  const last = pieces.at(-1)!;
  if (first[0][0] !== last.at(-1)![0] || first[0][1] !== last.at(-1)![1]) return pieces;
  return [[...last, ...first.slice(1)], ...pieces.slice(1, -1)];
}

function reachEdge(piece: Position[], bounds: Bounds): Position[] | undefined {
  const start = toEdge(piece[0], bounds);
  const end = toEdge(piece.at(-1)!, bounds);
  return start === undefined || end === undefined ? undefined : [start, ...piece, end];
}

function toEdge([lon, lat]: Position, [west, south, east, north]: Bounds): Position | undefined {
  const candidates: [number, Position][] = [
    [lon - west, [west, lat]],
    [east - lon, [east, lat]],
    [lat - south, [lon, south]],
    [north - lat, [lon, north]],
  ];
  candidates.sort((a, b) => a[0] - b[0]);
  return candidates[0][0] <= REACH_EDGE_DEG ? candidates[0][1] : undefined;
}

/** How far round the edge a point lies, clockwise from the south-west corner: 0 … 4. */
function alongEdge([lon, lat]: Position, [west, south, east, north]: Bounds): number {
  const x = (lon - west) / (east - west);
  const y = (lat - south) / (north - south);
  const distances = [x, 1 - y, 1 - x, y];
  const side = distances.indexOf(Math.min(...distances));
  return [y, 1 + x, 2 + (1 - y), 3 + (1 - x)][side];
}

function closeAlongEdge(pieces: readonly Position[][], bounds: Bounds): Position[][] {
  const starts = pieces.map((piece) => alongEdge(piece[0], bounds));
  const free = new Set(pieces.keys());
  const seas: Position[][] = [];
  for (const first of pieces.keys()) {
    if (!free.delete(first)) continue;
    const ring = [...pieces[first]];
    for (;;) {
      const from = alongEdge(ring.at(-1)!, bounds);
      const ahead = (to: number): number => (to - from + 4) % 4;
      let next = first;
      for (const candidate of free) if (ahead(starts[candidate]) < ahead(starts[next])) next = candidate;
      ring.push(...cornersBetween(from, ahead(starts[next]), bounds));
      if (next === first) break;
      free.delete(next);
      for (const position of pieces[next]) ring.push(position);
    }
    ring.push(ring[0]);
    seas.push(ring);
  }
  return seas;
}

function cornersBetween(from: number, length: number, [west, south, east, north]: Bounds): Position[] {
  const corners: Position[] = [
    [west, south],
    [west, north],
    [east, north],
    [east, south],
  ];
  const passed: Position[] = [];
  for (let corner = Math.floor(from) + 1; corner <= from + length; corner++) passed.push(corners[corner % 4]);
  return passed;
}

const boxRing = ([west, south, east, north]: Bounds): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

/** The parts of a line inside a box (Liang–Barsky for each segment). */
export function clipLine(line: readonly Position[], bounds: Bounds): Position[][] {
  const parts: Position[][] = [];
  let current: Position[] = [];
  for (let i = 1; i < line.length; i++) {
    const cut = clipSegment(line[i - 1], line[i], bounds);
    if (cut === undefined) continue;
    const [a, b] = cut;
    const last = current.at(-1);
    if (last === undefined || last[0] !== a[0] || last[1] !== a[1]) {
      if (current.length > 1) parts.push(current);
      current = [a];
    }
    current.push(b);
  }
  if (current.length > 1) parts.push(current);
  return parts;
}

function clipSegment(a: Position, b: Position, [west, south, east, north]: Bounds): [Position, Position] | undefined {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  let [t0, t1] = [0, 1];
  for (const [p, q] of [
    [-dx, a[0] - west],
    [dx, east - a[0]],
    [-dy, a[1] - south],
    [dy, north - a[1]],
  ]) {
    if (p === 0) {
      if (q < 0) return undefined;
      continue;
    }
    const t = q / p;
    if (p < 0) t0 = Math.max(t0, t);
    else t1 = Math.min(t1, t);
    if (t0 > t1) return undefined;
  }
  const at = (t: number): Position => (t === 0 ? a : t === 1 ? b : [a[0] + t * dx, a[1] + t * dy]);
  return [at(t0), at(t1)];
}
