import { seededRandom } from '@muster/kernel/random';
import { expect, test } from 'vitest';
import { syntheticRoads } from '../test/synthetic-roads.ts';
import { buildRoadGraph } from './build.ts';
import type { RawRoads, RawWay } from './graph.ts';
import { EDGE_FLAG } from './graph.ts';
import { RoadNetwork } from './road-network.ts';

const way = (nodes: number[], more: Partial<RawWay> = {}): RawWay => ({
  nodes,
  roadClass: 'residential',
  names: { zh: '滨海大道', en: 'Binhai Avenue' },
  oneWay: 0,
  flags: 0,
  ...more,
});

/** Points on a plane of 0.001° steps (about 111 m north, 96 m east). */
function raw(points: readonly (readonly [number, number])[], ways: RawWay[], more: Partial<RawRoads> = {}): RawRoads {
  return {
    nodes: {
      lon: Float64Array.from(points, ([x]) => 120 + x / 1000),
      lat: Float64Array.from(points, ([, y]) => 30 + y / 1000),
    },
    ways,
    restrictions: [],
    barriers: [],
    ...more,
  };
}

/** A cross: west 0, east 1, south 2, north 3, middle 4. Ways 0 … 3 lead from those ends to the middle. */
const CROSS = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
  [0, 0],
] as const;
const arm = (end: number, name: string) => way([end, 4], { names: { zh: `${name}路`, en: `${name} Road` } });
const ARMS = [arm(0, '西'), arm(1, '东'), arm(2, '南'), arm(3, '北')];
const end = (i: number): [number, number] => [120 + (CROSS[i][0] * 0.9) / 1000, 30 + (CROSS[i][1] * 0.9) / 1000];

function lengthBetween(roads: RawRoads, from: number, to: number, profile: 'normal' | 'emergency' = 'normal') {
  const route = RoadNetwork.from(buildRoadGraph(roads).graph).route(end(from), end(to), profile);
  return route.ok ? route.value.lengthM : undefined;
}

test('nodes in the middle of a road become shape, also where two alike ways meet', () => {
  const { graph, report } = buildRoadGraph(
    raw(
      [
        [0, 0],
        [1, 0],
        [2, 1],
        [3, 1],
      ],
      [way([0, 1, 2]), way([2, 3])],
    ),
  );
  expect(graph.nodeCount).toBe(2);
  expect(graph.edgeCount).toBe(2);
  expect(graph.shapeLon.length).toBe(4);
  expect(report.contractedNodes).toBe(2);
  expect(graph.edgeReverse).toEqual(Uint32Array.of(1, 0));
});

test('a change of name, class, limit or direction keeps its node', () => {
  for (const other of [
    { names: { zh: '别', en: 'Other' } },
    { roadClass: 'primary' },
    { maxSpeedKmh: 30 },
    { flags: EDGE_FLAG.bridge },
  ] as Partial<RawWay>[]) {
    const { graph } = buildRoadGraph(
      raw(
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        [way([0, 1]), way([1, 2], other)],
      ),
    );
    expect(graph.nodeCount).toBe(3);
  }
});

test('a one-way drawn backwards is driven backwards', () => {
  const square = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  const roads = raw(square, [way([0, 1], { oneWay: -1 }), way([1, 2]), way([2, 3]), way([3, 0])]);
  const network = RoadNetwork.from(buildRoadGraph(roads).graph);
  const along = network.route([120.0008, 30], [120.0002, 30], 'normal');
  const against = network.route([120.0002, 30], [120.0008, 30], 'normal');
  expect(along.ok && along.value.lengthM).toBeLessThan(100);
  expect(against.ok && against.value.lengthM).toBeGreaterThan(300);
});

test('a banned turn is driven round, the other turns are not touched', () => {
  const banned = raw(CROSS, ARMS, { restrictions: [{ fromWay: 0, via: 4, toWay: 3, only: false }] });
  expect(lengthBetween(banned, 0, 3)).toBeGreaterThan(300);
  expect(lengthBetween(banned, 0, 1)).toBeLessThan(200);
  expect(lengthBetween(banned, 3, 0)).toBeLessThan(200);
  expect(lengthBetween(banned, 2, 3)).toBeLessThan(205);
});

test('an only-turn bans every other way out', () => {
  const only = raw(CROSS, ARMS, { restrictions: [{ fromWay: 0, via: 4, toWay: 1, only: true }] });
  expect(lengthBetween(only, 0, 1)).toBeLessThan(200);
  expect(lengthBetween(only, 0, 2)).toBeGreaterThan(300);
  expect(lengthBetween(only, 0, 3)).toBeGreaterThan(300);
  expect(lengthBetween(only, 2, 3)).toBeLessThan(205);
});

test('a restriction that fits nothing is counted, not obeyed', () => {
  const { report } = buildRoadGraph(
    raw(CROSS, ARMS, { restrictions: [{ fromWay: 0, via: 3, toWay: 1, only: false }] }),
  );
  expect(report.ignoredRestrictions).toBe(1);
});

test('a locked gate stops everybody, one that an emergency vehicle may open only the others', () => {
  const ring = [way([0, 1]), way([1, 2]), way([2, 3]), way([3, 4]), way([4, 0])];
  const points = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
    [0, 1],
  ] as const;
  const route = (emergencyMayPass: boolean, profile: 'normal' | 'emergency') => {
    const roads = raw(points, ring, { barriers: [{ node: 1, emergencyMayPass }] });
    const found = RoadNetwork.from(buildRoadGraph(roads).graph).route([120.0008, 30], [120.0012, 30], profile);
    return found.ok ? found.value : undefined;
  };
  expect(route(true, 'emergency')?.lengthM).toBeLessThan(100);
  expect(route(true, 'emergency')?.timeS).toBeGreaterThan(20);
  expect(route(true, 'normal')?.lengthM).toBeGreaterThan(300);
  expect(route(false, 'emergency')?.lengthM).toBeGreaterThan(300);
});

test('what cannot be left or reached is dropped and reported', () => {
  const points = [
    [0, 0],
    [1, 0],
    [2, 0],
    [5, 5],
    [6, 5],
  ] as const;
  const { graph, report } = buildRoadGraph(
    raw(points, [way([0, 1]), way([1, 2], { oneWay: 1 }), way([3, 4], { names: { zh: '', en: '' } })]),
  );
  expect(graph.nodeCount).toBe(2);
  expect(report.droppedNodes).toBe(3);
  expect(report.droppedLengthM).toBeGreaterThan(190);
});

test('sirens are faster on every class, and a signed limit replaces the class', () => {
  const { graph } = buildRoadGraph(syntheticRoads(seededRandom(3), { columns: 6, rows: 6 }));
  for (let e = 0; e < graph.edgeCount; e++)
    expect(graph.edgeTimeS.emergency[e]).toBeLessThanOrEqual(Math.max(20, graph.edgeTimeS.normal[e]));
  const timeS = (maxSpeedKmh?: number) => {
    const roads = raw(
      [
        [0, 0],
        [1, 0],
      ],
      [way([0, 1], maxSpeedKmh === undefined ? {} : { maxSpeedKmh })],
    );
    return buildRoadGraph(roads).graph.edgeTimeS.normal[0];
  };
  expect(timeS(60)).toBeCloseTo(timeS() / 2, 3);
});
