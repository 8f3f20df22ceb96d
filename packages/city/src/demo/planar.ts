import type { RoadClass } from '@muster/roads/graph';
import { crossing, distance, distanceToSegment, lerp, type Point, projection } from './geometry.ts';

/** One road as it was laid; its edges are pieces of it. Names are given to lines. */
export interface RoadLine {
  readonly id: number;
  readonly roadClass: RoadClass;
  readonly role: RoadRole;
  /** Index of the zone it was laid in. */
  readonly zone: number;
}

export type RoadRole = 'border' | 'grid' | 'shore' | 'street' | 'compound' | 'country' | 'hill' | 'village';

export interface InsertOptions {
  /** The line's ends join what is within this distance. */
  readonly snapM: number;
  readonly flags?: number;
}

const CELL_M = 150;
/** A crossing nearer than this to a node uses the node. */
const JOIN_M = 14;

/**
 * Streets at grade as a planar graph that stays planar: a line that is laid over others is joined to them where they
 * cross. Nodes and edges are found through a hash of square cells.
 */
export class PlanarRoads {
  readonly nodes: Point[] = [];
  readonly edgeA: number[] = [];
  readonly edgeB: number[] = [];
  readonly edgeLine: number[] = [];
  readonly edgeFlags: number[] = [];
  readonly lines: RoadLine[] = [];
  /** Living edges at each node. */
  readonly around: number[][] = [];
  readonly #edgeCells = new Map<number, number[]>();
  readonly #nodeCells = new Map<number, number[]>();

  addLine(roadClass: RoadClass, role: RoadRole, zone: number): RoadLine {
    const line = { id: this.lines.length, roadClass, role, zone };
    this.lines.push(line);
    return line;
  }

  isAlive(edge: number): boolean {
    return this.edgeLine[edge]! >= 0;
  }

  otherEnd(edge: number, node: number): number {
    return this.edgeA[edge] === node ? this.edgeB[edge]! : this.edgeA[edge]!;
  }

  /** Lays a polyline and returns the nodes at its ends. */
  insert(points: readonly Point[], line: RoadLine, options: InsertOptions): [number, number] {
    const first = this.nodeAt(points[0]!, options.snapM);
    let previous = first;
    for (let i = 1; i < points.length; i++) {
      const current = this.nodeAt(points[i]!, i === points.length - 1 ? options.snapM : 4);
      this.#connect(previous, current, line.id, options.flags ?? 0);
      previous = current;
    }
    return [first, previous];
  }

  /** The nearest node within `snapM`, else a new one on the nearest edge within it, else a new free one. */
  nodeAt(p: Point, snapM: number): number {
    const node = this.nearestNode(p, snapM);
    if (node >= 0) return node;
    const edge = this.nearestEdge(p, Math.max(snapM, 1));
    if (edge < 0) return this.#addNode(p);
    return this.#split(edge, projection(p, this.nodes[this.edgeA[edge]!]!, this.nodes[this.edgeB[edge]!]!));
  }

  nearestNode(p: Point, withinM: number): number {
    let [best, bestM] = [-1, withinM];
    forCells(p.x - withinM, p.y - withinM, p.x + withinM, p.y + withinM, (cell) => {
      for (const node of this.#nodeCells.get(cell) ?? []) {
        const d = distance(p, this.nodes[node]!);
        if (d <= bestM && (this.around[node]!.length > 0 || d < 0.01)) [best, bestM] = [node, d];
      }
    });
    return best;
  }

  /** −1 where none is within; `accept` leaves some out. */
  nearestEdge(p: Point, withinM: number, accept: (edge: number) => boolean = () => true): number {
    let [best, bestM] = [-1, withinM];
    this.forEdgesNear(p.x - withinM, p.y - withinM, p.x + withinM, p.y + withinM, (edge) => {
      const d = distanceToSegment(p, this.nodes[this.edgeA[edge]!]!, this.nodes[this.edgeB[edge]!]!);
      if (d < bestM && accept(edge)) [best, bestM] = [edge, d];
    });
    return best;
  }

  /** Calls for every living edge near a box, some more than once. */
  forEdgesNear(minX: number, minY: number, maxX: number, maxY: number, visit: (edge: number) => void): void {
    forCells(minX, minY, maxX, maxY, (cell) => {
      for (const edge of this.#edgeCells.get(cell) ?? []) if (this.isAlive(edge)) visit(edge);
    });
  }

  remove(edge: number): void {
    this.edgeLine[edge] = -1;
    for (const node of [this.edgeA[edge]!, this.edgeB[edge]!]) {
      this.around[node] = this.around[node]!.filter((other) => other !== edge);
    }
  }

  /** Removes dead ends for as long as there are any that `keep` does not hold. */
  prune(keep: (node: number) => boolean): void {
    const open = this.nodes.map((_, node) => node);
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const edges = this.around[node]!;
      if (edges.length !== 1 || keep(node)) continue;
      open.push(this.otherEnd(edges[0]!, node));
      this.remove(edges[0]!);
    }
  }

  #connect(from: number, to: number, line: number, flags: number): void {
    if (from === to) return;
    const [a, b] = [this.nodes[from]!, this.nodes[to]!];
    const hits: { t: number; node: number }[] = [];
    const crossed = new Set<number>();
    this.forEdgesNear(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y), (edge) => {
      crossed.add(edge);
    });
    for (const edge of crossed) {
      const [c, d] = [this.edgeA[edge]!, this.edgeB[edge]!];
      if (c === from || c === to || d === from || d === to) continue;
      const hit = crossing(a, b, this.nodes[c]!, this.nodes[d]!);
      if (hit === null) continue;
      hits.push({ t: hit.t, node: this.#split(edge, hit.u) });
    }
    hits.sort((p, q) => p.t - q.t);
    let previous = from;
    for (const { node } of [...hits, { node: to }]) {
      this.#addEdge(previous, node, line, flags);
      previous = node;
    }
  }

  /** The node at a fraction of an edge: one of its ends where that is near, else a new one that halves the edge. */
  #split(edge: number, fraction: number): number {
    const [a, b] = [this.edgeA[edge]!, this.edgeB[edge]!];
    const length = distance(this.nodes[a]!, this.nodes[b]!);
    const join = Math.min(JOIN_M, length * 0.45);
    if (fraction * length < join) return a;
    if ((1 - fraction) * length < join) return b;
    const node = this.#addNode(lerp(this.nodes[a]!, this.nodes[b]!, fraction));
    const [line, flags] = [this.edgeLine[edge]!, this.edgeFlags[edge]!];
    this.remove(edge);
    this.#addEdge(a, node, line, flags);
    this.#addEdge(node, b, line, flags);
    return node;
  }

  #addNode(p: Point): number {
    const node = this.nodes.push(p) - 1;
    this.around.push([]);
    const cell = cellOf(p.x, p.y);
    const list = this.#nodeCells.get(cell);
    if (list === undefined) this.#nodeCells.set(cell, [node]);
    else list.push(node);
    return node;
  }

  #addEdge(a: number, b: number, line: number, flags: number): void {
    if (a === b || this.around[a]!.some((edge) => this.otherEnd(edge, a) === b)) return;
    const edge = this.edgeA.push(a) - 1;
    this.edgeB.push(b);
    this.edgeLine.push(line);
    this.edgeFlags.push(flags);
    this.around[a]!.push(edge);
    this.around[b]!.push(edge);
    const [p, q] = [this.nodes[a]!, this.nodes[b]!];
    forCells(Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y), (cell) => {
      const list = this.#edgeCells.get(cell);
      if (list === undefined) this.#edgeCells.set(cell, [edge]);
      else list.push(edge);
    });
  }
}

const cellOf = (x: number, y: number): number => Math.floor(x / CELL_M) * 65536 + Math.floor(y / CELL_M);

function forCells(minX: number, minY: number, maxX: number, maxY: number, visit: (cell: number) => void): void {
  for (let x = Math.floor(minX / CELL_M); x <= Math.floor(maxX / CELL_M); x++) {
    for (let y = Math.floor(minY / CELL_M); y <= Math.floor(maxY / CELL_M); y++) visit(x * 65536 + y);
  }
}
