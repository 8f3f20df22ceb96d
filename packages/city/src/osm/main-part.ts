import type { RawRoads } from '@muster/roads/graph';

/** 1 for every node of the largest part of the network that hangs together, whatever the direction of travel. */
export function largestPart(roads: RawRoads): Uint8Array {
  const parent = Uint32Array.from(roads.nodes.lon, (_, i) => i);
  const find = (node: number): number => {
    let root = node;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  };
  for (const way of roads.ways) {
    for (let i = 1; i < way.nodes.length; i++) parent[find(way.nodes[i])] = find(way.nodes[i - 1]);
  }
  const sizes = new Uint32Array(parent.length);
  let main = 0;
  for (let node = 0; node < parent.length; node++) if (++sizes[find(node)] > sizes[main]) main = find(node);
  return Uint8Array.from(parent, (_, node) => (find(node) === main ? 1 : 0));
}
