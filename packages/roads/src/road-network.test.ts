import { inRing } from '@muster/geo/geofence';
import { seededRandom } from '@muster/kernel/random';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syntheticRoads } from '../test/synthetic-roads.ts';
import { buildRoadGraph } from './build.ts';
import { edgeLine, isConnector } from './edge-shape.ts';
import type { RawWay, Snap } from './graph.ts';
import { EDGE_FLAG } from './graph.ts';
import { RoadNetwork } from './road-network.ts';

const { graph } = buildRoadGraph(syntheticRoads(seededRandom(9), { columns: 20, rows: 20 }));
const CENTRE = [120.02, 30.018] as const;

test('the snap is the nearest place on any road', () => {
  const network = RoadNetwork.from(graph);
  const xPerDeg = 111_195 * Math.cos((30.017 * Math.PI) / 180);
  const bruteM = (lon: number, lat: number) => {
    let best = Infinity;
    for (let e = 0; e < graph.edgeCount; e++) {
      if (isConnector(graph, e)) continue;
      const line = edgeLine(graph, e).map(([x, y]) => [(x - lon) * xPerDeg, (y - lat) * 111_195] as const);
      for (let i = 1; i < line.length; i++) {
        const [[x1, y1], [x2, y2]] = [line[i - 1], line[i]];
        const [dx, dy] = [x2 - x1, y2 - y1];
        const t = Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / (dx * dx + dy * dy)));
        best = Math.min(best, Math.hypot(x1 + t * dx, y1 + t * dy));
      }
    }
    return best;
  };
  fc.assert(
    fc.property(
      fc.double({ min: 119.98, max: 120.06, noNaN: true }),
      fc.double({ min: 29.98, max: 30.06, noNaN: true }),
      (lon, lat) => {
        const snap = network.snap(lon, lat, { maxDistanceM: 1e6 });
        expect(snap?.distanceM).toBeCloseTo(bruteM(lon, lat), 0);
      },
    ),
    { numRuns: 60 },
  );
  expect(network.snap(121, 31)).toBeUndefined();
});

test('a place on a road snaps to where it is', () => {
  const network = RoadNetwork.from(graph);
  const snap = network.snap(...CENTRE) as Snap;
  const again = network.snap(snap.lon, snap.lat) as Snap;
  expect(again.distanceM).toBeLessThan(0.01);
  expect([again.fraction, 1 - again.fraction].some((f) => Math.abs(f - snap.fraction) < 1e-3)).toBe(true);
});

test('a heading chooses the carriageway', () => {
  const way = (nodes: number[], oneWay: 0 | 1): RawWay => ({
    nodes,
    oneWay,
    roadClass: 'primary',
    names: { zh: '', en: '' },
    flags: 0,
  });
  const lon = Float64Array.of(120, 120.01, 120.01, 120);
  const lat = Float64Array.of(30, 30, 30.0002, 30.0002);
  const ways = [way([0, 1], 1), way([2, 3], 1), way([1, 2], 0), way([3, 0], 0)];
  const network = RoadNetwork.from(buildRoadGraph({ nodes: { lon, lat }, ways, restrictions: [], barriers: [] }).graph);
  expect(network.snap(120.005, 30.00012, { headingDeg: 90 })?.lat).toBeCloseTo(30, 6);
  expect(network.snap(120.005, 30.00008, { headingDeg: 270 })?.lat).toBeCloseTo(30.0002, 6);
});

test('a closure counts from the next call on, in tables, routes and isochrones, and leaves the graph alone', () => {
  const network = RoadNetwork.from(graph);
  const before = structuredClone(graph.edgeTimeS);
  const from = network.snap(120.005, 30.005) as Snap;
  const to = network.snap(120.035, 30.03) as Snap;
  const open = network.times([from], [to], 'emergency').seconds[0];
  const route = network.route(from, to, 'emergency');
  if (!route.ok) throw new Error(route.refusal.message);
  const middle = route.value.legs[route.value.legs.length >> 1].edge;
  const version = network.version;
  expect(network.close({ id: 'flood', area: { edges: [middle] } }).ok).toBe(true);
  expect(network.version).toBeGreaterThan(version);
  const around = network.times([from], [to], 'emergency').seconds[0];
  expect(around).toBeGreaterThanOrEqual(open);
  const detour = network.route(from, to, 'emergency');
  expect(detour.ok && detour.value.legs.every((leg) => leg.edge !== middle)).toBe(true);
  expect(detour.ok && Math.fround(detour.value.timeS)).toBe(around);
  expect(network.isochrone(from, 3600, 'emergency').edges.every((part) => part.edge !== middle)).toBe(true);
  expect(network.reopen('flood').ok).toBe(true);
  expect(network.times([from], [to], 'emergency').seconds[0]).toBe(open);
  expect(graph.edgeTimeS).toEqual(before);
});

test('a polygon closes every road in it; its profile decides whom it stops', () => {
  const network = RoadNetwork.from(graph);
  const [lon, lat] = CENTRE;
  const polygon = [
    [
      [lon - 0.004, lat - 0.004],
      [lon + 0.004, lat - 0.004],
      [lon + 0.004, lat + 0.004],
      [lon - 0.004, lat + 0.004],
    ],
  ] as const;
  const closed = network.close({ id: 'cordon', area: { polygon }, profiles: ['normal'] });
  expect(closed.ok && closed.value.length).toBeGreaterThan(10);
  const ends: [readonly [number, number], readonly [number, number]] = [
    [lon - 0.01, lat],
    [lon + 0.01, lat],
  ];
  const normal = network.route(...ends, 'normal');
  const emergency = network.route(...ends, 'emergency');
  if (!normal.ok || !emergency.ok) throw new Error('Both find a way.');
  expect(normal.value.lengthM).toBeGreaterThan(emergency.value.lengthM);
  const edges = new Set(network.closedEdges('cordon'));
  expect(normal.value.legs.some((leg) => edges.has(leg.edge))).toBe(false);
});

test('two closures over one road: it opens with the last', () => {
  const network = RoadNetwork.from(graph);
  const edge = Array.from({ length: graph.edgeCount }, (_, e) => e).find((e) => !isConnector(graph, e)) as number;
  network.close({ id: 'a', area: { edges: [edge] } });
  network.close({ id: 'b', area: { edges: [edge] } });
  network.reopen('a');
  expect(network.closures.map((c) => c.id)).toEqual(['b']);
  expect(network.closedEdges('b')).toContain(edge);
});

test('refuses a closure that is in force, names no road, or is not there to reopen', () => {
  const network = RoadNetwork.from(graph);
  const codeOf = (result: ReturnType<typeof network.close> | ReturnType<typeof network.reopen>) =>
    result.ok ? 'ok' : result.refusal.code;
  expect(codeOf(network.close({ id: 'a', area: { edges: [0] } }))).toBe('ok');
  expect(codeOf(network.close({ id: 'a', area: { edges: [0] } }))).toBe('conflict');
  expect(codeOf(network.close({ id: 'b', area: { edges: [graph.edgeCount] } }))).toBe('invalid');
  expect(
    codeOf(
      network.close({
        id: 'c',
        area: {
          polygon: [
            [
              [0, 0],
              [1, 0],
              [1, 1],
            ],
          ],
        },
      }),
    ),
  ).toBe('not-found');
  expect(codeOf(network.reopen('z'))).toBe('not-found');
});

test('refuses a route from a point off the roads', () => {
  const network = RoadNetwork.from(graph);
  const route = network.route([121, 31], CENTRE, 'normal');
  expect(route.ok ? '' : route.refusal.message).toBe('No road is near the start.');
});

test('an isochrone reaches what the table says and its ring holds all of it', () => {
  const network = RoadNetwork.from(graph);
  const from = network.snap(...CENTRE) as Snap;
  const { nodes, timesS, edges, ring } = network.isochrone(from, 120, 'emergency');
  expect(nodes.length).toBeGreaterThan(20);
  nodes.forEach((v, i) => {
    expect(timesS[i]).toBeLessThanOrEqual(120);
    expect(inRing(ring, graph.nodeLon[v], graph.nodeLat[v])).toBe(true);
  });
  expect(ring[0]).toEqual(ring[ring.length - 1]);
  expect(edges.every((part) => part.from <= part.to && part.to <= 1)).toBe(true);
});

test('directions are said street by street in both languages', () => {
  const way = (nodes: number[], zh: string, en: string, flags = 0, oneWay: 0 | 1 = 0): RawWay => ({
    nodes,
    oneWay,
    roadClass: 'primary',
    names: { zh, en },
    flags,
  });
  const points = [
    [0, 0],
    [4, 0],
    [4, 4],
    [8, 4],
    [8.2, 4.2],
    [8.4, 4],
    [8.2, 3.8],
    [12, 4],
  ];
  const lon = Float64Array.from(points, ([x]) => 120 + x / 1000);
  const lat = Float64Array.from(points, ([, y]) => 30 + y / 1000);
  const ways = [
    way([0, 1], '人民路', 'Renmin Road'),
    way([1, 2], '滨海大道', 'Binhai Avenue'),
    way([2, 3], '海港路', 'Haigang Road'),
    way([3, 6, 5, 4, 3], '', '', EDGE_FLAG.roundabout, 1),
    way([5, 7], '长江路', 'Changjiang Road'),
  ];
  const network = RoadNetwork.from(buildRoadGraph({ nodes: { lon, lat }, ways, restrictions: [], barriers: [] }).graph);
  const route = network.route([120, 30], [120.012, 30.004], 'emergency');
  if (!route.ok) throw new Error(route.refusal.message);
  expect(route.value.directions.map((s) => s.zh)).toEqual([
    '沿人民路向东出发，行驶 390 米',
    '左转进入滨海大道，行驶 440 米',
    '右转进入海港路，行驶 390 米',
    '进入环岛，第 1 个出口驶入长江路，行驶 410 米',
    '到达目的地',
  ]);
  expect(route.value.directions[1].en).toBe('Turn left onto Binhai Avenue, 440 m');
});
