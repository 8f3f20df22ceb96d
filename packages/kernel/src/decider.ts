import type { Result } from './result.ts';

/**
 * The shape of every event-sourced aggregate: pure functions, so that a test is given events, when a command, then
 * events or a refusal, and so that the simulator runs the same rules as the service.
 */
export interface Decider<Command, State, Event> {
  readonly initial: State;
  /** Never throws for a well-typed command: what is not allowed is refused. */
  readonly decide: (command: Command, state: State) => Result<readonly Event[]>;
  /** Total over all events ever written (after upcasting). */
  readonly evolve: (state: State, event: Event) => State;
}

export function fold<State, Event>(
  evolve: (state: State, event: Event) => State,
  initial: State,
  events: Iterable<Event>,
): State {
  let state = initial;
  for (const event of events) state = evolve(state, event);
  return state;
}
