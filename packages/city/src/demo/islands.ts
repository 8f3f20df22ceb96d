import type { Expressways } from './expressways.ts';
import type { PlanarRoads } from './planar.ts';

/** Removes streets that no road joins to the city. Expressways join whatever their ramps touch. */
export function dropIslands(roads: PlanarRoads, expressways: Expressways): void {
  const parent = Int32Array.from(roads.nodes, (_, node) => node);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const join = (a: number, b: number): void => {
    parent[root(a)] = root(b);
  };
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (roads.isAlive(edge)) join(roads.edgeA[edge]!, roads.edgeB[edge]!);
  }
  const ramps = expressways.ways.flatMap((way) => [way.startNode ?? -1, way.endNode ?? -1]).filter((node) => node >= 0);
  for (const node of ramps) join(node, ramps[0]!);
  const sizes = new Map<number, number>();
  for (let node = 0; node < parent.length; node++) sizes.set(root(node), (sizes.get(root(node)) ?? 0) + 1);
  const largest = [...sizes].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (roads.isAlive(edge) && root(roads.edgeA[edge]!) !== largest) roads.remove(edge);
  }
}
