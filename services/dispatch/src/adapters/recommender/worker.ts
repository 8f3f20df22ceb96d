import { parentPort, workerData } from 'node:worker_threads';
import { must } from '@muster/kernel/assert';
import { type Recommendation, recommend } from '@muster/optimiser/recommend';
import { RoadNetwork } from '@muster/roads/road-network';
import { type RoadProblem, straightLineS } from '../../app/recommendations.ts';

/** The thread that holds the road graph: a question gives an answer; null where the place is far from every road. */
export interface Question {
  readonly id: number;
  readonly problem: RoadProblem;
}
export interface Answer {
  readonly id: number;
  readonly recommendation: Recommendation | null;
}
export const READY = 'ready';

const port = must(parentPort, 'the parent of the recommender');
const network = RoadNetwork.open((workerData as { roadsFile: string }).roadsFile);
network.warm();

function answer({ needs, candidates, target, alternatives }: RoadProblem): Recommendation | null {
  const to = network.snap(target.lon, target.lat);
  if (to === undefined) return null;
  const snaps = candidates.map(({ at }) => (at === null ? undefined : network.snap(at.lon, at.lat)));
  const travelTimesS = network.times(snaps, [to], 'emergency').seconds;
  candidates.forEach((candidate, i) => {
    // Off every road (a car park, a wrong fix): better a guess than never sent.
    if (snaps[i] === undefined) travelTimesS[i] = straightLineS(candidate.distanceM);
  });
  return recommend({ needs, candidates, travelTimesS, basis: 'road', alternatives });
}

port.on('message', ({ id, problem }: Question) => {
  port.postMessage({ id, recommendation: answer(problem) } satisfies Answer);
});
port.postMessage(READY);
