import { seededRandom } from '@muster/kernel/random';
import { describe, expect, it } from 'vitest';
import { FleetOnRoads } from './fleet-on-roads.ts';
import { NodeHeap } from './node-heap.ts';
import { type Arcs, buildStreetNet, type StreetNet, travelBetween } from './street-net.ts';
import { gridArcs } from './test-city.ts';

/** Each end of the trip adds at most half a tenth of a second of rounding. */
const ROUNDING_S = 0.06;

/** A city of junctions whose roads have nodes between them, some one-way, with dead ends. */
function bentRoads(seed: number): Arcs {
  const random = seededRandom(seed);
  const grid = gridArcs(6);
  const from: number[] = [];
  const to: number[] = [];
  const baseS: number[] = [];
  let nodeCount = grid.nodeCount;
  for (let i = 0; i < grid.from.length; i += 2) {
    const bends = Math.floor(random.next() * 4);
    const oneWay = random.next() < 0.15;
    let at = grid.from[i];
    for (let b = 0; b <= bends; b++) {
      const next = b === bends ? grid.to[i] : nodeCount++;
      const s = 1 + random.next() * 30;
      from.push(at);
      to.push(next);
      baseS.push(s);
      if (!oneWay) {
        from.push(next);
        to.push(at);
        baseS.push(s);
      }
      at = next;
    }
  }
  return { nodeCount, from: Int32Array.from(from), to: Int32Array.from(to), baseS: Float64Array.from(baseS) };
}

function plainTimes(arcs: Arcs, source: number): Float64Array {
  const heap = new NodeHeap(arcs.nodeCount).start();
  heap.push(source, 0);
  for (let v = heap.pop(); v >= 0; v = heap.pop()) {
    for (let i = 0; i < arcs.from.length; i++)
      if (arcs.from[i] === v) heap.push(arcs.to[i], heap.costs[v] + arcs.baseS[i]);
  }
  return heap.costs;
}

/** How far the table is off: never below the truth, above it only where many junctions were thinned out. */
function compare(arcs: Arcs, net: StreetNet) {
  let exact = 0;
  let longer = 0;
  for (let a = 0; a < arcs.nodeCount; a += 3) {
    if (!net.usable[a]) continue;
    const truth = plainTimes(arcs, a);
    for (let b = 0; b < arcs.nodeCount; b++) {
      if (!net.usable[b]) continue;
      const off = travelBetween(net, a, b) - truth[b];
      expect(off).toBeGreaterThan(-ROUNDING_S);
      if (off < ROUNDING_S) exact++;
      else longer++;
    }
  }
  return { exact, longer };
}

describe('a contracted street net', () => {
  it('has the times of plain Dijkstra trees', () => {
    for (const seed of [1, 2, 3]) {
      const arcs = bentRoads(seed);
      expect(compare(arcs, buildStreetNet(arcs)).longer).toBe(0);
    }
  });

  it('keeps them when it is thinned out to fewer anchors than junctions', () => {
    const arcs = bentRoads(4);
    const net = buildStreetNet(arcs, 20);
    expect(net.anchorCount).toBeLessThanOrEqual(20);
    const { exact, longer } = compare(arcs, net);
    expect(longer / (exact + longer)).toBeLessThan(0.02);
  });
});

describe('a unit on the road', () => {
  it('is as far from its goal as its trip has left, at any moment, and elsewhere never farther than by going on', () => {
    const arcs = bentRoads(5);
    const net = buildStreetNet(arcs);
    const random = seededRandom(9);
    const nodes = [...net.usable.keys()].filter((v) => net.usable[v] === 1);
    const any = () => nodes[Math.floor(random.next() * nodes.length)];
    const fleet = new FleetOnRoads(net, 1);
    for (let trip = 0; trip < 200; trip++) {
      const [start, goal, other] = [any(), any(), any()];
      fleet.stand(0, start, 2);
      const thereS = fleet.drive(0, 1_000, { node: goal, offRoadS: 3 }, 1, 10);
      expect(thereS).toBeGreaterThanOrEqual(1_010);
      for (let nowS = 1_000; nowS < thereS; nowS += 7) {
        const leftS = fleet.baseS(0, nowS, goal, 3);
        // On the last stretch it is told over a junction; before it, it is its trip to the second.
        expect(leftS).toBeGreaterThan(Math.min(thereS - nowS, thereS - 1_010) - 8 - 2 * ROUNDING_S * 40);
        const onwards = thereS - nowS + travelBetween(net, goal, other) + 6;
        expect(fleet.baseS(0, nowS, other, 0)).toBeLessThan(onwards + 70);
      }
    }
  });

  it('may be sent elsewhere half-way and arrives after what was left', () => {
    const net = buildStreetNet(gridArcs(7));
    const fleet = new FleetOnRoads(net, 1);
    fleet.stand(0, 0, 0);
    expect(fleet.drive(0, 0, { node: 6, offRoadS: 0 }, 1, 0)).toBeCloseTo(6 * 36, 0);
    // After three blocks it turns to the corner below the start: three blocks back and two down.
    expect(fleet.drive(0, 3 * 36, { node: 14, offRoadS: 0 }, 1, 0)).toBeCloseTo(3 * 36 + 5 * 36, 0);
    expect(fleet.baseS(0, 3 * 36 + 18, 6, 0)).toBeCloseTo(3 * 36 + 18, 0);
  });
});
