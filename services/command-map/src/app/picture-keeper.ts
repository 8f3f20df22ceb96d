import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import type { Clock } from '@muster/kernel/clock';
import type { Component } from '@muster/kernel/lifecycle';
import type { Mode } from '@muster/kernel/mode';
import type { Log } from '@muster/platform/log';
import type { LivePicture } from '../domain/live-picture.ts';

export const KEEPER_LIMITS = {
  /** Events held while a source has not given its snapshot. More: the oldest go, and the snapshot has them. */
  buffered: 50_000,
  gapReadsAtOnce: 8,
  gapsWaiting: 2_000,
  retryMs: 500,
  retryMaxMs: 5_000,
  /** Everything is listed again this often: whatever was missed, no screen is stale for longer. */
  reconcileMs: 60_000,
} as const;

/** One owner of facts. `readMissing` is absent where a gap does no harm. */
export interface Source {
  readonly name: string;
  /** Puts its records into the picture: everything at the start, what is open when it is only compared. */
  readonly load: (picture: LivePicture, extent: 'everything' | 'open') => Promise<void>;
  readonly readMissing?: (stream: string, fromVersion: number) => Promise<Recorded<DomainEvent>[]>;
}

interface State {
  readonly source: Source;
  loaded: boolean;
  /** Why it is not loaded, for people. */
  why: string;
  buffer: Recorded<DomainEvent>[];
}

/**
 * Keeps the live picture: feed first into a buffer, then the owner's snapshot, then the buffered events that are newer.
 * A gap in a stream is filled from the owner's log. A source that is down at the start is asked until it answers; the
 * others are shown meanwhile.
 */
export class PictureKeeper implements Component {
  readonly #deps: { picture: LivePicture; clock: Clock; mode: Mode; log: Log };
  readonly #states: Map<string, State>;
  readonly #gaps = new Map<string, { state: State; events: Recorded<DomainEvent>[] }>();
  readonly #beingRead = new Set<string>();
  #reading = 0;
  #stopped = false;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(deps: { picture: LivePicture; clock: Clock; mode: Mode; log: Log; sources: readonly Source[] }) {
    this.#deps = deps;
    this.#states = new Map(
      deps.sources.map((source) => [source.name, { source, loaded: false, why: 'not asked yet', buffer: [] }]),
    );
  }

  /** Starts loading; resolves at once. The feeds must be running. */
  start(): void {
    for (const state of this.#states.values()) void this.#load(state, KEEPER_LIMITS.retryMs);
    this.#later(KEEPER_LIMITS.reconcileMs, () => this.#reconcile());
  }

  /** What is still missing in the picture, or undefined. */
  whyIncomplete(): string | undefined {
    const missing = [...this.#states.values()].filter((state) => !state.loaded);
    if (missing.length === 0) return undefined;
    return missing.map(({ source, why }) => `no records from ${source.name} yet: ${why}`).join('; ');
  }

  /** An event of a source's feed. Of another mode it is no fact here. */
  take(sourceName: string, event: Recorded<DomainEvent>): void {
    const state = this.#states.get(sourceName);
    if (state === undefined || event.mode !== this.#deps.mode) return;
    if (state.loaded) this.#apply(state, event);
    else if (state.buffer.push(event) > KEEPER_LIMITS.buffered) state.buffer.shift();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #load(state: State, retryMs: number): Promise<void> {
    if (this.#stopped) return;
    try {
      await state.source.load(this.#deps.picture, 'everything');
    } catch (error) {
      state.why = (error as Error).message;
      this.#later(retryMs, () => this.#load(state, Math.min(KEEPER_LIMITS.retryMaxMs, retryMs * 2)));
      return;
    }
    state.loaded = true;
    for (const event of state.buffer.splice(0)) this.#apply(state, event);
    this.#deps.log.info({ source: state.source.name }, 'its records are in the picture');
  }

  async #reconcile(): Promise<void> {
    for (const { source, loaded } of this.#states.values()) {
      if (!loaded) continue;
      await source.load(this.#deps.picture, 'open').catch((error: unknown) => {
        this.#deps.log.warn({ err: error, source: source.name }, 'could not compare the picture with its owner');
      });
    }
    this.#later(KEEPER_LIMITS.reconcileMs, () => this.#reconcile());
  }

  #apply(state: State, event: Recorded<DomainEvent>): void {
    const waiting = this.#gaps.get(event.stream);
    if (waiting !== undefined) return void waiting.events.push(event);
    try {
      if (this.#deps.picture.apply(event) !== 'gap' || state.source.readMissing === undefined) return;
    } catch (error) {
      this.#deps.log.error({ err: error, stream: event.stream, version: event.version }, 'an event could not be shown');
      return;
    }
    // The next reconciliation mends what is more than this.
    if (this.#gaps.size >= KEEPER_LIMITS.gapsWaiting) return;
    this.#gaps.set(event.stream, { state, events: [event] });
    void this.#fillGaps();
  }

  async #fillGaps(): Promise<void> {
    if (this.#reading >= KEEPER_LIMITS.gapReadsAtOnce) return;
    this.#reading++;
    // A map's iteration comes to what is added meanwhile.
    for (const [stream, gap] of this.#gaps) {
      if (this.#beingRead.has(stream)) continue;
      this.#beingRead.add(stream);
      await this.#fillGap(stream, gap);
      this.#beingRead.delete(stream);
    }
    this.#reading--;
  }

  async #fillGap(stream: string, gap: { state: State; events: Recorded<DomainEvent>[] }): Promise<void> {
    const { picture, log, mode } = this.#deps;
    try {
      const missing = (await gap.state.source.readMissing?.(stream, picture.versionOf(stream) + 1)) ?? [];
      this.#gaps.delete(stream);
      for (const event of missing) if (event.mode === mode) picture.apply(event);
      for (const event of gap.events) picture.apply(event);
      log.info({ stream, events: missing.length }, 'filled a gap in the live picture from the owner of the events');
    } catch (error) {
      this.#gaps.delete(stream);
      log.warn({ err: error, stream }, 'a gap in the live picture could not be filled; it is compared again soon');
    }
  }

  #later(ms: number, work: () => unknown): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }
}
