export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open the first time; twice as long after each further failure. */
  readonly openMs: number;
  readonly openMaxMs: number;
}

/**
 * Keeps a far side that fails from being asked: closed, open for a while, then one trial decides. Time is passed in.
 */
export class CircuitBreaker {
  readonly #limits: BreakerLimits;
  #failed = 0;
  #openUntilMs = 0;
  #openForMs: number;
  #trying = false;

  constructor(limits: BreakerLimits) {
    this.#limits = limits;
    this.#openForMs = limits.openMs;
  }

  /** May the far side be asked now? While a trial is under way nobody else may. */
  mayAsk(nowMs: number): boolean {
    if (this.#failed < this.#limits.failures) return true;
    if (this.#trying || nowMs < this.#openUntilMs) return false;
    this.#trying = true;
    return true;
  }

  succeeded(): void {
    this.#failed = 0;
    this.#trying = false;
    this.#openForMs = this.#limits.openMs;
  }

  /** True when this failure opened it for the first time. */
  failedAt(nowMs: number): boolean {
    this.#failed++;
    const wasTrial = this.#trying;
    this.#trying = false;
    if (this.#failed < this.#limits.failures) return false;
    if (wasTrial) this.#openForMs = Math.min(this.#limits.openMaxMs, this.#openForMs * 2);
    this.#openUntilMs = nowMs + this.#openForMs;
    return this.#failed === this.#limits.failures;
  }
}
