import { type Random, seededRandom } from '@muster/kernel/random';

/** A surge in one district: who can go to which call, and what it costs. */
export interface Surge {
  readonly calls: number;
  readonly units: number;
  /** [call × units + unit]: weighted seconds; Infinity where the unit cannot do what is needed. */
  readonly costs: Float64Array;
}

/** Units lie evenly over a square city; calls around its middle, normally. */
const CITY_KM = 40;
const DISTRICT_KM = 1.5;
const KM_PER_S = 40 / 3_600;
const DETOUR = 1.3;
const KINDS = 4;
/** Of the calls, so many can be served by any unit; the others need one kind. */
const ANY_SHARE = 0.2;
const WEIGHTS = [3, 2, 1];

export function surge(calls: number, units: number, seed: number): Surge {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: units }, () => random.next() * CITY_KM);
  const y = Float64Array.from({ length: units }, () => random.next() * CITY_KM);
  const kind = Uint8Array.from({ length: units }, () => Math.floor(random.next() * KINDS));
  const costs = new Float64Array(calls * units);
  for (let c = 0; c < calls; c++) {
    const [cx, cy] = [CITY_KM / 2 + DISTRICT_KM * normal(random), CITY_KM / 2 + DISTRICT_KM * normal(random)];
    const need = random.next() < ANY_SHARE ? -1 : Math.floor(random.next() * KINDS);
    const weight = WEIGHTS[Math.floor(random.next() * WEIGHTS.length)] as number;
    for (let u = 0; u < units; u++) {
      const km = Math.hypot((x[u] as number) - cx, (y[u] as number) - cy) * DETOUR;
      const s = (km / KM_PER_S) * (0.9 + 0.2 * random.next());
      costs[c * units + u] = need >= 0 && kind[u] !== need ? Infinity : weight * s;
    }
  }
  return { calls, units, costs };
}

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
