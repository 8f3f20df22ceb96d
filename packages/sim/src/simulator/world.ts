import { assert } from '@muster/kernel/assert';
import { Agenda } from './agenda.ts';
import type { Calls } from './calls.ts';
import { assertConserved, assertServed } from './conservation.ts';
import { FleetOnRoads } from './fleet-on-roads.ts';
import { type Friction, NO_FRICTION, People } from './friction.ts';
import { Handover } from './handover.ts';
import type { CityModel } from './model.ts';
import { CALL, UNIT } from './states.ts';
import { travelBetween } from './street-net.ts';

const EVENT = { arrives: 0, ready: 1, unitThere: 2, sceneDone: 3, free: 4, wake: 5 } as const;

/** Decides; the world carries out. Called at each moment something can be decided, in the order of the events. */
export interface Policy {
  readonly name: string;
  /** A call may be dispatched. */
  onCall(world: World, call: number): void;
  /** A unit has no job any more and stands where its last one ended; it must be given a call or a post. */
  onFree(world: World, unit: number): void;
  /** A time asked for with `wakeAt` has come. */
  onWake?(world: World): void;
}

/** The city as it is at one moment of the simulation, and what may be ordered in it. */
export class World {
  readonly model: CityModel;
  readonly calls: Calls;
  readonly units: number;
  nowS = 0;
  readonly unitState: Uint8Array;
  /** Post of a unit: where it stands or is going, or last was. */
  readonly unitPost: Int32Array;
  readonly unitCall: Int32Array;
  /** When its present job is over, as far as known: the time of arrival for one that drives. */
  readonly unitUntilS: Float64Array;
  readonly unitDiverted: Uint8Array;
  readonly callState: Uint8Array;
  readonly callUnit: Int32Array;
  readonly callReachedS: Float64Array;
  readonly callDiverted: Uint8Array;
  /** Calls that are ready and not yet reached, in no order. */
  readonly open: number[] = [];
  reached = 0;
  closed = 0;
  diversions = 0;
  moves = 0;
  /** Whether what happens now is counted: not while warming up. */
  counts = false;

  readonly #fleet: FleetOnRoads;
  readonly #agenda: Agenda;
  readonly #policy: Policy;
  readonly #token: Int32Array;
  readonly #people: People;
  readonly #handover: Handover;
  readonly #fromPostS: Float32Array;
  readonly #openAt: Int32Array;

  constructor(model: CityModel, calls: Calls, policy: Policy, friction: Friction = NO_FRICTION) {
    this.model = model;
    this.calls = calls;
    this.#policy = policy;
    const units = model.unitStation.length;
    this.units = units;
    this.unitState = new Uint8Array(units);
    this.unitPost = Int32Array.from(model.unitStation);
    this.unitCall = new Int32Array(units).fill(-1);
    this.unitUntilS = new Float64Array(units);
    this.unitDiverted = new Uint8Array(units);
    this.callState = new Uint8Array(calls.count);
    this.callUnit = new Int32Array(calls.count).fill(-1);
    this.callReachedS = new Float64Array(calls.count).fill(NaN);
    this.callDiverted = new Uint8Array(calls.count);
    this.#fleet = new FleetOnRoads(model.net, units);
    this.#agenda = new Agenda(calls.count + 8 * units + 4_096);
    this.#token = new Int32Array(units);
    this.#people = new People(friction, calls.seed, calls.count, units);
    this.#handover = new Handover(model.hospitals.length, friction.hospitalBays);
    this.#fromPostS = new Float32Array(calls.count * model.stations.length);
    this.#openAt = new Int32Array(calls.count).fill(-1);
    for (let u = 0; u < units; u++) {
      const station = model.stations[this.unitPost[u]];
      this.#fleet.stand(u, station.node, station.offRoadS);
    }
    if (calls.count > 0) this.#agenda.add(calls.arriveS[0], EVENT.arrives, 0);
  }

  /** Runs until no event is left before `untilS`, or none at all. */
  run(untilS: number, startCountingS: number): void {
    const agenda = this.#agenda;
    while (agenda.take()) {
      assert(agenda.timeS >= this.nowS, 'time never runs back');
      if (agenda.timeS > untilS) break;
      this.nowS = agenda.timeS;
      this.counts = this.nowS >= startCountingS;
      this.#happen(agenda.kind, agenda.subject, agenda.token);
    }
    assertConserved(this);
  }

  /** Seconds until the unit could be at the call, without the time its crew takes to set out; Infinity where refused. */
  travelS(u: number, call: number): number {
    const { calls, model } = this;
    if (this.#people.hasRefused(u, call)) return Infinity;
    const slowness = model.classes[calls.class[call]].slowness;
    if (this.unitState[u] === UNIT.atPost) return this.postTravelS(this.unitPost[u], call);
    return this.#fleet.baseS(u, this.nowS, calls.node[call], calls.offRoadS[call]) * slowness;
  }

  /** The same from a post. */
  postTravelS(post: number, call: number): number {
    return this.#fromPostS[call * this.model.stations.length + post];
  }

  /** Seconds from a hospital to a call. */
  hospitalTravelS(hospital: number, call: number): number {
    const { calls, model } = this;
    const at = model.hospitals[hospital];
    const onRoadS = travelBetween(model.net, at.node, calls.node[call]);
    return (at.offRoadS + onRoadS + calls.offRoadS[call]) * model.classes[calls.class[call]].slowness;
  }

  /** Seconds for a unit to drive to a post without lights. */
  travelToPostS(u: number, post: number): number {
    if (this.unitState[u] === UNIT.atPost && this.unitPost[u] === post) return 0;
    const { node, offRoadS } = this.model.stations[post];
    return this.#fleet.baseS(u, this.nowS, node, offRoadS) * this.model.normalSlowness;
  }

  /** Whether it can be given a call without taking it from one. */
  isFree(u: number): boolean {
    return this.unitState[u] <= UNIT.toPost;
  }

  /** When the call becomes late. */
  dueS(call: number): number {
    return this.calls.arriveS[call] + this.model.classes[this.calls.class[call]].targetS;
  }

  /** Time at which a unit on its way reaches its call. */
  arrivalS(call: number): number {
    return this.callUnit[call] < 0 ? Infinity : this.unitUntilS[this.callUnit[call]];
  }

  /**
   * Sends a unit to a call, taking it from another one, and taking another unit from the call: that one needs a post or a
   * call at once. False when the person at the desk refuses: the pair is then closed for good.
   */
  assign(u: number, call: number): boolean {
    assert(this.unitState[u] <= UNIT.toCall, 'only a free or driving unit is sent');
    assert(
      this.callState[call] === CALL.waiting || this.callState[call] === CALL.assigned,
      'only an open call is served',
    );
    if (this.unitCall[u] === call) return true;
    if (this.#people.refuses(u, call)) return false;
    const bumped = this.unitCall[u];
    if (bumped >= 0) {
      this.#divert(u, bumped);
      this.callUnit[bumped] = -1;
      this.callState[bumped] = CALL.waiting;
    }
    const before = this.callUnit[call];
    if (before >= 0) {
      this.#divert(before, call);
      this.unitCall[before] = -1;
    }
    this.unitCall[u] = call;
    this.callUnit[call] = u;
    this.callState[call] = CALL.assigned;
    const { calls, model } = this;
    const to = { node: calls.node[call], offRoadS: calls.offRoadS[call] };
    const slowness = model.classes[calls.class[call]].slowness;
    this.#drive(u, UNIT.toCall, to, slowness, this.#people.acknowledgeS(call, this.callDiverted[call]));
    return true;
  }

  /** Sends a unit without a call to a post. False when it is a move of an idle unit and the desk refuses it. */
  sendToPost(u: number, post: number): boolean {
    assert(this.unitState[u] <= UNIT.toCall && this.unitCall[u] < 0, 'a unit with a call is not moved');
    const isMove = this.isFree(u);
    if (isMove && this.unitPost[u] === post) return true;
    if (isMove) {
      if (this.#people.refusesMove(u, this.nowS)) return false;
      if (this.counts) this.moves++;
    }
    this.unitPost[u] = post;
    this.#drive(u, UNIT.toPost, this.model.stations[post], this.model.normalSlowness, 0);
    return true;
  }

  wakeAt(timeS: number): void {
    this.#agenda.add(Math.max(timeS, this.nowS), EVENT.wake, 0);
  }

  #divert(u: number, call: number): void {
    if (this.counts) this.diversions++;
    if (this.callDiverted[call] < 255) this.callDiverted[call]++;
    this.unitDiverted[u] = 1;
  }

  #drive(u: number, state: number, to: { node: number; offRoadS: number }, slowness: number, waitS: number): void {
    const thereS = this.#fleet.drive(u, this.nowS, to, slowness, waitS);
    this.unitState[u] = state;
    this.unitUntilS[u] = thereS;
    this.#agenda.add(thereS, EVENT.unitThere, u, ++this.#token[u]);
  }

  #happen(kind: number, subject: number, token: number): void {
    if (kind === EVENT.arrives) {
      this.#agenda.add(this.calls.readyS[subject], EVENT.ready, subject);
      if (subject + 1 < this.calls.count) this.#agenda.add(this.calls.arriveS[subject + 1], EVENT.arrives, subject + 1);
    } else if (kind === EVENT.ready) this.#callReady(subject);
    else if (kind === EVENT.unitThere) {
      // A unit that was turned away has another token: what it was to reach does not happen.
      if (token === this.#token[subject]) this.#unitThere(subject);
    } else if (kind === EVENT.sceneDone) this.#sceneDone(subject);
    else if (kind === EVENT.free) this.#free(subject);
    else this.#policy.onWake?.(this);
    assertServed(this);
  }

  #callReady(call: number): void {
    const { model, calls } = this;
    const posts = model.stations.length;
    const slowness = model.classes[calls.class[call]].slowness;
    for (let p = 0; p < posts; p++) {
      this.#fromPostS[call * posts + p] = slowness * this.#postBaseS(p, calls.node[call], calls.offRoadS[call]);
    }
    this.callState[call] = CALL.waiting;
    this.#openAt[call] = this.open.push(call) - 1;
    this.#policy.onCall(this, call);
  }

  #postBaseS(post: number, node: number, offRoadS: number): number {
    const station = this.model.stations[post];
    return station.offRoadS + travelBetween(this.model.net, station.node, node) + offRoadS;
  }

  #unitThere(u: number): void {
    const state = this.unitState[u];
    if (state === UNIT.toPost) {
      const station = this.model.stations[this.unitPost[u]];
      this.#stand(u, UNIT.atPost, station.node, station.offRoadS);
      return;
    }
    const call = this.unitCall[u];
    const { calls } = this;
    if (state === UNIT.toCall) {
      this.#stand(u, UNIT.onScene, calls.node[call], calls.offRoadS[call]);
      this.callState[call] = CALL.reached;
      this.callReachedS[call] = this.nowS;
      this.reached++;
      this.#close(call);
      this.unitUntilS[u] = this.nowS + calls.onSceneS[call];
      this.#agenda.add(this.unitUntilS[u], EVENT.sceneDone, u);
      return;
    }
    assert(state === UNIT.toHospital, 'a unit arrives where it was going');
    const hospital = calls.hospital[call];
    this.#stand(u, UNIT.atHospital, this.model.hospitals[hospital].node, this.model.hospitals[hospital].offRoadS);
    this.unitUntilS[u] = Infinity;
    if (this.#handover.arrive(u, hospital)) this.#handOver(u);
  }

  #handOver(u: number): void {
    this.unitUntilS[u] = this.nowS + this.calls.handoverS[this.unitCall[u]];
    this.#agenda.add(this.unitUntilS[u], EVENT.free, u);
  }

  #sceneDone(u: number): void {
    const call = this.unitCall[u];
    if (this.calls.transport[call] === 0) this.#free(u);
    else this.#drive(u, UNIT.toHospital, this.model.hospitals[this.calls.hospital[call]], this.model.normalSlowness, 0);
  }

  #free(u: number): void {
    const call = this.unitCall[u];
    const wasAtHospital = this.unitState[u] === UNIT.atHospital;
    this.callState[call] = CALL.closed;
    this.closed++;
    this.unitCall[u] = -1;
    this.unitDiverted[u] = 0;
    if (wasAtHospital) {
      const next = this.#handover.leave(this.calls.hospital[call]);
      if (next >= 0) this.#handOver(next);
    }
    // Neither at a post nor on the road: a state of its own would live for no time at all.
    this.unitState[u] = UNIT.toCall;
    this.#policy.onFree(this, u);
  }

  #stand(u: number, state: number, node: number, offRoadS: number): void {
    this.#fleet.stand(u, node, offRoadS);
    this.unitState[u] = state;
    this.unitUntilS[u] = this.nowS;
  }

  #close(call: number): void {
    const at = this.#openAt[call];
    const last = this.open.pop() as number;
    if (last !== call) {
      this.open[at] = last;
      this.#openAt[last] = at;
    }
    this.#openAt[call] = -1;
  }
}
