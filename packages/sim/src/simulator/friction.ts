import { mixed, uniformOf } from './seeds.ts';

/** What stands between a plan and its being carried out. */
export interface Friction {
  /** Crews set out after a while drawn from this range, seconds. */
  readonly acknowledgeS: readonly [low: number, high: number];
  /** Of the proposals, so many are refused by a person. */
  readonly refusalShare: number;
  /** Beds for handing over at each hospital; 0 no limit. */
  readonly hospitalBays: number;
}

export const NO_FRICTION: Friction = { acknowledgeS: [0, 0], refusalShare: 0, hospitalBays: 0 };

/** What a policy may count with: until a crew sets out, on average. */
export const setOutS = ({ acknowledgeS: [low, high] }: Friction): number => (low + high) / 2;

const PURPOSE = { acknowledge: 1, refusal: 2, moveRefusal: 3 } as const;
/** A refused move is not proposed again for so long. */
const QUIET_AFTER_REFUSAL_S = 1_800;

/** The people at the desk and in the crews: what they refuse and how long they take comes from the call's own seed. */
export class People {
  readonly #friction: Friction;
  readonly #callSeed: Uint32Array;
  readonly #proposals: Uint8Array;
  readonly #refusedUnit: Int32Array;
  readonly #quietUntilS: Float64Array;

  constructor(friction: Friction, callSeed: Uint32Array, calls: number, units: number) {
    this.#friction = friction;
    this.#callSeed = callSeed;
    this.#proposals = new Uint8Array(calls);
    this.#refusedUnit = new Int32Array(calls).fill(-1);
    this.#quietUntilS = new Float64Array(units);
  }

  /** Whether this pair was refused: it stays so. */
  hasRefused(u: number, call: number): boolean {
    return this.#refusedUnit[call] === u;
  }

  /** A new proposal for a call; one unit is refused for it at most. */
  refuses(u: number, call: number): boolean {
    const { refusalShare } = this.#friction;
    if (refusalShare === 0 || this.#refusedUnit[call] >= 0) return false;
    const draw = uniformOf(mixed(this.#callSeed[call], this.#proposals[call]++), PURPOSE.refusal);
    if (draw >= refusalShare) return false;
    this.#refusedUnit[call] = u;
    return true;
  }

  refusesMove(u: number, nowS: number): boolean {
    if (nowS < this.#quietUntilS[u]) return true;
    const { refusalShare } = this.#friction;
    if (refusalShare === 0) return false;
    if (uniformOf(mixed(u, Math.floor(nowS)), PURPOSE.moveRefusal) >= refusalShare) return false;
    this.#quietUntilS[u] = nowS + QUIET_AFTER_REFUSAL_S;
    return true;
  }

  /** Until the crew sets out; another draw for each time the call's unit changed. */
  acknowledgeS(call: number, diverted: number): number {
    const [low, high] = this.#friction.acknowledgeS;
    if (high === 0) return 0;
    return low + (high - low) * uniformOf(mixed(this.#callSeed[call], diverted), PURPOSE.acknowledge);
  }
}
