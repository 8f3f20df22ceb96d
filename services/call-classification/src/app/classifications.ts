import type { Recorded } from '@muster/contracts/envelope';
import type { AlarmEvent, AlarmReceived, AlarmUpdated } from '@muster/contracts/events/alarm';
import {
  type ClassificationEvent,
  type ClassificationFact,
  classificationStream,
  type SecondOpinionFact,
} from '@muster/contracts/events/classification';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { fold } from '@muster/kernel/decider';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { ConcurrencyError, type EventStore } from '@muster/platform/postgres/event-store';
import type { Queryable } from '@muster/platform/postgres/pool';
import {
  type ClassificationCommand,
  type ClassificationState,
  classificationDecider,
} from '../domain/classification.ts';
import { type Classifier, classify } from '../domain/classify.ts';
import { isMeasured, knownShareOf } from '../domain/known-share.ts';
import type { PlaceCandidate } from './place-candidates.ts';

/** Suggestions under way at once; more are refused. Typing goes on without them, an alarm's classification does not. */
export const MAX_SUGGESTIONS = 8;
const MAX_TRIES = 5;

/** Keeps what was said, segment by segment, within the transaction of the event; the adapter is PostgreSQL. */
export interface HeardPort {
  /** Segment -1 is the report's own words. */
  keep(client: Queryable, alarmId: AlarmId, segment: number, words: string, atMs: number): Promise<void>;
  whole(client: Queryable, alarmId: AlarmId): Promise<string>;
  forget(client: Queryable, alarmId: AlarmId): Promise<void>;
}

export interface ClassificationsDeps {
  readonly store: EventStore<ClassificationEvent>;
  readonly classifier: Classifier;
  readonly heard: HeardPort;
  /** Points for a place's words; empty while no city is loaded. */
  readonly candidatesFor: (words: string) => readonly PlaceCandidate[];
  /** Lets what is more important go first. */
  readonly pause: () => Promise<void>;
  /** Told of each new proposal, before it is committed; `about` counts the alarm's proposals from 1. */
  readonly onProposed?: (proposed: {
    readonly alarmId: AlarmId;
    readonly text: string;
    readonly fact: ClassificationFact;
    readonly about: number;
  }) => void;
}

export class Classifications {
  readonly #deps: ClassificationsDeps;
  #suggesting = 0;
  constructor(deps: ClassificationsDeps) {
    this.#deps = deps;
  }

  /** The effect of an alarm's event, in the consumer's transaction. The caller tells the store when it is committed. */
  async onAlarm(event: Recorded<AlarmEvent>, client: Queryable): Promise<void> {
    const { data } = event;
    if (data.type === 'alarm.closed') return this.#deps.heard.forget(client, data.alarmId);
    if (data.type !== 'alarm.received' && data.type !== 'alarm.updated') return;
    const text = await this.#textAfter(data, event.atMs, client);
    // A voice call has no words yet when it rings: that is not a silent call.
    if (text.trim() === '') return;
    const stream = classificationStream(data.alarmId);
    const past = await this.#deps.store.load(stream, client);
    const fact = { ...this.classify(text), ...this.#measured(data.alarmId, text) };
    const state = stateOf(past);
    const command = { type: 'propose', alarmId: data.alarmId, classification: fact } as const;
    const decided = classificationDecider.decide(command, state);
    if (!decided.ok || decided.value.length === 0) return;
    await this.#deps.store.appendWithin(client, [{ stream, expectedVersion: past.length, events: decided.value }]);
    this.#deps.onProposed?.({ alarmId: data.alarmId, text, fact, about: state.proposals + 1 });
  }

  async #textAfter(event: AlarmReceived | AlarmUpdated, atMs: number, client: Queryable): Promise<string> {
    const { heard } = this.#deps;
    if (event.type === 'alarm.received') {
      if (event.text !== '') await heard.keep(client, event.alarmId, -1, event.text, atMs);
      return event.text;
    }
    await heard.keep(client, event.alarmId, event.segment, event.segmentText, atMs);
    return heard.whole(client, event.alarmId);
  }

  #measured(alarmId: AlarmId, text: string): Pick<ClassificationFact, 'knownShare'> {
    return isMeasured(alarmId) ? { knownShare: knownShareOf(this.#deps.classifier, text) } : {};
  }

  classify(text: string): ClassificationFact {
    const proposal = classify(this.#deps.classifier, text);
    const { location } = proposal;
    return {
      ...proposal,
      location: location === null ? null : { ...location, candidates: this.#deps.candidatesFor(location.text) },
    };
  }

  /** While somebody types. Gives way to everything else, and is refused first when there is too much to do. */
  async suggest(text: string): Promise<Result<ClassificationFact>> {
    if (this.#suggesting >= MAX_SUGGESTIONS) {
      return refuse('limit', 'too many suggestions at once; go on typing', '建议请求过多，请继续填写');
    }
    this.#suggesting++;
    try {
      await this.#deps.pause();
      return ok(this.classify(text));
    } finally {
      this.#suggesting--;
    }
  }

  /** A human overrules; gives the version of the stream afterwards. */
  async correct(alarmId: AlarmId, type: string, priority: number, by: string): Promise<Result<number>> {
    const isKnownType = (code: string) => INCIDENT_TYPES.has(code);
    const correct = { correctType: type, correctPriority: priority, by, isKnownType };
    const done = await this.#decide(alarmId, { type: 'correct', alarmId, ...correct });
    return done.ok ? ok(done.value.version) : done;
  }

  /** What stands of one alarm. */
  async stateOf(alarmId: AlarmId): Promise<ClassificationState> {
    return stateOf(await this.#deps.store.load(classificationStream(alarmId)));
  }

  /** Keeps another model's word beside ours; false where nobody needs it any more. */
  async keepOpinion(alarmId: AlarmId, about: number, opinion: SecondOpinionFact): Promise<boolean> {
    const done = await this.#decide(alarmId, { type: 'second-opinion', alarmId, about, opinion });
    return done.ok && done.value.events > 0;
  }

  async #decide(
    alarmId: AlarmId,
    command: ClassificationCommand,
  ): Promise<Result<{ version: number; events: number }>> {
    const stream = classificationStream(alarmId);
    for (let tries = 1; ; tries++) {
      const past = await this.#deps.store.load(stream);
      const decided = classificationDecider.decide(command, stateOf(past));
      if (!decided.ok) return decided;
      const events = decided.value.length;
      try {
        await this.#deps.store.append([{ stream, expectedVersion: past.length, events: decided.value }]);
        return ok({ version: past.length + events, events });
      } catch (error) {
        if (!(error instanceof ConcurrencyError) || tries === MAX_TRIES) throw error;
      }
    }
  }
}

const stateOf = (past: readonly Recorded<ClassificationEvent>[]) =>
  fold(
    classificationDecider.evolve,
    classificationDecider.initial,
    past.map(({ data }) => data),
  );
