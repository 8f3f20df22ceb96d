import { MISSING_NODE } from './osm-data.ts';

export interface Assembled {
  /** Closed rings of node indices, first equal to last. */
  readonly rings: readonly number[][];
  /** Chains that could not be closed: usually the extract was cut. */
  readonly open: readonly number[][];
}

/**
 * Joins way pieces end to end into rings, whatever direction they were drawn in. With `directed` a piece is never
 * turned round (coastlines carry meaning in their direction).
 */
export function assembleRings(pieces: readonly (readonly number[])[], directed = false): Assembled {
  const rings: number[][] = [];
  const open: number[][] = [];
  const chains = pieces
    .filter((piece) => piece.length >= 2 && !piece.includes(MISSING_NODE))
    .map((piece) => [...piece]);
  const ends = new Map<number, Set<number>>();
  const enter = (chain: number): void => {
    for (const node of [chains[chain][0], chains[chain].at(-1)!]) {
      const set = ends.get(node);
      if (set === undefined) ends.set(node, new Set([chain]));
      else set.add(chain);
    }
  };
  const leave = (chain: number): void => {
    ends.get(chains[chain][0])?.delete(chain);
    ends.get(chains[chain].at(-1)!)?.delete(chain);
  };
  chains.forEach((_, index) => {
    enter(index);
  });
  for (let start = 0; start < chains.length; start++) {
    if (!ends.get(chains[start][0])?.has(start)) continue;
    leave(start);
    const chain = chains[start];
    for (let turned = false; chain[0] !== chain.at(-1); ) {
      const next = nextChain(ends.get(chain.at(-1)!), chain.at(-1)!, chains, directed);
      if (next !== undefined) {
        leave(next);
        const piece = chains[next][0] === chain.at(-1) ? chains[next] : chains[next].toReversed();
        for (let i = 1; i < piece.length; i++) chain.push(piece[i]);
      } else if (directed) {
        if (!prepend(chain, ends.get(chain[0]), chains, leave)) break;
      } else {
        if (turned) break;
        chain.reverse();
        turned = true;
      }
    }
    if (chain[0] === chain.at(-1) && chain.length >= 4) rings.push(chain);
    else open.push(chain);
  }
  return { rings, open };
}

function nextChain(
  candidates: ReadonlySet<number> | undefined,
  node: number,
  chains: readonly number[][],
  directed: boolean,
): number | undefined {
  for (const candidate of candidates ?? []) if (!directed || chains[candidate][0] === node) return candidate;
  return undefined;
}

function prepend(
  chain: number[],
  candidates: ReadonlySet<number> | undefined,
  chains: readonly number[][],
  leave: (chain: number) => void,
): boolean {
  for (const candidate of candidates ?? []) {
    if (chains[candidate].at(-1) !== chain[0]) continue;
    leave(candidate);
    chain.unshift(...chains[candidate].slice(0, -1));
    return true;
  }
  return false;
}
