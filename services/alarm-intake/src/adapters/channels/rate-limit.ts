import { RefusalError, refuse } from '@muster/kernel/result';

/**
 * What one channel key may send. Only machines are ever turned away (and told when to try again): reports of people —
 * a message, an app, an eCall, a panic button, another centre — are taken however many come.
 */
export const RATE_LIMITS = {
  /** Signals of devices and panels. */
  devicesPerS: 50,
  devicesBurst: 500,
  /** Positions of phones (AML) and segments of transcripts: each only adds to an alarm that is stored already. */
  additionsPerS: 200,
  additionsBurst: 2_000,
} as const;

/** A bucket that fills with time; `now` in milliseconds. */
export class RateLimit {
  readonly #perS: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();
  constructor(perS: number, burst: number) {
    this.#perS = perS;
    this.#burst = burst;
  }

  /** Milliseconds to wait; 0 takes one. Keys are configured ones, so the map is bounded. */
  waitMs(key: string, nowMs: number): number {
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, atMs: nowMs };
    const tokens = Math.min(this.#burst, bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1_000) * this.#perS);
    const enough = tokens >= 1;
    this.#buckets.set(key, { tokens: enough ? tokens - 1 : tokens, atMs: nowMs });
    return enough ? 0 : Math.ceil(((1 - tokens) / this.#perS) * 1_000);
  }

  /** @throws RefusalError `limit`, with the wait */
  take(key: string, nowMs: number): void {
    const waitMs = this.waitMs(key, nowMs);
    if (waitMs === 0) return;
    const { refusal } = refuse(
      'limit',
      `at most ${this.#perS} a second with one key; send this again in ${waitMs} ms`,
      `同一密钥每秒最多 ${this.#perS} 条，请在 ${waitMs} 毫秒后重发`,
      { retryAfterMs: String(waitMs) },
    );
    throw new RefusalError(refusal);
  }
}
