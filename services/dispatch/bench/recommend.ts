/**
 * `node services/dispatch/bench/recommend.ts`: one recommendation among 2,000 units, without the gRPC hop. Two parts: what
 * the main thread does (who could go, nearest by straight line) with the answer by straight line, and what the thread with
 * the roads does (snap, arrival times, optimiser) on a synthetic city.
 */
import { performance } from 'node:perf_hooks';
import type { PlanFact } from '@muster/contracts/events/resource';
import { systemClock } from '@muster/kernel/clock';
import { integerBetween, seededRandom } from '@muster/kernel/random';
import { recommend } from '@muster/optimiser/recommend';
import { buildRoadGraph } from '@muster/roads/build';
import { RoadNetwork } from '@muster/roads/road-network';
import { syntheticRoads } from '../../../packages/roads/test/synthetic-roads.ts';
import { Fleet } from '../src/app/fleet.ts';
import { LiveState } from '../src/app/live-state.ts';
import { byStraightLine, Recommendations, type RoadProblem } from '../src/app/recommendations.ts';
import { toIncident } from '../src/domain/changes.ts';
import { openByHand } from '../src/domain/decide-opening.ts';
import { DISPATCHER, PLACE, Scenario } from '../src/domain/scenario.ts';

const UNITS = 2_000;
const ROUNDS = 400;
const SIDE = 140; // 19,600 nodes
const random = seededRandom(1);
const agencies = ['fire', 'medical', 'police'] as const;
const capabilities = ['pump', 'ladder', 'als', 'bls', 'patrol'];

const fleet = new Fleet();
for (let i = 0; i < UNITS; i++) {
  const unit = {
    ...{
      unitId: `u${i}`,
      unitNo: i + 1,
      agency: agencies[i % 3]!,
      kind: 'x',
      callSign: `u${i}`,
      crew: 2,
      exclusive: true,
    },
    ...{ capabilities: [capabilities[integerBetween(random, 0, capabilities.length)]!], stationId: `s${i}` },
  };
  const lon = 120 + random.next() * 0.28;
  const lat = 30 + random.next() * 0.25;
  const station = { stationId: `s${i}`, agency: unit.agency, nameZh: '', nameEn: '', lon, lat, district: `d${i % 9}` };
  fleet.apply({ type: 'resource.unit-put', unit });
  fleet.apply({ type: 'resource.station-put', station });
}
const plan: PlanFact = {
  ...{ planId: 'p', typePattern: 'fire.*', priorityAtMost: 5 },
  needs: [
    { agency: 'fire', capability: 'pump', count: 3 },
    { agency: 'fire', capability: 'ladder', count: 1 },
    { agency: 'medical', capability: 'als', count: 1 },
    { agency: 'police', capability: 'patrol', count: 2 },
  ],
};
fleet.apply({ type: 'resource.plan-put', plan });
const scenario = new Scenario();
const form = {
  incidentId: 'i',
  summary: 'x',
  incidentType: 'fire.building',
  priority: 1,
  agencies: [...agencies],
  nowMs: 1,
};
const opened = openByHand({ ...form, place: { ...PLACE, lon: 120.14, lat: 30.12 }, by: DISPATCHER }, undefined);
scenario.given([toIncident('i', opened.ok ? opened.value : [])]);

const roads = { recommend: async () => null };
const recommendations = new Recommendations({ fleet, live: new LiveState(), roads, clock: systemClock });
const problem = (): RoadProblem => {
  const made = recommendations.problemOf(scenario.incident('i'), '', 5);
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
};
const network = RoadNetwork.from(buildRoadGraph(syntheticRoads(random, { columns: SIDE, rows: SIDE })).graph);
network.warm();
const posed = problem();

function byRoad(): void {
  const { needs, candidates, target, alternatives } = posed;
  const snaps = candidates.map(({ at }) => (at === null ? undefined : network.snap(at.lon, at.lat)));
  const travelTimesS = network.times(snaps, [network.snap(target.lon, target.lat)], 'emergency').seconds;
  recommend({ needs, candidates, travelTimesS, basis: 'road', alternatives });
}

function timed(name: string, work: () => void): void {
  const took: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const started = performance.now();
    work();
    took.push(performance.now() - started);
  }
  took.sort((a, b) => a - b);
  const at = (p: number) => took[Math.floor(p * (ROUNDS - 1))]!.toFixed(2);
  console.log(`${name}: median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

console.log(`${UNITS} units, ${posed.candidates.length} looked at, ${network.graph.nodeCount} nodes`);
timed('main thread, straight line', () => byStraightLine(problem()));
timed('road thread', byRoad);
