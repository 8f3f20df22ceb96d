import { Coverage, pointSetsOf } from '@muster/optimiser/coverage';
import type { CityModel } from '../model.ts';
import type { Policy } from '../world.ts';
import { closest, type MayTake } from './closest.ts';
import { postZonesOf } from './point-sets.ts';

/** Share of time a unit is busy, as Jagtenberg et al. take it. */
const BUSY = 0.5;

/**
 * DMEXCLP (C. J. Jagtenberg, S. Bhulai, R. D. van der Mei, "An efficient heuristic for real-time ambulance redeployment",
 * Operations Research for Health Care 4, 2015): a unit that comes free goes to the post where one more unit adds most
 * expected coverage, counting those at a post or on their way to it; dispatch is the nearest unit's.
 */
export function dmexclp(model: CityModel, setOutS = 0, busy = BUSY, name = 'dmexclp', mayTake?: MayTake): Policy {
  const { zones, fromStationsS } = postZonesOf(model);
  const rules = model.classes.map(({ coverS, slowness, share }) => ({
    reachS: (coverS - setOutS) / slowness,
    weight: share,
  }));
  const coverage = new Coverage(pointSetsOf(model.stations.length, zones.share, fromStationsS, rules), busy);
  const atPost = new Int32Array(model.stations.length);
  return closest(
    name,
    (world, unit) => {
      atPost.fill(0);
      for (let u = 0; u < world.units; u++) if (u !== unit && world.isFree(u)) atPost[world.unitPost[u]]++;
      coverage.count(atPost);
      let best = 0;
      for (let p = 1; p < atPost.length; p++) if (coverage.gain[p] > coverage.gain[best]) best = p;
      return best;
    },
    mayTake,
  );
}
