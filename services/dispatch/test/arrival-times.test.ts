import { seededRandom } from '@muster/kernel/random';
import { buildRoadGraph } from '@muster/roads/build';
import { RoadNetwork } from '@muster/roads/road-network';
import { describe, expect, it } from 'vitest';
import { syntheticRoads } from '../../../packages/roads/test/synthetic-roads.ts';
import { ArrivalTimes } from '../src/adapters/recommender/arrival-times.ts';

describe('arrival times', () => {
  it.each([1, 2, 3])('are those of a tree from each vehicle, to the millisecond (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const options = { columns: 25, rows: 25, oneWayShare: 0.3, restrictionShare: 0.05, barrierShare: 0.05 };
    const network = RoadNetwork.from(buildRoadGraph(syntheticRoads(random, options)).graph);
    const arrivals = new ArrivalTimes(network.graph);
    const point = () => network.snap(120 + random.next() * 0.05, 30 + random.next() * 0.045, { maxDistanceM: 400 });
    let compared = 0;
    for (let i = 0; i < 20; i++) {
      const target = point();
      if (target === undefined) continue;
      const vehicles = Array.from({ length: 30 }, point);
      expect([...arrivals.to(target, vehicles)]).toEqual(
        [...network.times(vehicles, [target], 'emergency').seconds].map((s) => expect.closeTo(s, 3)),
      );
      compared += vehicles.filter((vehicle) => vehicle !== undefined).length;
    }
    expect(compared).toBeGreaterThan(200);
  });
});
