/**
 * Weights for a hierarchy. First the lower triangles: an arc is no longer than the way round through a lower node. Then, from
 * the top down, the upper and intermediate ones: an arc that a way round through a higher node equals is not needed by
 * any search and is left out (perfect customisation). What is left is about as sparse as the road network itself.
 *
 * Every weight is at least 1, so of two equal ways one always keeps its first arc (the shorter first arc is never dropped
 * for the longer), and leaving out on equality loses no distance.
 */
import type { Hierarchy } from './hierarchy.ts';
import type { Metric } from './metric.ts';
import { FAR_MS } from './metric.ts';

/** Arcs between a rank and higher ranks, in one direction of travel. */
export interface Arcs {
  /** nodeCount + 1. */
  readonly first: Uint32Array;
  readonly head: Uint32Array;
  readonly ms: Int32Array;
}

export interface Customised {
  /** Travelled from the rank up to the head. */
  readonly up: Arcs;
  /** Travelled from the head down to the rank. */
  readonly down: Arcs;
}

export function customise(hierarchy: Hierarchy, metric: Metric): Customised {
  const { first, head, edgeArc, edgeLeadsUp } = hierarchy;
  const up = new Int32Array(head.length).fill(FAR_MS);
  const down = new Int32Array(head.length).fill(FAR_MS);
  for (let e = 0; e < edgeArc.length; e++) {
    const arc = edgeArc[e];
    if (arc < 0) continue;
    const side = edgeLeadsUp[e] === 1 ? up : down;
    if (metric.throughMs[e] < side[arc]) side[arc] = metric.throughMs[e];
  }
  relaxLowerTriangles(hierarchy, up, down);
  const keep = keptArcs(hierarchy, up, down);
  return { up: pick(first, head, up, keep.up), down: pick(first, head, down, keep.down) };
}

function relaxLowerTriangles({ nodeCount, first, head }: Hierarchy, up: Int32Array, down: Int32Array): void {
  for (let u = 0; u < nodeCount; u++) {
    const end = first[u + 1];
    for (let uv = first[u]; uv < end; uv++) {
      const vToU = down[uv];
      const uToV = up[uv];
      if (vToU === FAR_MS && uToV === FAR_MS) continue;
      let vw = first[head[uv]];
      for (let uw = uv + 1; uw < end; uw++) {
        const w = head[uw];
        while (head[vw] !== w) vw++;
        const there = vToU + up[uw];
        if (there < up[vw]) up[vw] = there;
        const back = down[uw] + uToV;
        if (back < down[vw]) down[vw] = back;
      }
    }
  }
}

/** Also raises nothing: `up` and `down` keep the weights of the lower triangles, which are right where an arc is kept. */
function keptArcs({ nodeCount, first, head }: Hierarchy, up: Int32Array, down: Int32Array) {
  const keepUp = new Uint8Array(head.length);
  const keepDown = new Uint8Array(head.length);
  /** Shortest distances between neighbours; right for every rank above the one at work. */
  const bestUp = up.slice();
  const bestDown = down.slice();
  for (let u = nodeCount - 1; u >= 0; u--) {
    const end = first[u + 1];
    for (let a = first[u]; a < end; a++) keepUp[a] = keepDown[a] = 1;
    for (let uv = first[u]; uv < end; uv++) {
      const uToV = up[uv];
      const vToU = down[uv];
      let roundUp = bestUp[uv];
      let roundDown = bestDown[uv];
      let needUp = keepUp[uv];
      let needDown = keepDown[uv];
      let vw = first[head[uv]];
      for (let uw = uv + 1; uw < end; uw++) {
        const w = head[uw];
        while (head[vw] !== w) vw++;
        const vToW = bestUp[vw];
        const wToV = bestDown[vw];
        const uToW = up[uw];
        const wToU = down[uw];
        const uwv = uToW + wToV;
        if (uwv <= uToV) {
          needUp = 0;
          if (uwv < roundUp) roundUp = uwv;
        }
        const vwu = vToW + wToU;
        if (vwu <= vToU) {
          needDown = 0;
          if (vwu < roundDown) roundDown = vwu;
        }
        const uvw = uToV + vToW;
        if (uvw <= uToW) {
          keepUp[uw] = 0;
          if (uvw < bestUp[uw]) bestUp[uw] = uvw;
        }
        const wvu = wToV + vToU;
        if (wvu <= wToU) {
          keepDown[uw] = 0;
          if (wvu < bestDown[uw]) bestDown[uw] = wvu;
        }
      }
      bestUp[uv] = roundUp;
      bestDown[uv] = roundDown;
      keepUp[uv] = needUp;
      keepDown[uv] = needDown;
    }
  }
  return { up: keepUp, down: keepDown };
}

function pick(first: Uint32Array, head: Uint32Array, ms: Int32Array, keep: Uint8Array): Arcs {
  const picked = new Uint32Array(first.length);
  let count = 0;
  for (let a = 0; a < head.length; a++) if (keep[a] === 1 && ms[a] < FAR_MS) count++;
  const pickedHead = new Uint32Array(count);
  const pickedMs = new Int32Array(count);
  let at = 0;
  for (let u = 0; u + 1 < first.length; u++) {
    for (let a = first[u]; a < first[u + 1]; a++) {
      if (keep[a] === 0 || ms[a] >= FAR_MS) continue;
      pickedHead[at] = head[a];
      pickedMs[at++] = ms[a];
    }
    picked[u + 1] = at;
  }
  return { first: picked, head: pickedHead, ms: pickedMs };
}
