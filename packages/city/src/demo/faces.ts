import { angleOf, type Point, signedArea } from './geometry.ts';
import type { PlanarRoads } from './planar.ts';

/** A piece of land that roads enclose. */
export interface Face {
  /** Counter-clockwise along the middle of the roads. */
  readonly ring: Point[];
  /** Edge i runs from ring point i to the next. */
  readonly edges: number[];
  readonly areaM2: number;
}

/** All bounded faces. Dead ends do not count, and what lies free inside a face does not cut it. */
export function traceFaces(roads: PlanarRoads): Face[] {
  const core = coreDegrees(roads);
  const inCore = (edge: number): boolean => core[roads.edgeA[edge]!]! > 0 && core[roads.edgeB[edge]!]! > 0;
  const sorted = roads.around.map((edges, node) =>
    edges
      .filter(inCore)
      .map((edge) => ({ edge, angle: angleOf(roads.nodes[node]!, roads.nodes[roads.otherEnd(edge, node)]!) }))
      .sort((a, b) => a.angle - b.angle)
      .map(({ edge }) => edge),
  );
  const seen = new Uint8Array(roads.edgeA.length * 2);
  const faces: Face[] = [];
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (!roads.isAlive(edge) || !inCore(edge)) continue;
    for (const side of [0, 1]) {
      if (seen[edge * 2 + side] === 1) continue;
      const face = walk(roads, sorted, seen, edge, side);
      if (face.areaM2 > 0) faces.push(face);
    }
  }
  return faces;
}

/** At each end the next edge clockwise is taken, so that the face stays on the left. */
function walk(roads: PlanarRoads, sorted: number[][], seen: Uint8Array, startEdge: number, startSide: number): Face {
  const ring: Point[] = [];
  const edges: number[] = [];
  let [edge, side] = [startEdge, startSide];
  while (seen[edge * 2 + side] === 0) {
    seen[edge * 2 + side] = 1;
    const from = side === 0 ? roads.edgeA[edge]! : roads.edgeB[edge]!;
    const to = roads.otherEnd(edge, from);
    ring.push(roads.nodes[from]!);
    edges.push(edge);
    const list = sorted[to]!;
    edge = list[(list.indexOf(edge) + list.length - 1) % list.length]!;
    side = roads.edgeA[edge] === to ? 0 : 1;
  }
  return { ring, edges, areaM2: signedArea(ring) };
}

/** Degree of each node after dead ends are taken away one by one; 0 for what is left out. */
function coreDegrees(roads: PlanarRoads): Int32Array {
  const degree = Int32Array.from(roads.around, (edges) => edges.length);
  const open: number[] = [];
  degree.forEach((d, node) => {
    if (d === 1) open.push(node);
  });
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (degree[node] !== 1) continue;
    degree[node] = 0;
    for (const edge of roads.around[node]!) {
      const other = roads.otherEnd(edge, node);
      if (degree[other]! > 0 && --degree[other]! === 1) open.push(other);
    }
  }
  return degree;
}
