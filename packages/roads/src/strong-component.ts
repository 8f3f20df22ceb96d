/** Tarjan's strongly connected components (SIAM J. Comput. 1972), iterative so that depth is no limit. */

/** `inside[v]` is 1 in the largest component; the first found wins a tie. */
export function largestStrongComponent(
  nodeCount: number,
  edgeFrom: Uint32Array,
  edgeTo: Uint32Array,
): { readonly inside: Uint8Array; readonly components: number } {
  const { first, head } = rows(nodeCount, edgeFrom, edgeTo);
  const index = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const component = new Int32Array(nodeCount).fill(-1);
  const open: number[] = [];
  const path: number[] = [];
  const next = first.slice(0, nodeCount);
  let counter = 0;
  let components = 0;
  let largest = -1;
  let largestSize = 0;
  for (let root = 0; root < nodeCount; root++) {
    if (index[root] >= 0) continue;
    path.push(root);
    while (path.length > 0) {
      const v = path[path.length - 1];
      if (index[v] < 0) {
        index[v] = low[v] = counter++;
        open.push(v);
      }
      if (next[v] < first[v + 1]) {
        const w = head[next[v]++];
        if (index[w] < 0) path.push(w);
        else if (component[w] < 0) low[v] = Math.min(low[v], index[w]);
        continue;
      }
      path.pop();
      if (path.length > 0) low[path[path.length - 1]] = Math.min(low[path[path.length - 1]], low[v]);
      if (low[v] !== index[v]) continue;
      let size = 0;
      for (let w = -1; w !== v; size++) {
        w = open.pop() as number;
        component[w] = components;
      }
      if (size > largestSize) {
        largestSize = size;
        largest = components;
      }
      components++;
    }
  }
  return { inside: Uint8Array.from(component, (c) => (c === largest ? 1 : 0)), components };
}

function rows(nodeCount: number, edgeFrom: Uint32Array, edgeTo: Uint32Array) {
  const first = new Uint32Array(nodeCount + 1);
  for (const v of edgeFrom) first[v + 1]++;
  for (let v = 0; v < nodeCount; v++) first[v + 1] += first[v];
  const next = first.slice();
  const head = new Uint32Array(edgeFrom.length);
  for (let e = 0; e < edgeFrom.length; e++) head[next[edgeFrom[e]]++] = edgeTo[e];
  return { first, head };
}
