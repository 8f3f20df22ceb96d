import { describe, expect, it } from 'vitest';
import { drawCalls } from './calls.ts';
import { type Friction, NO_FRICTION } from './friction.ts';
import type { CityModel } from './model.ts';
import { closest } from './policies/closest.ts';
import { POLICIES } from './policies/named.ts';
import { drawRun, type PolicyMaker, simulate } from './simulate.ts';
import { CALL } from './states.ts';
import { testCity } from './test-city.ts';
import { type Policy, World } from './world.ts';

const plan = (days: number, seed = 1, friction: Friction = NO_FRICTION) => ({ days, seed, replication: 0, friction });
const HARD: Friction = { acknowledgeS: [20, 60], refusalShare: 0.3, hospitalBays: 1 };
const NAMES = Object.keys(POLICIES);

/** No roads matter: everything happens at one node. */
function onePlace(units: number, betweenS: number, serviceLaw: string): CityModel {
  const city = testCity({
    side: 3,
    units,
    law: {
      betweenS: `Exponential(${betweenS})`,
      onSceneS: serviceLaw,
      transport: 'Bernoulli(0)',
      dispatchDelayS: 'Normal(0, 0)',
      priority: 'Categorical([1, 0, 0])',
    },
  });
  const here = city.stations[0];
  return { ...city, stations: [here], unitStation: new Int32Array(units), placeAt: () => here };
}

/** A call that finds nobody free is lost. */
const lossy: PolicyMaker = () => ({ ...closest(), name: 'lossy', onFree: (world, u) => void world.sendToPost(u, 0) });

function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

describe('the simulator against queueing theory', () => {
  it.each(['Exponential(600)', 'Uniform(0, 1200)', 'Normal(600, 0)'])(
    'loses what Erlang’s formula says, whatever the law of service (%s)',
    (service) => {
      const { calls, unserved } = simulate(onePlace(4, 200, service), lossy, plan(400));
      expect(unserved / calls).toBeCloseTo(erlangB(4, 3), 2);
    },
  );

  it('waits in a queue as M/M/c does', () => {
    const { responseS } = simulate(onePlace(4, 200, 'Exponential(600)'), () => closest(), plan(700));
    const waits = responseS[0].map((s) => (s > 1e-6 ? 1 : 0));
    const blocked = erlangB(4, 3);
    const erlangC = blocked / (1 - (3 / 4) * (1 - blocked));
    expect(waits.reduce((a, b) => a + b, 0) / waits.length).toBeCloseTo(erlangC, 1);
    const meanS = responseS[0].reduce((a, b) => a + b, 0) / responseS[0].length;
    // Mean wait: C ÷ (c μ − λ).
    expect(meanS / (erlangC / (4 / 600 - 1 / 200))).toBeGreaterThan(0.9);
    expect(meanS / (erlangC / (4 / 600 - 1 / 200))).toBeLessThan(1.1);
  });
});

describe('a simulated city', () => {
  const city = testCity();

  it.each(NAMES)('conserves calls and units under %s, also with refusals, late crews and full hospitals', (name) => {
    for (const friction of [NO_FRICTION, HARD]) {
      // The world asserts after every event; here: everybody was reached but those of the last hours.
      const { calls, unserved } = simulate(city, POLICIES[name], plan(5, 3, friction));
      expect(calls).toBeGreaterThan(1_200);
      expect(unserved / calls).toBeLessThan(0.02);
    }
  });

  it.each(NAMES)('gives the same outcome for the same seed under %s, in whatever order runs are made', (name) => {
    const once = simulate(city, POLICIES[name], plan(3, 8, HARD));
    simulate(city, POLICIES[name], plan(2, 9));
    expect(simulate(city, POLICIES[name], plan(3, 8, HARD))).toEqual(once);
  });

  it('shows every policy the same calls, and other calls for another seed or replication', () => {
    const seen = NAMES.map((name) => {
      const calls = drawRun(city, plan(2));
      simulate(city, POLICIES[name], plan(2), calls);
      return calls;
    });
    for (const calls of seen) expect(calls).toEqual(drawRun(city, plan(2)));
    expect(drawRun(city, plan(2, 2)).arriveS).not.toEqual(seen[0].arriveS);
    expect(drawRun(city, { ...plan(2), replication: 1 }).arriveS).not.toEqual(seen[0].arriveS);
  });

  it('draws a call from its own seed: one more draw in the first changes none of the others’', () => {
    const calls = drawCalls(city, 77, 86_400);
    const other = drawCalls({ ...city, law: { ...city.law, onSceneS: city.law.handoverS } }, 77, 86_400);
    expect(other.node).toEqual(calls.node);
    expect(other.arriveS).toEqual(calls.arriveS);
  });

  it('takes a unit off its call on the road and sends another to the first patient', () => {
    const log: string[] = [];
    const swap: Policy = {
      name: 'swap',
      onCall(world, call) {
        if (call === 0) world.assign(0, 0);
        else if (call === 1 && world.callState[0] === CALL.assigned) {
          world.assign(0, 1);
          world.assign(1, 0);
          log.push(`${world.diversions}`);
        }
      },
      onFree: (world, u) => void world.sendToPost(u, 0),
    };
    const calls = drawCalls(testCity({ law: { betweenS: 'Normal(60, 0)' } }), 1, 130);
    expect(calls.count).toBe(2);
    const world = new World(city, calls, swap);
    world.run(40_000, 0);
    expect(log).toEqual(['1']);
    expect([...world.callReachedS].every((s) => s > 0)).toBe(true);
  });

  it('sends a unit from where it is on the road', () => {
    const times: number[] = [];
    const watch: Policy = {
      name: 'watch',
      onCall(world, call) {
        for (let u = 0; u < world.units; u++) if (world.isFree(u)) times.push(world.travelS(u, call));
        if (call === 0) world.assign(0, 0);
      },
      onFree: (world, u) => void world.sendToPost(u, 3),
    };
    const calls = drawCalls(
      testCity({ law: { betweenS: 'Normal(700, 0)', transport: 'Bernoulli(0)', onSceneS: 'Normal(500, 0)' } }),
      4,
      2_200,
    );
    new World(city, calls, watch).run(4_000, 0);
    expect(times.every((s) => Number.isFinite(s) && s >= 0)).toBe(true);
  });
});
