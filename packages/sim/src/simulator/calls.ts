import { type Random, seededRandom } from '@muster/kernel/random';
import { drawPoint } from './demand.ts';
import type { CityModel } from './model.ts';
import { mixed } from './seeds.ts';
import { travelBetween } from './street-net.ts';

/** The calls of one run, by arrival. Everything random about a call comes from its own seed: every policy sees the same. */
export interface Calls {
  readonly count: number;
  readonly seed: Uint32Array;
  readonly arriveS: Float64Array;
  /** When it may be dispatched. */
  readonly readyS: Float64Array;
  readonly class: Uint8Array;
  readonly node: Int32Array;
  readonly offRoadS: Float32Array;
  readonly onSceneS: Float32Array;
  readonly transport: Uint8Array;
  readonly handoverS: Float32Array;
  readonly hospital: Int16Array;
}

export function drawCalls(model: CityModel, seed: number, untilS: number): Calls {
  const { law } = model;
  const capacity = Math.ceil((untilS / law.betweenS.mean) * 1.1 + 1_000);
  const calls = {
    seed: new Uint32Array(capacity),
    arriveS: new Float64Array(capacity),
    readyS: new Float64Array(capacity),
    class: new Uint8Array(capacity),
    node: new Int32Array(capacity),
    offRoadS: new Float32Array(capacity),
    onSceneS: new Float32Array(capacity),
    transport: new Uint8Array(capacity),
    handoverS: new Float32Array(capacity),
    hospital: new Int16Array(capacity),
  };
  const nearest = new Map<number, number>();
  let count = 0;
  for (let now = 0; count < capacity; count++) {
    const own = mixed(seed, count);
    const random = seededRandom(own);
    now += law.betweenS.draw(random);
    if (now >= untilS) break;
    calls.seed[count] = own;
    calls.arriveS[count] = now;
    drawOne(model, random, calls, count, nearest);
  }
  return { count, ...calls };
}

type Columns = { -readonly [K in keyof Omit<Calls, 'count'>]: Calls[K] };

function drawOne(model: CityModel, random: Random, calls: Columns, c: number, nearest: Map<number, number>): void {
  const { law } = model;
  calls.class[c] = law.priority.draw(random);
  calls.readyS[c] = calls.arriveS[c] + Math.max(0, law.dispatchDelayS.draw(random));
  calls.onSceneS[c] = Math.max(0, law.onSceneS.draw(random));
  calls.transport[c] = law.transport.draw(random);
  calls.handoverS[c] = Math.max(0, law.handoverS.draw(random));
  const [lon, lat] = drawPoint(model.demand, random);
  const place = model.placeAt(lon, lat);
  calls.node[c] = place.node;
  calls.offRoadS[c] = place.offRoadS;
  let hospital = nearest.get(place.node);
  if (hospital === undefined) {
    hospital = nearestHospital(model, place.node);
    nearest.set(place.node, hospital);
  }
  calls.hospital[c] = hospital;
}

function nearestHospital(model: CityModel, node: number): number {
  let best = -1;
  let bestS = Infinity;
  model.hospitals.forEach((hospital, h) => {
    const s = travelBetween(model.net, node, hospital.node) + hospital.offRoadS;
    if (s < bestS) {
      bestS = s;
      best = h;
    }
  });
  return best;
}
