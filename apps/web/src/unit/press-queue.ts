import type { StatusPress } from '../api/edge-api.ts';

/** A status button pressed on this phone and not yet known to have reached the edge. */
export interface Press {
  readonly unitId: string;
  readonly status: string;
  readonly deviceAtMs: number;
  readonly idempotencyKey: string;
}

/** What became of an attempt to send one. */
export type Sent = 'taken' | 'refused' | 'no-network';

/** More presses than a crew makes in a day without network. */
const MAX_PRESSES = 100;
/** A press that waited longer than this says that it is late. */
const LATE_MS = 20_000;

/**
 * Presses in the order they were made, kept by `store` over reloads. They are sent one after another: a later status
 * never overtakes an earlier one, and each carries the key that makes a repetition count once.
 */
export class PressQueue {
  #presses: readonly Press[];
  #flushing = false;
  readonly #store: { save(presses: readonly Press[]): void };
  readonly #changed: (presses: readonly Press[]) => void;

  constructor(
    store: { load(): readonly Press[]; save(presses: readonly Press[]): void },
    changed: (presses: readonly Press[]) => void,
  ) {
    this.#store = store;
    this.#presses = store.load();
    this.#changed = changed;
  }

  get presses(): readonly Press[] {
    return this.#presses;
  }

  add(press: Press): void {
    this.#set([...this.#presses, press].slice(-MAX_PRESSES));
  }

  /** Sends what waits until the network fails. A refused press is dropped: sending it again would be refused again. */
  async flush(send: (press: Press) => Promise<Sent>): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    try {
      for (let first = this.#presses[0]; first !== undefined; first = this.#presses[0]) {
        if ((await send(first)) === 'no-network') return;
        this.#set(this.#presses.slice(1));
      }
    } finally {
      this.#flushing = false;
    }
  }

  #set(presses: readonly Press[]): void {
    this.#presses = presses;
    this.#store.save(presses);
    this.#changed(presses);
  }
}

/** The request for a press: with the time on the device, and the reason where it comes late. */
export function statusPress(press: Press, nowMs: number, lateReason: string): StatusPress {
  const { status, deviceAtMs, idempotencyKey } = press;
  const late = nowMs - deviceAtMs > LATE_MS;
  return { status, deviceAtMs, idempotencyKey, source: 'button', ...(late ? { lateReason } : {}) };
}
