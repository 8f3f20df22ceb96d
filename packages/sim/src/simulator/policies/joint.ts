import { Coverage, pointSetsOf } from '@muster/optimiser/coverage';
import { type JointPolicy, weightsOf } from '@muster/optimiser/joint-policy';
import { chooseMove, choosePost, type Movable, shiftOf } from '@muster/optimiser/move-ups';
import { type OpenCall, planJointly, type SendableUnit } from '@muster/optimiser/plan-jointly';
import type { CityModel } from '../model.ts';
import { CALL, UNIT } from '../states.ts';
import type { Policy, World } from '../world.ts';
import { postZonesOf } from './point-sets.ts';

/** A plan that a person refused in part is made again; so often at most. */
const MAX_PLANS = 8;

/** The optimiser's joint assignment and move-ups, as the service runs them, on the simulated city. */
export class Joint implements Policy {
  readonly name: string;
  readonly #policy: JointPolicy;
  readonly #model: CityModel;
  readonly #coverage: Coverage;
  readonly #counts: Float64Array;
  readonly #toPostS: Float64Array;
  readonly #movable: Movable[];
  readonly #setOutS: number;
  readonly #meanLeft: { readonly scene: number; readonly handover: number; readonly drive: number };

  constructor(name: string, model: CityModel, policy: JointPolicy, setOutS = 0) {
    this.#setOutS = setOutS;
    this.name = name;
    this.#policy = policy;
    this.#model = model;
    const { zones, fromAllS } = postZonesOf(model);
    const posts = model.stations.length + model.hospitals.length;
    // Coverage is worth what is expected to happen there, not a share of it: a big city has more of both.
    const callsAhead = policy.coverHorizonS / model.law.betweenS.mean;
    const rules = model.classes.map(({ coverS, slowness, share }, k) => ({
      reachS: (coverS - setOutS - policy.reachMarginS) / slowness,
      weight: share * weightsOf(policy, k).cover * callsAhead,
    }));
    this.#coverage = new Coverage(pointSetsOf(posts, zones.share, fromAllS, rules), policy.busy);
    this.#counts = new Float64Array(posts);
    this.#toPostS = new Float64Array(model.stations.length);
    this.#movable = Array.from(model.unitStation, () => ({ post: -1, lastMoveS: -Infinity, shiftMoves: 0 }));
    const { law } = model;
    this.#meanLeft = { scene: law.onSceneS.mean, handover: law.handoverS.mean, drive: 240 };
  }

  onCall(world: World): void {
    this.#assign(world, -1);
    this.#moveUp(world);
  }

  onFree(world: World, unit: number): void {
    this.#assign(world, unit);
    if (world.unitCall[unit] < 0) this.#park(world, unit);
    this.#moveUp(world);
  }

  #count(world: World, except: number): void {
    const counts = this.#counts.fill(0);
    const stations = this.#model.stations.length;
    for (let u = 0; u < world.units; u++) {
      if (u === except) continue;
      if (world.isFree(u)) counts[world.unitPost[u]]++;
      else if (world.unitState[u] === UNIT.atHospital) {
        counts[stations + world.calls.hospital[world.unitCall[u]]] += this.#policy.soonFree;
      }
    }
    this.#coverage.count(counts);
  }

  #assign(world: World, freed: number): void {
    for (let round = 0; round < MAX_PLANS; round++) {
      if (world.open.length === 0 || this.#plan(world, freed)) return;
    }
  }

  /** Makes and carries out one plan; false when a person refused a part of it. */
  #plan(world: World, freed: number): boolean {
    this.#count(world, freed);
    const calls = [...world.open];
    const units: number[] = [];
    for (let u = 0; u < world.units; u++) units.push(u);
    const { gain, loss } = this.#coverage;
    let best = 0;
    if (freed >= 0) for (let p = 0; p < this.#model.stations.length; p++) best = Math.max(best, gain[p]);
    const plan = planJointly(this.#policy, {
      calls: calls.map((c) => openCall(world, c)),
      units: units.map((u) => this.#unit(world, u, calls, u === freed ? best : loss[world.unitPost[u]])),
      travelS: this.#travel(world, calls),
    });
    const letGo: number[] = [];
    calls.forEach((c, i) => {
      const before = world.callUnit[c];
      if (before >= 0 && plan[i] !== before) letGo.push(before);
    });
    let done = true;
    calls.forEach((c, i) => {
      if (plan[i] >= 0 && !world.assign(plan[i], c)) done = false;
    });
    for (const u of letGo) if (world.unitCall[u] < 0 && world.unitState[u] === UNIT.toCall) this.#park(world, u);
    return done;
  }

  #unit(world: World, u: number, calls: readonly number[], coverLoss: number): SendableUnit {
    const state = world.unitState[u];
    const wasDiverted = world.unitDiverted[u] === 1;
    if (state <= UNIT.toCall) {
      const call = world.unitCall[u] < 0 ? -1 : calls.indexOf(world.unitCall[u]);
      return { call, wasDiverted, freeInS: 0, freeMeanS: 0, coverLoss };
    }
    const { scene, handover, drive } = this.#meanLeft;
    const left =
      state === UNIT.onScene
        ? { freeInS: drive, freeMeanS: scene + handover }
        : { freeInS: state === UNIT.toHospital ? world.unitUntilS[u] - world.nowS : 0, freeMeanS: handover };
    return { call: -1, wasDiverted, coverLoss: 0, ...left };
  }

  #travel(world: World, calls: readonly number[]): Float64Array {
    const travelS = new Float64Array(calls.length * world.units);
    const { hospital } = world.calls;
    calls.forEach((c, i) => {
      const row = i * world.units;
      const waits = world.callState[c] === CALL.waiting;
      for (let u = 0; u < world.units; u++) {
        if (world.unitState[u] > UNIT.toCall) {
          travelS[row + u] = waits ? world.hospitalTravelS(hospital[world.unitCall[u]], c) + this.#setOutS : Infinity;
        } else {
          travelS[row + u] =
            world.callUnit[c] === u ? world.unitUntilS[u] - world.nowS : world.travelS(u, c) + this.#setOutS;
        }
      }
    });
    return travelS;
  }

  #park(world: World, u: number): void {
    this.#count(world, u);
    for (let p = 0; p < this.#toPostS.length; p++) this.#toPostS[p] = world.travelToPostS(u, p);
    world.sendToPost(u, choosePost(this.#policy, this.#coverage, this.#toPostS));
  }

  #moveUp(world: World): void {
    const { moves } = this.#policy;
    if (moves === null) return;
    this.#count(world, -1);
    const units = this.#movable.map((known, u) => ({ ...known, post: world.isFree(u) ? world.unitPost[u] : -1 }));
    const stations = this.#model.stations.length;
    const move = chooseMove(this.#policy, this.#coverage, units, world.nowS, (u, p) =>
      p < stations ? world.travelToPostS(u, p) : Infinity,
    );
    if (move === null || !world.sendToPost(move.unit, move.post)) return;
    const before = this.#movable[move.unit];
    const isSameShift = shiftOf(moves, before.lastMoveS) === shiftOf(moves, world.nowS);
    this.#movable[move.unit] = {
      post: move.post,
      lastMoveS: world.nowS,
      shiftMoves: isSameShift ? before.shiftMoves + 1 : 1,
    };
  }
}

function openCall(world: World, c: number): OpenCall {
  return {
    class: world.calls.class[c],
    slackS: world.dueS(c) - world.nowS,
    waitedS: world.nowS - world.calls.arriveS[c],
    unit: world.callUnit[c],
    wasDiverted: world.callDiverted[c] > 0,
  };
}
