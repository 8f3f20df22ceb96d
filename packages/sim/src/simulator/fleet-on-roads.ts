import { assert } from '@muster/kernel/assert';
import type { Place } from './model.ts';
import { directBetween, nextRoad, type StreetNet, TENTHS, UNREACHABLE } from './street-net.ts';

/** More ways out of a place than this are cut to the shortest. */
const MAX_DOORS = 8;

/**
 * Where each unit is and how long it takes from there, exactly along its route: a unit that is turned away on the road goes
 * on to the next junction, or turns round where the road is two-way. Times inside are base seconds.
 */
export class FleetOnRoads {
  readonly #net: StreetNet;
  /** The ways on from where a unit is now: doors[u × MAX_DOORS + i]. */
  readonly #anchor: Int32Array;
  readonly #costS: Float64Array;
  readonly #doors: Uint8Array;
  /** The ways out of where its trip began. */
  readonly #fromAnchor: Int32Array;
  readonly #fromCostS: Float64Array;
  readonly #fromDoors: Uint8Array;
  readonly #isMoving: Uint8Array;
  readonly #locatedS: Float64Array;
  /** The trip: waits, then drives from the first anchor to the last. */
  readonly #departS: Float64Array;
  readonly #slowness: Float64Array;
  readonly #leadS: Float64Array;
  readonly #tailS: Float64Array;
  readonly #totalS: Float64Array;
  readonly #last: Int32Array;
  readonly #toNode: Int32Array;
  readonly #toOffRoadS: Float64Array;
  /** Progress along it: the anchor passed last, when, and the road taken from it. */
  readonly #at: Int32Array;
  readonly #atS: Float64Array;
  readonly #road: Int32Array;

  constructor(net: StreetNet, units: number) {
    this.#net = net;
    this.#anchor = new Int32Array(units * MAX_DOORS);
    this.#costS = new Float64Array(units * MAX_DOORS);
    this.#fromAnchor = new Int32Array(units * MAX_DOORS);
    this.#fromCostS = new Float64Array(units * MAX_DOORS);
    this.#doors = new Uint8Array(units);
    this.#fromDoors = new Uint8Array(units);
    this.#isMoving = new Uint8Array(units);
    this.#locatedS = new Float64Array(units);
    this.#departS = new Float64Array(units);
    this.#slowness = new Float64Array(units);
    this.#leadS = new Float64Array(units);
    this.#tailS = new Float64Array(units);
    this.#totalS = new Float64Array(units);
    this.#last = new Int32Array(units);
    this.#toNode = new Int32Array(units);
    this.#toOffRoadS = new Float64Array(units);
    this.#at = new Int32Array(units);
    this.#atS = new Float64Array(units);
    this.#road = new Int32Array(units);
  }

  /** Stands at a place. */
  stand(u: number, node: number, offRoadS: number): void {
    this.#isMoving[u] = 0;
    this.#toNode[u] = node;
    this.#toOffRoadS[u] = offRoadS;
    this.#doors[u] = 0;
    this.#leaveFrom(u, node, offRoadS);
  }

  /** Base seconds from where the unit is at `nowS` to a place; Infinity where there is no way. */
  baseS(u: number, nowS: number, node: number, offRoadS: number): number {
    if (!this.#isMoving[u] && this.#toNode[u] === node) return this.#toOffRoadS[u] + offRoadS;
    this.#locate(u, nowS);
    const { entries, table, anchorCount } = this.#net;
    let best = this.#directS(u, node);
    const end = u * MAX_DOORS + this.#doors[u];
    for (let i = u * MAX_DOORS; i < end; i++) {
      const row = this.#anchor[i] * anchorCount;
      for (let j = entries.first[node]; j < entries.first[node + 1]; j++) {
        const tenths = table[row + entries.anchor[j]];
        if (tenths === UNREACHABLE) continue;
        const s = this.#costS[i] + tenths / TENTHS + entries.costS[j];
        if (s < best) best = s;
      }
    }
    return best + offRoadS;
  }

  /** Sets out for a place after `waitS`; gives the time of arrival. */
  drive(u: number, nowS: number, to: Pick<Place, 'node' | 'offRoadS'>, slowness: number, waitS: number): number {
    const isHere = !this.#isMoving[u] && this.#toNode[u] === to.node;
    const directS = isHere ? this.#toOffRoadS[u] : this.#directS(u, to.node);
    this.#locate(u, nowS);
    const { entries, table, anchorCount } = this.#net;
    let best = Infinity;
    const first = u * MAX_DOORS;
    for (let i = first; i < first + this.#doors[u]; i++) {
      for (let j = entries.first[to.node]; j < entries.first[to.node + 1]; j++) {
        const tenths = table[this.#anchor[i] * anchorCount + entries.anchor[j]];
        if (tenths === UNREACHABLE) continue;
        const s = this.#costS[i] + tenths / TENTHS + entries.costS[j];
        if (s >= best) continue;
        best = s;
        this.#at[u] = this.#anchor[i];
        this.#leadS[u] = this.#costS[i];
        this.#last[u] = entries.anchor[j];
        this.#tailS[u] = entries.costS[j] + to.offRoadS;
      }
    }
    // Along one road and past no junction, or at the same place: on to the nearest junction, or back, at any moment.
    const isDirect = directS < best || isHere;
    if (isDirect) {
      const { exits } = this.#net;
      best = directS;
      this.#at[u] = exits.anchor[exits.first[to.node]];
      this.#leadS[u] = best + exits.costS[exits.first[to.node]] + to.offRoadS;
    }
    assert(best < Infinity, 'every usable place can be reached');
    for (let i = 0; i < this.#doors[u]; i++) {
      this.#fromAnchor[first + i] = this.#anchor[first + i];
      this.#fromCostS[first + i] = this.#costS[first + i];
    }
    this.#fromDoors[u] = this.#doors[u];
    this.#isMoving[u] = 1;
    this.#locatedS[u] = -1;
    this.#departS[u] = nowS + waitS;
    this.#slowness[u] = slowness;
    this.#totalS[u] = best + to.offRoadS;
    this.#toNode[u] = to.node;
    this.#toOffRoadS[u] = to.offRoadS;
    this.#atS[u] = this.#leadS[u];
    this.#road[u] = isDirect ? -1 : nextRoad(this.#net, this.#at[u], this.#last[u]);
    return nowS + waitS + this.#totalS[u] * slowness;
  }

  /** The anchor nearest to where the unit is now, for pictures. */
  anchorNear(u: number, nowS: number): number {
    this.#locate(u, nowS);
    return this.#anchor[u * MAX_DOORS];
  }

  /** From where it stands along its own road. */
  #directS(u: number, node: number): number {
    return this.#isMoving[u] ? Infinity : this.#toOffRoadS[u] + directBetween(this.#net, this.#toNode[u], node);
  }

  #door(u: number, anchor: number, costS: number): void {
    if (this.#doors[u] === MAX_DOORS) return;
    const i = u * MAX_DOORS + this.#doors[u]++;
    this.#anchor[i] = anchor;
    this.#costS[i] = costS;
  }

  #leaveFrom(u: number, node: number, moreS: number): void {
    const { exits } = this.#net;
    for (let i = exits.first[node]; i < exits.first[node + 1]; i++) {
      this.#door(u, exits.anchor[i], moreS + exits.costS[i]);
    }
  }

  #locate(u: number, nowS: number): void {
    if (!this.#isMoving[u] || this.#locatedS[u] === nowS) return;
    this.#locatedS[u] = nowS;
    this.#doors[u] = 0;
    const { lengthS, head, canTurn } = this.#net;
    const goneS = Math.max(0, (nowS - this.#departS[u]) / this.#slowness[u]);
    if (goneS < this.#leadS[u]) {
      // Not yet on a known road: on, or back the way it came.
      this.#door(u, this.#at[u], this.#leadS[u] - goneS);
      const first = u * MAX_DOORS;
      for (let i = first; i < first + this.#fromDoors[u]; i++) {
        if (this.#fromAnchor[i] !== this.#at[u]) this.#door(u, this.#fromAnchor[i], this.#fromCostS[i] + goneS);
      }
      return;
    }
    while (this.#road[u] >= 0 && this.#atS[u] + lengthS[this.#road[u]] <= goneS) {
      this.#atS[u] += lengthS[this.#road[u]];
      this.#at[u] = head[this.#road[u]];
      this.#road[u] = nextRoad(this.#net, this.#at[u], this.#last[u]);
    }
    const road = this.#road[u];
    if (road >= 0) {
      this.#door(u, head[road], this.#atS[u] + lengthS[road] - goneS);
      if (canTurn[road] || goneS === this.#atS[u]) this.#door(u, this.#at[u], goneS - this.#atS[u]);
      return;
    }
    const leftS = Math.max(0, this.#totalS[u] - goneS);
    this.#door(u, this.#last[u], Math.max(0, this.#tailS[u] - leftS));
    this.#leaveFrom(u, this.#toNode[u], Math.abs(leftS - this.#toOffRoadS[u]));
  }
}
