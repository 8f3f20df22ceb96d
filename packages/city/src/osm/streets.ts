import { PointGrid } from '../gazetteer/point-grid.ts';
import type { Bounds, Names } from '../pack/format.ts';
import { distanceM, type Position } from './metric.ts';
import { aliasesOf } from './names.ts';
import type { ImportedRoads } from './roads.ts';

/** One street: all ways of one name that hang together. */
export interface Street {
  readonly names: Names;
  readonly aliases: readonly string[];
  readonly at: Position;
  readonly lengthM: number;
  readonly isBridge: boolean;
}

export interface Crossing {
  readonly a: Names;
  readonly b: Names;
  readonly at: Position;
}

/** Ways of one name farther apart than this are different streets; a park in between does not end one. */
const SAME_STREET_M = 1000;
/** Carriageways of one junction. */
const SAME_JUNCTION_M = 120;

const inBounds = (lon: number, lat: number, [west, south, east, north]: Bounds): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

export function streetsOf(roads: ImportedRoads, bounds: Bounds): Street[] {
  const byName = new Map<string, number[]>();
  roads.raw.ways.forEach((way, index) => {
    if (way.names.zh === '' || isRamp(way.flags)) return;
    const list = byName.get(way.names.zh);
    if (list === undefined) byName.set(way.names.zh, [index]);
    else list.push(index);
  });
  const streets: Street[] = [];
  for (const ways of byName.values()) {
    for (const group of apart(roads, ways)) {
      const street = describe(roads, group, bounds);
      if (street !== undefined) streets.push(street);
    }
  }
  return streets;
}

const isRamp = (flags: number): boolean => (flags & 8) !== 0;

/** Single-link clusters of the ways' points. */
function apart(roads: ImportedRoads, ways: readonly number[]): number[][] {
  if (ways.length === 1) return [[...ways]];
  const { lon, lat } = roads.raw.nodes;
  const grid = new PointGrid(SAME_STREET_M);
  const owner: number[] = [];
  const parent = ways.map((_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root];
    parent[i] = root;
    return root;
  };
  ways.forEach((way, i) => {
    for (const node of roads.raw.ways[way].nodes) {
      grid.nearest(lon[node], lat[node], SAME_STREET_M, (index) => {
        const [a, b] = [find(owner[index]), find(i)];
        if (a !== b && grid.distanceM(index, lon[node], lat[node]) <= SAME_STREET_M) parent[a] = b;
        return false;
      });
      owner[grid.add(lon[node], lat[node])] = i;
    }
  });
  const groups = new Map<number, number[]>();
  ways.forEach((way, i) => {
    groups.set(find(i), [...(groups.get(find(i)) ?? []), way]);
  });
  return [...groups.values()];
}

function describe(roads: ImportedRoads, group: readonly number[], bounds: Bounds): Street | undefined {
  const { lon, lat } = roads.raw.nodes;
  const aliases = new Set<string>();
  const points: number[] = [];
  let lengthM = 0;
  let bridgeM = 0;
  for (const index of group) {
    const way = roads.raw.ways[index];
    for (const alias of aliasesOf(roads.source[index].way.tags, way.names)) aliases.add(alias);
    const english = roads.source[index].way.tags['name:en'];
    if (english !== undefined && english !== way.names.en) aliases.add(english);
    let wayM = 0;
    for (let i = 1; i < way.nodes.length; i++) {
      wayM += distanceM(lon[way.nodes[i - 1]], lat[way.nodes[i - 1]], lon[way.nodes[i]], lat[way.nodes[i]]);
    }
    lengthM += wayM;
    if ((way.flags & 1) !== 0) bridgeM += wayM;
    for (const node of way.nodes) if (inBounds(lon[node], lat[node], bounds)) points.push(node);
  }
  if (points.length === 0) return undefined;
  const middle = points.reduce((s, n) => [s[0] + lon[n] / points.length, s[1] + lat[n] / points.length], [0, 0]);
  let at = points[0];
  for (const node of points) {
    if (distanceM(lon[node], lat[node], middle[0], middle[1]) < distanceM(lon[at], lat[at], middle[0], middle[1]))
      at = node;
  }
  const names = roads.raw.ways[group[0]].names;
  return { names, aliases: [...aliases], at: [lon[at], lat[at]], lengthM, isBridge: bridgeM > 0.8 * lengthM };
}

/** Where streets of two names meet: at a shared node, or through an unnamed stub inside one junction. */
export function crossingsOf(roads: ImportedRoads, bounds: Bounds): Crossing[] {
  const { lon, lat } = roads.raw.nodes;
  const namesAt = new Map<number, Map<string, Names>>();
  for (const way of roads.raw.ways) {
    if (way.names.zh === '') continue;
    for (const node of way.nodes) {
      if (!inBounds(lon[node], lat[node], bounds)) continue;
      const names = namesAt.get(node);
      if (names === undefined) namesAt.set(node, new Map([[way.names.zh, way.names]]));
      else names.set(way.names.zh, way.names);
    }
  }
  for (const way of roads.raw.ways) {
    if (way.names.zh === '') joinThroughStub(way.nodes, namesAt, lon, lat);
  }
  const pairs = new Map<string, Crossing[]>();
  for (const [node, names] of namesAt) {
    const list = [...names.values()].sort((x, y) => (x.zh < y.zh ? -1 : 1));
    for (let i = 0; i < list.length; i++) {
      for (let j = i + 1; j < list.length; j++) addCrossing(pairs, list[i], list[j], [lon[node], lat[node]]);
    }
  }
  return [...pairs.values()].flat();
}

/** An unnamed piece this short belongs to the junction it lies in, metres. */
const STUB_M = 60;

function joinThroughStub(
  nodes: readonly number[],
  namesAt: Map<number, Map<string, Names>>,
  lon: Float64Array,
  lat: Float64Array,
): void {
  const first = nodes[0];
  const last = nodes[nodes.length - 1];
  const a = namesAt.get(first);
  const b = namesAt.get(last);
  if (a === undefined || b === undefined || distanceM(lon[first], lat[first], lon[last], lat[last]) > STUB_M) return;
  for (const [zh, names] of b) a.set(zh, names);
}

/** Merges the nodes of dual carriageways into one junction, whose place is the mean of them. */
function addCrossing(pairs: Map<string, Crossing[]>, a: Names, b: Names, at: Position): void {
  const key = `${a.zh}\n${b.zh}`;
  const known = pairs.get(key);
  if (known === undefined) {
    pairs.set(key, [{ a, b, at }]);
    return;
  }
  const near = known.findIndex((c) => distanceM(c.at[0], c.at[1], at[0], at[1]) <= SAME_JUNCTION_M);
  if (near < 0) known.push({ a, b, at });
  else known[near] = { a, b, at: [(known[near].at[0] + at[0]) / 2, (known[near].at[1] + at[1]) / 2] };
}
