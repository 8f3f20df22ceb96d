import type { Recorded } from '@muster/contracts/envelope';
import type { DispatchEvent, DutyEvent, IncidentEvent } from '@muster/contracts/events/dispatch';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { IncidentId, UnitId } from '@muster/kernel/ids';
import { type DutyState, evolveDuty } from '../domain/duty.ts';
import { evolveIncident, type IncidentState } from '../domain/incident.ts';

/** Incidents that are over and stay in memory, for lists. */
export const MAX_OVER_KEPT = 5_000;
const INCIDENT = 'incident-';
const UNIT = 'unit-';

export const isIncidentStream = (stream: string): boolean => stream.startsWith(INCIDENT);
export const idOfStream = (stream: string): string =>
  stream.slice(isIncidentStream(stream) ? INCIDENT.length : UNIT.length);

export type State = IncidentState | DutyState;

/**
 * Every open incident, the newest that are over, and every unit's duty, as of the last commit: lists, recommendations
 * and decisions are made from it without asking the database. Changed only by what was committed.
 */
export class LiveState {
  /** Oldest first. */
  readonly incidents = new Map<IncidentId, IncidentState>();
  readonly duties = new Map<UnitId, DutyState>();
  readonly #open = new Set<IncidentId>();
  readonly #over: IncidentId[] = [];
  /** Events whose predecessor was committed but is not applied yet. */
  readonly #early = new Map<string, Recorded<DispatchEvent>[]>();
  readonly #onChange: (stream: string, state: State) => void;

  constructor(onChange: (stream: string, state: State) => void = () => {}) {
    this.#onChange = onChange;
  }

  get(stream: string): State | undefined {
    const id = idOfStream(stream);
    return isIncidentStream(stream) ? this.incidents.get(id) : this.duties.get(id);
  }

  /** @param base what a stream's state was before, for streams that are not in memory */
  apply(
    recorded: readonly Recorded<DispatchEvent>[],
    base: (stream: string) => State | undefined = () => undefined,
  ): void {
    for (const event of recorded) {
      const state = this.get(event.stream) ?? base(event.stream);
      const version = state?.view.version ?? 0;
      if (event.version <= version) continue;
      if (event.version > version + 1) {
        this.#early.set(event.stream, [...(this.#early.get(event.stream) ?? []), event]);
        continue;
      }
      this.put(event.stream, evolved(state, event));
    }
  }

  /** Takes a state as it was loaded; an older one than is known is left. */
  put(stream: string, state: State, isChange = true): void {
    const known = this.get(stream);
    if (known && known.view.version >= state.view.version) return;
    const id = idOfStream(stream);
    if (isIncidentStream(stream)) this.#putIncident(id, state as IncidentState);
    else this.duties.set(id, state as DutyState);
    if (isChange) this.#onChange(stream, state);
    const early = this.#early.get(stream);
    if (early === undefined) return;
    this.#early.delete(stream);
    this.apply(early.sort((a, b) => a.version - b.version));
  }

  *openIncidents(): Generator<Incident> {
    for (const id of this.#open) yield (this.incidents.get(id) as IncidentState).view;
  }

  get openCount(): number {
    return this.#open.size;
  }

  #putIncident(id: IncidentId, state: IncidentState): void {
    const wasKnown = this.incidents.has(id);
    const wasOpen = this.#open.has(id);
    this.incidents.set(id, state);
    if (state.view.state === 'open') {
      this.#open.add(id);
    } else if (wasOpen || !wasKnown) {
      this.#open.delete(id);
      this.#over.push(id);
      while (this.#over.length > MAX_OVER_KEPT) this.incidents.delete(this.#over.shift() as IncidentId);
    }
  }
}

export function evolved(state: State | undefined, event: Recorded<DispatchEvent>): State {
  return isIncidentStream(event.stream)
    ? evolveIncident(state as IncidentState | undefined, event as Recorded<IncidentEvent>)
    : evolveDuty(state as DutyState | undefined, event as Recorded<DutyEvent>);
}

export function foldStream(events: readonly Recorded<DispatchEvent>[]): State | undefined {
  let state: State | undefined;
  for (const event of events) state = evolved(state, event);
  return state;
}
