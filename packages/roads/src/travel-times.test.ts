import { seededRandom } from '@muster/kernel/random';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syntheticRoads } from '../test/synthetic-roads.ts';
import { buildRoadGraph } from './build.ts';
import { Closures } from './closures.ts';
import { isConnector } from './edge-shape.ts';
import type { RoadGraph, Snap } from './graph.ts';
import { PROFILES } from './graph.ts';
import { metricOf } from './metric.ts';
import { RoadNetwork } from './road-network.ts';
import { PlainTravelTimes } from './travel-times.ts';

const city = fc.record({
  seed: fc.integer(),
  columns: fc.integer({ min: 2, max: 12 }),
  rows: fc.integer({ min: 2, max: 12 }),
  oneWayShare: fc.constantFrom(0, 0.2, 0.6),
  missingShare: fc.constantFrom(0, 0.2, 0.4),
  restrictionShare: fc.constantFrom(0, 0.3),
  barrierShare: fc.constantFrom(0, 0.1),
});

/** Places on random edges, the ends of edges among them. */
function randomSnaps(graph: RoadGraph, seed: number, count: number): (Snap | undefined)[] {
  const random = seededRandom(seed);
  const roads = Array.from({ length: graph.edgeCount }, (_, e) => e).filter((e) => !isConnector(graph, e));
  if (roads.length === 0) return [];
  return Array.from({ length: count }, () => {
    if (random.next() < 0.05) return undefined;
    const edge = roads[Math.floor(random.next() * roads.length)];
    const kind = random.next();
    const fraction = kind < 0.1 ? 0 : kind < 0.2 ? 1 : random.next();
    return { edge, fraction, lon: 0, lat: 0, distanceM: 0 };
  });
}

test('the fast tables are the plain ones, cell for cell, with one-ways, bans, barriers and closures', () => {
  fc.assert(
    fc.property(city, fc.array(fc.nat(), { maxLength: 12 }), ({ seed, ...options }, closedNumbers) => {
      const { graph } = buildRoadGraph(syntheticRoads(seededRandom(seed), options));
      const sources = randomSnaps(graph, seed + 1, 11);
      const targets = randomSnaps(graph, seed + 2, 17);
      const network = RoadNetwork.from(graph);
      const closures = new Closures(graph);
      const compare = () => {
        for (const profile of PROFILES) {
          const metric = metricOf(graph, profile, (e) => closures.isClosed(e, profile));
          const plain = new PlainTravelTimes(graph, metric);
          expect(network.times(sources, targets, profile)).toEqual(plain.table(sources, targets));
          expect(network.times(targets, sources, profile)).toEqual(plain.table(targets, sources));
          expect(network.times(sources.slice(0, 1), targets, profile)).toEqual(
            plain.table(sources.slice(0, 1), targets),
          );
        }
      };
      compare();
      if (graph.edgeCount === 0 || closedNumbers.length === 0) return;
      const edges = closedNumbers.map((n) => n % graph.edgeCount);
      const closure = { id: 'c', area: { edges }, oneDirection: seed % 2 === 0 } as const;
      expect(network.close(closure).ok).toBe(true);
      closures.add(closure);
      compare();
      expect(network.reopen('c').ok).toBe(true);
      closures.remove('c');
      compare();
    }),
    { numRuns: 120 },
  );
});

test('a route takes as long as the table says, and its legs hang together and are open', () => {
  fc.assert(
    fc.property(city, ({ seed, ...options }) => {
      const { graph } = buildRoadGraph(syntheticRoads(seededRandom(seed), options));
      const network = RoadNetwork.from(graph);
      const snaps = randomSnaps(graph, seed + 1, 6).filter((s) => s !== undefined);
      for (const profile of PROFILES) {
        const { seconds } = network.times(snaps, snaps, profile);
        snaps.forEach((from, i) => {
          snaps.forEach((to, j) => {
            const route = network.route(from, to, profile);
            const tableS = seconds[i * snaps.length + j];
            expect(route.ok).toBe(tableS !== Infinity);
            if (!route.ok) return;
            expect(Math.fround(route.value.timeS)).toBe(tableS);
            const { legs, line, directions, lengthM } = route.value;
            expect(line.length).toBeGreaterThanOrEqual(2);
            expect(directions[0].manoeuvre).toBe('depart');
            expect(directions[directions.length - 1].manoeuvre).toBe('arrive');
            expect(directions.reduce((sum, s) => sum + s.lengthM, 0)).toBeCloseTo(lengthM, 3);
            // Rounded to milliseconds edge by edge; connectors and barriers are in the total only.
            const legsS = legs.reduce((sum, leg) => sum + leg.timeS, 0);
            expect(legsS).toBeLessThan(tableS + 0.01 * legs.length);
            if (profile === 'normal') expect(legsS).toBeGreaterThan(tableS - 0.01 * (legs.length + 1));
            for (let k = 1; k < legs.length; k++) {
              const [a, b] = [graph.edgeTo[legs[k - 1].edge], graph.edgeFrom[legs[k].edge]];
              expect([graph.nodeLon[a], graph.nodeLat[a]]).toEqual([graph.nodeLon[b], graph.nodeLat[b]]);
            }
          });
        });
      }
    }),
    { numRuns: 60 },
  );
});
