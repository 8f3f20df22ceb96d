import type { Change, Delta } from '@muster/contracts/edge';

export const DELTA_LIMITS = {
  /** A minute at ten a second: a client away for longer gets a new snapshot. */
  deltas: 600,
  changes: 20_000,
} as const;

/** The newest deltas of one audience, numbered without gaps. */
export class DeltaLog {
  readonly epoch: string;
  #sequence = 0;
  readonly #kept: Delta[] = [];
  #changes = 0;

  constructor(epoch: string) {
    this.epoch = epoch;
  }

  get sequence(): number {
    return this.#sequence;
  }

  push(changes: readonly Change[]): Delta {
    const delta = { epoch: this.epoch, sequence: ++this.#sequence, changes };
    this.#kept.push(delta);
    this.#changes += changes.length;
    while (this.#kept.length > DELTA_LIMITS.deltas || (this.#changes > DELTA_LIMITS.changes && this.#kept.length > 1)) {
      this.#changes -= this.#kept.shift()?.changes.length ?? 0;
    }
    return delta;
  }

  /** What a client misses, oldest first; null when it must take a snapshot. */
  since(have: { readonly epoch: string; readonly sequence: number }): readonly Delta[] | null {
    if (have.epoch !== this.epoch || have.sequence > this.#sequence) return null;
    const missing = this.#sequence - have.sequence;
    return missing > this.#kept.length ? null : this.#kept.slice(this.#kept.length - missing);
  }
}
