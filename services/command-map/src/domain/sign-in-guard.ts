/** Named limits of signing in: after a few failures in a row each further try must wait twice as long. */
export const SIGN_IN_LIMITS = {
  freeTriesPerUser: 5,
  /** A centre's seats share one address. */
  freeTriesPerAddress: 30,
  firstWaitMs: 1_000,
  longestWaitMs: 5 * 60_000,
  /** Failures are forgotten after this long without another. */
  forgetMs: 15 * 60_000,
  keys: 20_000,
} as const;

interface Failures {
  readonly count: number;
  readonly lastAtMs: number;
}

/** Counts failed sign-ins per user and per address. Only in memory: a restart of the edge starts anew. */
export class SignInGuard {
  readonly #failures = new Map<string, Failures>();

  /** How long until this user may try from this address; 0 is now. */
  waitMs(username: string, address: string, nowMs: number): number {
    return Math.max(
      this.#waitOf(`user ${username}`, SIGN_IN_LIMITS.freeTriesPerUser, nowMs),
      this.#waitOf(`address ${address}`, SIGN_IN_LIMITS.freeTriesPerAddress, nowMs),
    );
  }

  failed(username: string, address: string, nowMs: number): void {
    for (const key of [`user ${username}`, `address ${address}`]) {
      const before = this.#of(key, nowMs);
      this.#failures.delete(key);
      this.#failures.set(key, { count: (before?.count ?? 0) + 1, lastAtMs: nowMs });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= SIGN_IN_LIMITS.keys) break;
      this.#failures.delete(key);
    }
  }

  /** The address keeps its count: one right password does not clean up after guesses at others. */
  succeeded(username: string): void {
    this.#failures.delete(`user ${username}`);
  }

  #of(key: string, nowMs: number): Failures | undefined {
    const failures = this.#failures.get(key);
    return failures === undefined || nowMs - failures.lastAtMs > SIGN_IN_LIMITS.forgetMs ? undefined : failures;
  }

  #waitOf(key: string, free: number, nowMs: number): number {
    const failures = this.#of(key, nowMs);
    if (failures === undefined || failures.count < free) return 0;
    const wait = Math.min(SIGN_IN_LIMITS.longestWaitMs, SIGN_IN_LIMITS.firstWaitMs * 2 ** (failures.count - free));
    return Math.max(0, failures.lastAtMs + wait - nowMs);
  }
}
