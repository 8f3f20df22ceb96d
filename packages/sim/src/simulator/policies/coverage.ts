import { Coverage, pointSetsOf } from '@muster/optimiser/coverage';
import type { CityModel } from '../model.ts';
import { CALL } from '../states.ts';
import type { Policy, World } from '../world.ts';
import { takeWaiting } from './closest.ts';
import { dmexclp } from './dmexclp.ts';
import { postZonesOf } from './point-sets.ts';

const BUSY = 0.5;

/**
 * Dispatch by coverage (C. J. Jagtenberg, S. Bhulai, R. D. van der Mei, "Dynamic ambulance dispatching: is the closest-idle
 * policy always optimal?", Health Care Management Science 20, 2017): of the free units that arrive in time the one whose
 * post loses least expected coverage, of none in time likewise; posts as in DMEXCLP. Nobody is diverted.
 */
export function coverage(model: CityModel, setOutS = 0, busy = BUSY): Policy {
  const { zones, fromStationsS } = postZonesOf(model);
  const rules = model.classes.map(({ coverS, slowness, share }) => ({
    reachS: (coverS - setOutS) / slowness,
    weight: share,
  }));
  const covered = new Coverage(pointSetsOf(model.stations.length, zones.share, fromStationsS, rules), busy);
  const atPost = new Int32Array(model.stations.length);
  const posts = dmexclp(model, setOutS, busy);
  return {
    name: 'coverage',
    onCall(world, call) {
      while (world.callState[call] === CALL.waiting) {
        atPost.fill(0);
        for (let u = 0; u < world.units; u++) if (world.isFree(u)) atPost[world.unitPost[u]]++;
        covered.count(atPost);
        const unit = leastMissed(world, call, covered, setOutS);
        if (unit < 0) return;
        world.assign(unit, call);
      }
    },
    onFree(world, unit) {
      if (!takeWaiting(world, unit)) posts.onFree(world, unit);
    },
  };
}

function leastMissed(world: World, call: number, { loss }: Coverage, setOutS: number): number {
  const leftS = world.dueS(call) - world.nowS - setOutS;
  let best = -1;
  let bestInTime = false;
  for (let u = 0; u < world.units; u++) {
    if (!world.isFree(u)) continue;
    const s = world.travelS(u, call);
    if (s === Infinity) continue;
    const inTime = s <= leftS;
    const isBetter =
      best < 0 || (inTime === bestInTime ? loss[world.unitPost[u]] < loss[world.unitPost[best]] : inTime);
    if (!isBetter) continue;
    best = u;
    bestInTime = inTime;
  }
  return best;
}
