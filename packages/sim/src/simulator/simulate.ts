import { type Calls, drawCalls } from './calls.ts';
import { type Friction, NO_FRICTION, setOutS } from './friction.ts';
import type { CityModel } from './model.ts';
import { mixed } from './seeds.ts';
import { type Policy, World } from './world.ts';

const DAY_S = 86_400;
/** Calls go on a little after the time that counts, so that its last ones meet the same load. */
const AFTER_S = 0.1 * DAY_S;
export const WARM_UP_DAYS = 1;

export interface RunPlan {
  readonly days: number;
  readonly seed: number;
  readonly replication: number;
  readonly friction?: Friction;
}

/** What one replication gave; response times of the calls that count, by class, in the order of the calls. */
export interface RunOutcome {
  readonly calls: number;
  readonly late: number;
  readonly callsByClass: readonly number[];
  readonly lateByClass: readonly number[];
  readonly responseS: readonly Float32Array[];
  /** For each day that counts: calls, late ones, and the sum of their response times. */
  readonly byDay: readonly (readonly [calls: number, late: number, responseS: number])[];
  readonly diversions: number;
  readonly moves: number;
  readonly unserved: number;
  /** How many simulated seconds passed in one of the machine's. */
  readonly speed: number;
}

export function drawRun(model: CityModel, { days, seed, replication }: RunPlan): Calls {
  return drawCalls(
    model,
    mixed(mixed(model.baseSeed >>> 0, seed), replication),
    (WARM_UP_DAYS + days) * DAY_S + AFTER_S,
  );
}

/** A policy may remember things (who was moved when): each replication needs a new one. `setOutS`: until a crew sets out. */
export type PolicyMaker = (model: CityModel, setOutS: number) => Policy;

/** Simulates one replication: the same plan and policy give the same outcome. `clock` only measures the speed. */
export function simulate(
  model: CityModel,
  make: PolicyMaker,
  plan: RunPlan,
  calls: Calls = drawRun(model, plan),
  clock: () => number = () => 0,
): RunOutcome {
  const friction = plan.friction ?? NO_FRICTION;
  const world = new World(model, calls, make(model, setOutS(friction)), friction);
  const startS = WARM_UP_DAYS * DAY_S;
  const endS = startS + plan.days * DAY_S;
  const before = clock();
  world.run(endS + AFTER_S, startS);
  const tookMs = clock() - before;
  return { ...outcomeOf(world, startS, endS), speed: ((endS + AFTER_S) / tookMs) * 1_000 };
}

function outcomeOf(world: World, startS: number, endS: number): Omit<RunOutcome, 'speed'> {
  const { calls, model } = world;
  const classes = model.classes.length;
  const callsByClass = new Array<number>(classes).fill(0);
  const lateByClass = new Array<number>(classes).fill(0);
  const responseS: number[][] = model.classes.map(() => []);
  const byDay: [number, number, number][] = Array.from({ length: Math.ceil((endS - startS) / DAY_S) }, () => [0, 0, 0]);
  let unserved = 0;
  for (let c = 0; c < calls.count; c++) {
    if (calls.arriveS[c] < startS || calls.arriveS[c] >= endS) continue;
    const own = calls.class[c];
    const reached = world.callReachedS[c] - calls.arriveS[c];
    // Not reached at the end of all: it has waited at least until then.
    const waited = Number.isNaN(reached) ? world.nowS - calls.arriveS[c] : reached;
    if (Number.isNaN(reached)) unserved++;
    const day = byDay[Math.floor((calls.arriveS[c] - startS) / DAY_S)];
    callsByClass[own]++;
    day[0]++;
    day[2] += waited;
    responseS[own].push(waited);
    if (waited <= model.classes[own].targetS) continue;
    lateByClass[own]++;
    day[1]++;
  }
  return {
    calls: callsByClass.reduce((sum, n) => sum + n, 0),
    late: lateByClass.reduce((sum, n) => sum + n, 0),
    ...{ callsByClass, lateByClass, byDay, unserved, diversions: world.diversions, moves: world.moves },
    responseS: responseS.map((s) => Float32Array.from(s)),
  };
}
