/**
 * The road nearest to a point: a uniform grid over the segments of all edges, searched in growing rings until no cell left
 * can hold anything nearer. A two-way road is in it once; the snap then names the direction in whose lane the point lies
 * (right-hand traffic), which matters to nobody but the map, since a trip may leave a two-way road both ways.
 */
import { METRES_PER_DEGREE, metresPerLonDegree, turnDeg } from '@muster/geo/distance';
import { isConnector } from './edge-shape.ts';
import type { RoadGraph, Snap } from './graph.ts';
import { NO_EDGE } from './graph.ts';

export interface SnapOptions {
  /** Give up beyond this; default 2,000 m. */
  readonly maxDistanceM?: number;
  /** Where the vehicle heads, degrees from north: a road that leads elsewhere counts as farther away. */
  readonly headingDeg?: number;
}

const DEFAULT_MAX_M = 2000;
const CELL_M = 150;
const MAX_CELLS = 1 << 20;
/** A road against the heading is taken only when every other is this much farther: half a wide dual carriageway. */
const AGAINST_HEADING_M = 40;

export class RoadSnapper {
  readonly #graph: RoadGraph;
  /** Segments in metres east and north of the south-west corner. */
  readonly #x1: Float64Array;
  readonly #y1: Float64Array;
  readonly #x2: Float64Array;
  readonly #y2: Float64Array;
  readonly #edge: Uint32Array;
  readonly #west: number;
  readonly #south: number;
  readonly #xPerDeg: number;
  readonly #cellM: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #first: Uint32Array;
  readonly #list: Uint32Array;
  /** Segments already looked at in this search. */
  readonly #seen: Uint32Array;
  #search = 0;

  constructor(graph: RoadGraph) {
    this.#graph = graph;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    const cover = (lon: number, lat: number) => {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    };
    for (let v = 0; v < graph.nodeCount; v++) cover(graph.nodeLon[v], graph.nodeLat[v]);
    for (let i = 0; i < graph.shapeLon.length; i++) cover(graph.shapeLon[i], graph.shapeLat[i]);
    if (west > east) [west, south, east, north] = [0, 0, 0, 0];
    this.#west = west;
    this.#south = south;
    this.#xPerDeg = metresPerLonDegree((south + north) / 2);
    const width = (east - west) * this.#xPerDeg;
    const height = (north - south) * METRES_PER_DEGREE;
    this.#cellM = Math.max(CELL_M, Math.sqrt((width * height) / MAX_CELLS));
    this.#columns = Math.floor(width / this.#cellM) + 1;
    this.#rows = Math.floor(height / this.#cellM) + 1;

    const edges: number[] = [];
    const coordinates: number[] = [];
    for (let e = 0; e < graph.edgeCount; e++) {
      if (isConnector(graph, e)) continue;
      const reverse = graph.edgeReverse[e];
      if (reverse !== NO_EDGE && reverse < e) continue;
      this.#eachSegment(e, (x1, y1, x2, y2) => {
        edges.push(e);
        coordinates.push(x1, y1, x2, y2);
      });
    }
    this.#edge = Uint32Array.from(edges);
    const column = (k: number) => Float64Array.from(edges, (_, i) => coordinates[4 * i + k]);
    this.#x1 = column(0);
    this.#y1 = column(1);
    this.#x2 = column(2);
    this.#y2 = column(3);
    this.#seen = new Uint32Array(edges.length);
    this.#first = new Uint32Array(this.#columns * this.#rows + 1);
    this.#eachCellOfSegments((cell) => this.#first[cell + 1]++);
    for (let c = 0; c < this.#columns * this.#rows; c++) this.#first[c + 1] += this.#first[c];
    const next = this.#first.slice();
    this.#list = new Uint32Array(this.#first[this.#first.length - 1]);
    this.#eachCellOfSegments((cell, segment) => {
      this.#list[next[cell]++] = segment;
    });
  }

  /** The nearest place on a road, or undefined when none is near enough. */
  snap(lon: number, lat: number, options: SnapOptions = {}): Snap | undefined {
    const x = (lon - this.#west) * this.#xPerDeg;
    const y = (lat - this.#south) * METRES_PER_DEGREE;
    const maxM = options.maxDistanceM ?? DEFAULT_MAX_M;
    const best = { segment: -1, t: 0, cost: Infinity };
    this.#search++;
    const column = Math.floor(x / this.#cellM);
    const row = Math.floor(y / this.#cellM);
    // Far outside the grid the rings before it are empty: start where the grid begins.
    const outside = Math.max(-column, column - this.#columns + 1, -row, row - this.#rows + 1, 0);
    const slackM = options.headingDeg === undefined ? 0 : AGAINST_HEADING_M;
    for (let ring = outside; ; ring++) {
      if ((ring - 1) * this.#cellM > Math.min(best.cost, maxM + slackM)) break;
      if (ring > outside + Math.max(this.#columns, this.#rows)) break;
      this.#searchRing(column, row, ring, x, y, options.headingDeg, best);
    }
    if (best.segment < 0) return undefined;
    const snap = this.#toSnap(best.segment, best.t, x, y, options.headingDeg);
    return snap.distanceM <= maxM ? snap : undefined;
  }

  #searchRing(
    column: number,
    row: number,
    ring: number,
    x: number,
    y: number,
    headingDeg: number | undefined,
    best: { segment: number; t: number; cost: number },
  ): void {
    for (let r = Math.max(0, row - ring); r <= Math.min(this.#rows - 1, row + ring); r++) {
      const whole = r === row - ring || r === row + ring;
      const step = whole || ring === 0 ? 1 : 2 * ring;
      for (let c = column - ring; c <= column + ring; c += step) {
        if (c < 0 || c >= this.#columns) continue;
        const cell = r * this.#columns + c;
        for (let i = this.#first[cell]; i < this.#first[cell + 1]; i++) {
          const segment = this.#list[i];
          if (this.#seen[segment] === this.#search) continue;
          this.#seen[segment] = this.#search;
          this.#consider(segment, x, y, headingDeg, best);
        }
      }
    }
  }

  #consider(
    s: number,
    x: number,
    y: number,
    headingDeg: number | undefined,
    best: { segment: number; t: number; cost: number },
  ): void {
    const dx = this.#x2[s] - this.#x1[s];
    const dy = this.#y2[s] - this.#y1[s];
    const square = dx * dx + dy * dy;
    const along = square > 0 ? ((x - this.#x1[s]) * dx + (y - this.#y1[s]) * dy) / square : 0;
    const t = Math.min(1, Math.max(0, along));
    let cost = Math.hypot(x - this.#x1[s] - t * dx, y - this.#y1[s] - t * dy);
    if (cost >= best.cost) return;
    if (headingDeg !== undefined) {
      const off = Math.abs(turnDeg((Math.atan2(dx, dy) * 180) / Math.PI, headingDeg));
      const twoWay = this.#graph.edgeReverse[this.#edge[s]] !== NO_EDGE;
      cost += (Math.min(off, twoWay ? 180 - off : 180) / 180) * AGAINST_HEADING_M;
      if (cost >= best.cost) return;
    }
    best.segment = s;
    best.t = t;
    best.cost = cost;
  }

  #toSnap(s: number, t: number, x: number, y: number, headingDeg: number | undefined): Snap {
    const graph = this.#graph;
    const edge = this.#edge[s];
    const dx = this.#x2[s] - this.#x1[s];
    const dy = this.#y2[s] - this.#y1[s];
    const px = this.#x1[s] + t * dx;
    const py = this.#y1[s] + t * dy;
    let beforeM = 0;
    for (let i = s - 1; i >= 0 && this.#edge[i] === edge; i--) beforeM += this.#lengthOf(i);
    let lengthM = beforeM;
    for (let i = s; i < this.#edge.length && this.#edge[i] === edge; i++) lengthM += this.#lengthOf(i);
    const fraction = lengthM > 0 ? Math.min(1, (beforeM + t * this.#lengthOf(s)) / lengthM) : 0;
    const at = {
      lon: this.#west + px / this.#xPerDeg,
      lat: this.#south + py / METRES_PER_DEGREE,
      distanceM: Math.hypot(x - px, y - py),
    };
    const reverse = graph.edgeReverse[edge];
    const onLeft = dx * (y - this.#y1[s]) - dy * (x - this.#x1[s]) > 0;
    const backwards =
      headingDeg === undefined ? onLeft : Math.abs(turnDeg((Math.atan2(dx, dy) * 180) / Math.PI, headingDeg)) > 90;
    if (reverse !== NO_EDGE && backwards) return { edge: reverse, fraction: 1 - fraction, ...at };
    return { edge, fraction, ...at };
  }

  #lengthOf(s: number): number {
    return Math.hypot(this.#x2[s] - this.#x1[s], this.#y2[s] - this.#y1[s]);
  }

  #eachSegment(edge: number, visit: (x1: number, y1: number, x2: number, y2: number) => void): void {
    const graph = this.#graph;
    const toX = (lon: number) => (lon - this.#west) * this.#xPerDeg;
    const toY = (lat: number) => (lat - this.#south) * METRES_PER_DEGREE;
    let x = toX(graph.nodeLon[graph.edgeFrom[edge]]);
    let y = toY(graph.nodeLat[graph.edgeFrom[edge]]);
    const next = (lon: number, lat: number) => {
      const [x2, y2] = [toX(lon), toY(lat)];
      visit(x, y, x2, y2);
      [x, y] = [x2, y2];
    };
    for (let i = graph.firstShape[edge]; i < graph.firstShape[edge + 1]; i++)
      next(graph.shapeLon[i], graph.shapeLat[i]);
    next(graph.nodeLon[graph.edgeTo[edge]], graph.nodeLat[graph.edgeTo[edge]]);
  }

  #eachCellOfSegments(visit: (cell: number, segment: number) => void): void {
    const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value / this.#cellM)));
    for (let s = 0; s < this.#edge.length; s++) {
      const c1 = clamp(Math.min(this.#x1[s], this.#x2[s]), this.#columns);
      const c2 = clamp(Math.max(this.#x1[s], this.#x2[s]), this.#columns);
      const r1 = clamp(Math.min(this.#y1[s], this.#y2[s]), this.#rows);
      const r2 = clamp(Math.max(this.#y1[s], this.#y2[s]), this.#rows);
      for (let r = r1; r <= r2; r++) for (let c = c1; c <= c2; c++) visit(r * this.#columns + c, s);
    }
  }
}
