/**
 * Second step of building: barriers and turn restrictions become topology. A restricted node is split into an arrival for
 * each restricted link, a departure for each link that somebody may not take, and connectors of no length between what
 * is allowed. No link is copied, so a place on a road stays one place.
 */

import type { Link } from './build-links.ts';
import type { RawRoads } from './graph.ts';

/** A way of no length from one part of a split node to another. */
export interface Connector {
  readonly from: number;
  readonly to: number;
  /** A barrier that only an emergency vehicle passes. */
  readonly barrier: boolean;
}

export interface Turns {
  /** The raw node each graph node stands on. */
  readonly rawOf: number[];
  /** Graph nodes of each link's ends. */
  readonly linkFrom: Uint32Array;
  readonly linkTo: Uint32Array;
  readonly connectors: Connector[];
  /** Restrictions that no pair of links matches (a way outside the extract, a direction that is one-way anyway). */
  readonly ignoredRestrictions: number;
}

interface Ends {
  readonly arriving: number[];
  readonly leaving: number[];
}

export function compileTurns(raw: RawRoads, links: readonly Link[]): Turns {
  const rawOf: number[] = [];
  const newNode = (rawNode: number) => rawOf.push(rawNode) - 1;
  const linkFrom = new Uint32Array(links.length);
  const linkTo = new Uint32Array(links.length);
  const connectors: Connector[] = [];
  const restrictionsAt = groupBy(raw.restrictions, (r) => r.via);
  const barrierAt = new Map(raw.barriers.map((b) => [b.node, b]));
  let ignoredRestrictions = 0;

  for (const [node, ends] of endsByNode(links)) {
    const barrier = barrierAt.get(node);
    const restrictions = restrictionsAt.get(node);
    if (barrier !== undefined) {
      splitBarrier(links, ends, () => newNode(node), barrier.emergencyMayPass, { linkFrom, linkTo, connectors });
      continue;
    }
    const banned = new Map<number, Set<number>>();
    for (const restriction of restrictions ?? []) {
      if (!ban(links, ends, restriction, banned)) ignoredRestrictions++;
    }
    splitRestricted(ends, banned, () => newNode(node), { linkFrom, linkTo, connectors });
  }
  return { rawOf, linkFrom, linkTo, connectors, ignoredRestrictions };
}

interface Split {
  readonly linkFrom: Uint32Array;
  readonly linkTo: Uint32Array;
  readonly connectors: Connector[];
}

function endsByNode(links: readonly Link[]): Map<number, Ends> {
  const byNode = new Map<number, Ends>();
  const at = (node: number): Ends => {
    let ends = byNode.get(node);
    if (ends === undefined) {
      ends = { arriving: [], leaving: [] };
      byNode.set(node, ends);
    }
    return ends;
  };
  links.forEach((link, i) => {
    at(link.path[0]).leaving.push(i);
    at(link.path[link.path.length - 1]).arriving.push(i);
  });
  return byNode;
}

/** Adds the turns one restriction bans; false when it matches nothing. */
function ban(
  links: readonly Link[],
  ends: Ends,
  restriction: RawRoads['restrictions'][number],
  banned: Map<number, Set<number>>,
): boolean {
  let matched = false;
  for (const a of ends.arriving) {
    if (links[a].lastWay !== restriction.fromWay) continue;
    // Along one and the same way a restriction means the U-turn, never going straight on.
    const isTarget = (l: number) =>
      links[l].firstWay === restriction.toWay &&
      (restriction.fromWay !== restriction.toWay || restriction.only !== (links[a].reverse === l));
    if (restriction.only && !ends.leaving.some(isTarget)) continue;
    for (const l of ends.leaving) {
      if (isTarget(l) === restriction.only) continue;
      matched = true;
      let set = banned.get(a);
      if (set === undefined) {
        set = new Set();
        banned.set(a, set);
      }
      set.add(l);
    }
  }
  return matched;
}

function splitRestricted(ends: Ends, banned: Map<number, Set<number>>, newNode: () => number, out: Split): void {
  const { linkFrom, linkTo, connectors } = out;
  const connect = (from: number, to: number) => connectors.push({ from, to, barrier: false });
  if (banned.size === 0) {
    const node = newNode();
    for (const a of ends.arriving) linkTo[a] = node;
    for (const l of ends.leaving) linkFrom[l] = node;
    return;
  }
  const departures = new Map<number, number>();
  for (const set of banned.values()) {
    for (const l of set) if (!departures.has(l)) departures.set(l, newNode());
  }
  const core = newNode();
  const arrival = newNode();
  connect(arrival, core);
  for (const departure of departures.values()) connect(arrival, departure);
  for (const l of ends.leaving) linkFrom[l] = departures.get(l) ?? core;
  for (const a of ends.arriving) {
    const set = banned.get(a);
    if (set === undefined) {
      linkTo[a] = arrival;
      continue;
    }
    const own = newNode();
    linkTo[a] = own;
    connect(own, core);
    for (const [l, departure] of departures) if (!set.has(l)) connect(own, departure);
  }
}

/** Every road ends at the barrier in a stub of its own; who may pass goes from stub to stub. */
function splitBarrier(
  links: readonly Link[],
  ends: Ends,
  newNode: () => number,
  emergencyMayPass: boolean,
  out: Split,
): void {
  const stubs: number[] = [];
  for (const a of ends.arriving) {
    const stub = newNode();
    stubs.push(stub);
    out.linkTo[a] = stub;
    if (links[a].reverse >= 0) out.linkFrom[links[a].reverse] = stub;
  }
  for (const l of ends.leaving) {
    if (links[l].reverse >= 0) continue;
    const stub = newNode();
    stubs.push(stub);
    out.linkFrom[l] = stub;
  }
  if (!emergencyMayPass) return;
  for (const from of stubs) {
    for (const to of stubs) if (from !== to) out.connectors.push({ from, to, barrier: true });
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
