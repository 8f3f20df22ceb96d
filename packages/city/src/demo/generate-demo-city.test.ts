import { createHash } from 'node:crypto';
import { buildRoadGraph } from '@muster/roads/build';
import { EDGE_FLAG } from '@muster/roads/graph';
import { largestStrongComponent } from '@muster/roads/strong-component';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { type DemoCity, generateDemoCity } from './generate-demo-city.ts';
import { contains, distance, type Point } from './geometry.ts';
import { toPoint } from './projection.ts';

const city = generateDemoCity({ seed: 7, nodes: 5_000 });
const { graph, report } = buildRoadGraph(city.rawRoads);

const hashOf = (made: DemoCity): string => {
  const { lon, lat } = made.rawRoads.nodes;
  return createHash('sha256')
    .update(JSON.stringify([made.meta, made.rawRoads.ways, made.gazetteer, made.resources, made.layers]))
    .update(lon)
    .update(lat)
    .digest('hex');
};

const ringsOf = (layer: 'water', kind: string): Point[][][] =>
  (city.layers[layer] ?? [])
    .filter((feature) => feature.properties?.kind === kind)
    .map((feature) => (feature.geometry as { coordinates: Position[][] }).coordinates.map((ring) => ring.map(at)));
const at = (position: Position): Point => toPoint(position[0]!, position[1]!);
const inside = (polygons: Point[][][], p: Point): boolean =>
  polygons.some(([outer, ...holes]) => contains(outer!, p) && !holes.some((hole) => contains(hole, p)));

const waters = ['sea', 'river', 'lake'].flatMap((kind) => ringsOf('water', kind));
const resources = [...city.resources.stations, ...city.resources.hospitals];

describe('the demo city', () => {
  it('is the same for the same seed and another for another', () => {
    const [first, again, other] = [7, 7, 8].map((seed) => hashOf(generateDemoCity({ seed, nodes: 2_000 })));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('has about the road nodes that were asked for, nearly all of them in one strongly connected graph', () => {
    expect(graph.nodeCount).toBeGreaterThan(3_500);
    expect(graph.nodeCount).toBeLessThan(6_500);
    expect(report.droppedLengthM).toBeLessThan(report.lengthM * 0.01);
    const { inside: connected } = largestStrongComponent(graph.nodeCount, graph.edgeFrom, graph.edgeTo);
    expect(connected.every((flag) => flag === 1)).toBe(true);
  });

  it('has one-way streets, forbidden turns that the graph builder understands, and barriers', () => {
    expect(city.rawRoads.ways.filter((way) => way.oneWay !== 0).length).toBeGreaterThan(50);
    expect(city.rawRoads.restrictions.length).toBeGreaterThan(3);
    expect(report.ignoredRestrictions).toBe(0);
    expect(city.rawRoads.barriers.some((barrier) => barrier.emergencyMayPass)).toBe(true);
  });

  it('crosses its river on bridges and nowhere else', () => {
    const river = ringsOf('water', 'river');
    const { lon, lat } = city.rawRoads.nodes;
    let bridges = 0;
    for (const way of city.rawRoads.ways) {
      const points = way.nodes.map((node) => toPoint(lon[node]!, lat[node]!));
      const wet = points.some((p, i) => i > 0 && inside(river, middle(points[i - 1]!, p)));
      if (wet && (way.flags & EDGE_FLAG.bridge) !== 0) bridges++;
      else if (wet) expect.soft(way.roadClass, `${way.names.zh} without a bridge`).toBe('no street');
    }
    expect(bridges).toBeGreaterThan(4);
  });

  it('has its stations and hospitals on land and near a road', () => {
    expect(resources.length).toBeGreaterThan(20);
    for (const { lon, lat, names } of resources) {
      const p = toPoint(lon, lat);
      expect.soft(inside(waters, p), `${names.zh} stands in water`).toBe(false);
      let nearestM = Infinity;
      for (let v = 0; v < graph.nodeCount; v++) {
        nearestM = Math.min(nearestM, distance(p, toPoint(graph.nodeLon[v]!, graph.nodeLat[v]!)));
      }
      expect.soft(nearestM, names.zh).toBeLessThan(400);
    }
  });

  it('has stations of every agency', () => {
    const agencies = new Set(city.resources.stations.map((station) => station.agency));
    expect([...agencies].sort()).toEqual(['emergency', 'fire', 'medical', 'municipal', 'police']);
  });

  it('names every entry in Chinese, English and pinyin, under an id of its own', () => {
    const bad = city.gazetteer.filter(
      ({ names, pinyin }) => names.zh === '' || names.en === '' || !/^[a-z0-9+]+( [a-z0-9+]+)*$/u.test(pinyin),
    );
    expect(bad).toEqual([]);
    expect(new Set(city.gazetteer.map((entry) => entry.id)).size).toBe(city.gazetteer.length);
    const ids = resources.map((resource) => resource.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives a house number to one house only', () => {
    const houses = city.gazetteer.filter((entry) => entry.kind === 'house-number');
    expect(houses.length).toBeGreaterThan(2_000);
    expect(new Set(houses.map((entry) => entry.names.zh)).size).toBe(houses.length);
    expect(houses.every((entry) => entry.names.zh === `${entry.street}${entry.houseNumber}号`)).toBe(true);
  });

  it('has places of every sort that callers name', () => {
    const kinds = new Set(city.gazetteer.map((entry) => entry.kind));
    const wanted = [
      'district',
      'street',
      'crossing',
      'house-number',
      'compound',
      'building',
      'school',
      'mall',
    ] as const;
    const more = ['hospital', 'metro', 'metro-exit', 'park', 'hotel', 'market', 'factory', 'government'] as const;
    const last = ['station', 'transport', 'bridge', 'water', 'village', 'km-post', 'poi'] as const;
    expect([...wanted, ...more, ...last].filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('houses people in proportion to its size', () => {
    expect(city.population).toBeGreaterThan(150_000);
    expect(city.population).toBeLessThan(600_000);
    expect(city.layers.building!.length).toBeGreaterThan(4_000);
  });

  it('keeps buildings out of the water', () => {
    const wet = (city.layers.building ?? []).filter((feature) => {
      const ring = (feature.geometry as { coordinates: Position[][] }).coordinates[0]!;
      return inside(waters, at(ring[0]!));
    });
    expect(wet).toEqual([]);
  });
});

describe('a demo city of a size nobody can use', () => {
  it.each([0, 999, 500_001, Number.NaN])('is refused: %s nodes', (nodes) => {
    expect(() => generateDemoCity({ seed: 1, nodes })).toThrow(RangeError);
  });
});

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
