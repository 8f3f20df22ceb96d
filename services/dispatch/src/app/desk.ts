import type { Recorded } from '@muster/contracts/envelope';
import { type DispatchEvent, dutyStream, incidentStream } from '@muster/contracts/events/dispatch';
import type { Agency } from '@muster/kernel/agency';
import type { IncidentId, UnitId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { type Append, ConcurrencyError, type EventStore } from '@muster/platform/postgres/event-store';
import type { Queryable } from '@muster/platform/postgres/pool';
import type { Changes } from '../domain/changes.ts';
import { type DutyState, freshDuty } from '../domain/duty.ts';
import { type IncidentState, incidentIdFor } from '../domain/incident.ts';
import { foldStream, type LiveState, type State } from './live-state.ts';

/** Rounds of load → decide → append before a command gives up; each loss means that somebody else got something done. */
export const MAX_TRIES = 8;
/** Joins of joins are followed so far. */
const MAX_MERGE_STEPS = 20;

/** What one decision looks at; remembers the versions it saw, so that a change in between is noticed. */
export class Session {
  readonly #load: (stream: string) => Promise<State | undefined>;
  readonly seen = new Map<string, State | undefined>();

  constructor(load: (stream: string) => Promise<State | undefined>) {
    this.#load = load;
  }

  async incident(id: IncidentId): Promise<IncidentState | undefined> {
    return (await this.#state(incidentStream(id))) as IncidentState | undefined;
  }

  async duty(unitId: UnitId, agency: Agency): Promise<DutyState> {
    return ((await this.#state(dutyStream(unitId))) as DutyState | undefined) ?? freshDuty(unitId, agency);
  }

  /** The incident an alarm is part of now: its own, the one that was joined into, or where a human put it. */
  async incidentOfAlarm(alarmId: string): Promise<IncidentState | undefined> {
    let found = await this.incident(incidentIdFor(alarmId));
    for (let i = 0; i < MAX_MERGE_STEPS && found !== undefined; i++) {
      const next = found.movedOut?.[alarmId] ?? (found.view.state === 'merged' ? found.view.mergedInto : undefined);
      if (next === undefined) return found;
      found = await this.incident(next);
    }
    return found;
  }

  appends(changes: Changes): Append<DispatchEvent>[] {
    const byStream = new Map<string, DispatchEvent[]>();
    for (const { stream, events } of changes) {
      if (events.length > 0) byStream.set(stream, [...(byStream.get(stream) ?? []), ...events]);
    }
    // Always in the same order, so that two decisions over the same streams wait for each other and do not deadlock.
    return [...byStream]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([stream, events]) => ({ stream, expectedVersion: this.seen.get(stream)?.view.version ?? 0, events }));
  }

  async #state(stream: string): Promise<State | undefined> {
    if (!this.seen.has(stream)) this.seen.set(stream, await this.#load(stream));
    return this.seen.get(stream);
  }
}

export type Decide = (session: Session) => Promise<Result<Changes>>;

/**
 * Load, decide, append. The first round decides on what is in memory (one round trip in all); when somebody else was
 * first it loads from the log and decides again, so that a refusal is always about what is so.
 */
export class Desk {
  readonly #store: EventStore<DispatchEvent>;
  readonly live: LiveState;
  /** Streams of which nobody knows whether the last append was committed. */
  readonly #doubtful = new Set<string>();

  constructor(store: EventStore<DispatchEvent>, live: LiveState) {
    this.#store = store;
    this.live = live;
  }

  /** The events that were committed; none when the command changed nothing. */
  async run(decide: Decide): Promise<Result<readonly Recorded<DispatchEvent>[]>> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      let isFromMemory = false;
      const session = new Session(async (stream) => {
        const known = tries === 1 ? this.live.get(stream) : undefined;
        if (known !== undefined) {
          isFromMemory = true;
          return known;
        }
        const loaded = foldStream(await this.#store.load(stream));
        if (tries > 1 && loaded !== undefined) this.live.put(stream, loaded);
        return loaded;
      });
      const decided = await decide(session);
      if (!decided.ok) {
        if (isFromMemory) continue;
        return decided;
      }
      const appends = session.appends(decided.value);
      if (appends.length === 0) return ok([]);
      try {
        const recorded = await this.#store.append(appends);
        this.live.apply(recorded, (stream) => session.seen.get(stream));
        return ok(recorded);
      } catch (error) {
        if (error instanceof ConcurrencyError) continue;
        for (const append of appends) this.#doubtful.add(append.stream);
        await this.settle().catch(() => {});
        throw error;
      }
    }
    return refuse('conflict', 'too many changes at once: try again', '操作过于频繁，请重试');
  }

  /** The same inside a transaction of the caller, who calls `committed` with the events after COMMIT. */
  async runWithin(client: Queryable, decide: Decide): Promise<readonly Recorded<DispatchEvent>[]> {
    const session = new Session(async (stream) => foldStream(await this.#store.load(stream, client)));
    const decided = await decide(session);
    if (!decided.ok) return [];
    return this.#store.appendWithin(client, session.appends(decided.value));
  }

  committed(recorded: readonly Recorded<DispatchEvent>[]): void {
    this.live.apply(recorded);
    this.#store.committed();
  }

  load(stream: string): Promise<Recorded<DispatchEvent>[]> {
    return this.#store.load(stream);
  }

  /** After a failure nobody knows whether it was committed: what the log says is so. Called until it succeeds. */
  async settle(): Promise<void> {
    const streams = [...this.#doubtful];
    if (streams.length === 0) return;
    for (const [stream, events] of await this.#store.loadMany(streams)) {
      const state = foldStream(events);
      if (state) this.live.put(stream, state);
      this.#doubtful.delete(stream);
    }
  }
}
