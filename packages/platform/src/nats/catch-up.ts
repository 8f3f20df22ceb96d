import { performance } from 'node:perf_hooks';
import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import type { Component } from '@muster/kernel/lifecycle';
import type { OwnerPage } from '../grpc/event-log.ts';
import type { Log } from '../log.ts';
import { isDatabaseAway, type Pool } from '../postgres/pool.ts';
import { GAP_PATIENCE, type OrderedEffects } from './ordered-effects.ts';

/** The owner's log is read so often even when nothing seems to be wrong. */
export const CATCH_UP_EVERY_MS = 120_000;
/** Longer than any transaction of an owner: what is this old has no older neighbour that may yet be committed. */
export const SETTLED_MS = 60_000;
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** Events handled in one transaction. */
const BATCH = 200;

export interface CatchUpDeps<E extends DomainEvent> {
  readonly pool: Pool;
  readonly log: Log;
  /** The consumer's. */
  readonly name: string;
  readonly readAll: (afterPosition: number) => AsyncIterable<OwnerPage<E>>;
  readonly effects: OrderedEffects<E>;
  /** Tests wait less. */
  readonly everyMs?: number;
}

/**
 * Reads the owner's log beside the bus, because the bus promises nothing: it may lose its store, or what it had not
 * yet synced. What came by the bus is known by its version and dropped here. Runs at the start, when woken, and every
 * few minutes.
 *
 * The position it has reached is kept in `log_positions`, always safely behind: only what a whole round has handled
 * that began when the position was already settled.
 */
export class CatchUp<E extends DomainEvent> implements Component {
  readonly #deps: CatchUpDeps<E>;
  #isStopping = false;
  #isDue = true;
  #wake: () => void = () => {};
  readonly #stopped: Promise<void>;
  #tellStopped: () => void = () => {};
  /** What rounds reached, and when; oldest first. */
  #marks: { readonly position: number; readonly elapsedMs: number }[] = [];
  readonly #loop: Promise<void>;
  lastError: Error | undefined;

  constructor(deps: CatchUpDeps<E>) {
    this.#deps = deps;
    this.#stopped = new Promise((resolve) => {
      this.#tellStopped = resolve;
    });
    this.#loop = this.#run();
  }

  /** The bus was away or has lost something: look now. */
  wake(): void {
    this.#isDue = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#tellStopped();
    this.#wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const everyMs = this.#deps.everyMs ?? CATCH_UP_EVERY_MS;
    for (let retryMs = RETRY_MS; !this.#isStopping; ) {
      this.#isDue = false;
      const isWhole = await this.#round().catch((error: Error) => this.#failed(error));
      if (isWhole) this.lastError = undefined;
      if (!this.#isDue) await this.#sleep(isWhole ? everyMs : retryMs);
      retryMs = isWhole ? RETRY_MS : Math.min(retryMs * 2, RETRY_MAX_MS);
    }
  }

  /** False when something is left to try again. */
  async #round(): Promise<boolean> {
    const { pool, name, log } = this.#deps;
    const settled = this.#marks.findLast(({ elapsedMs }) => performance.now() - elapsedMs >= SETTLED_MS);
    const { rows } = await pool.query<{ position: string }>('SELECT position FROM log_positions WHERE consumer = $1', [
      name,
    ]);
    let position = Number(rows[0]?.position ?? 0);
    let [taken, left] = [0, 0];
    for await (const page of this.#pages(position)) {
      for (let i = 0; i < page.events.length; i += BATCH) {
        const { done, failed } = await this.#take(page.events.slice(i, i + BATCH));
        taken += done;
        left += failed;
      }
      position = page.position;
    }
    if (taken > 0) log.info({ consumer: name, count: taken }, 'took events from the log of their owner');
    if (this.#isStopping || left > 0) return left === 0;
    if (settled !== undefined) {
      await pool.query(
        `INSERT INTO log_positions VALUES ($1, $2)
         ON CONFLICT (consumer) DO UPDATE SET position = greatest(log_positions.position, excluded.position)`,
        [name, settled.position],
      );
      this.#marks = this.#marks.filter(({ elapsedMs }) => elapsedMs > settled.elapsedMs);
    }
    this.#marks.push({ position, elapsedMs: performance.now() });
    return true;
  }

  /** A far side that does not answer must not hold up a stop. */
  async *#pages(afterPosition: number): AsyncGenerator<OwnerPage<E>> {
    const pages = this.#deps.readAll(afterPosition)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = pages.next();
        next.catch(() => {});
        const page = await Promise.race([next, this.#stopped]);
        if (page === undefined || page.done || this.#isStopping) return;
        yield page.value;
      }
    } finally {
      void pages.return?.()?.catch(() => {});
    }
  }

  /** All in one transaction; when that fails one by one, so that a bad event holds up only its own stream. */
  async #take(events: readonly Recorded<E>[]): Promise<{ done: number; failed: number }> {
    const { effects } = this.#deps;
    const arrivals = (await effects.unhandled(events)).map((event) => ({ event, times: GAP_PATIENCE }));
    if (arrivals.length === 0) return { done: 0, failed: 0 };
    try {
      const early = await effects.take(arrivals);
      return { done: arrivals.length - early.size, failed: early.size };
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
    }
    let failed = 0;
    for (const arrival of arrivals) {
      try {
        failed += (await effects.take([arrival])).size;
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        this.#failed(error as Error);
        failed++;
      }
    }
    return { done: arrivals.length - failed, failed };
  }

  /** The owner is away at many a start: said once, until it is there again. */
  #failed(error: Error): false {
    if (!this.#isStopping && this.lastError === undefined) {
      this.#deps.log.warn({ err: error, consumer: this.#deps.name }, 'cannot catch up with the owner yet');
    }
    this.lastError = error;
    return false;
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isStopping) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }
}
