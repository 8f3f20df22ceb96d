import type { ClassificationFact, SecondOpinionFact } from '@muster/contracts/events/classification';
import type { Clock } from '@muster/kernel/clock';
import type { AlarmId } from '@muster/kernel/ids';
import { type BreakerLimits, CircuitBreaker } from '../domain/circuit-breaker.ts';
import { maskPersonal } from '../domain/mask.ts';

export const SECOND_OPINION_LIMITS = {
  /** Calls that wait for their turn; the oldest makes room: a newer call needs help sooner. */
  waiting: 64,
  /** Times that one growing transcript is asked about. */
  asksPerAlarm: 3,
  /** Alarms whose asks are counted. */
  countedAlarms: 5_000,
  /** Characters of a call that leave. */
  textChars: 4_000,
  /** Less says nothing. */
  leastChars: 4,
  breaker: { failures: 5, openMs: 30_000, openMaxMs: 600_000 } satisfies BreakerLimits,
} as const;

/** What a model answered, in form: a known type, a whole priority, a confidence from 0 to 1. */
export interface Opinion {
  readonly type: string;
  readonly priority: number;
  readonly confidence: number;
  readonly because: string;
}

export interface OpinionPort {
  /** Names the model that answers. */
  readonly source: string;
  /** @throws Error when the answer is late, wrong in form, or does not come */
  ask(maskedText: string): Promise<Opinion>;
}

export interface SecondOpinionsDeps {
  readonly port: OpinionPort;
  readonly clock: Clock;
  /** Asked at once. */
  readonly atOnce: number;
  /** Also words that say where are taken out before anything leaves. */
  readonly maskPlaces: boolean;
  /** Keeps it beside the proposal; false: nobody needs it any more. */
  readonly keep: (alarmId: AlarmId, about: number, opinion: SecondOpinionFact) => Promise<boolean>;
  readonly log: { warn(facts: object, message: string): void };
}

interface Ask {
  readonly alarmId: AlarmId;
  readonly text: string;
  readonly fact: ClassificationFact;
  /** Which proposal of the alarm it is about, counted from 1. */
  readonly about: number;
}

/**
 * Asks another model about calls that ours is unsure of, and keeps what it says beside our answer. Ours is the answer:
 * nothing waits for the other, and a failure leaves no trace but in the log. What waits here is lost with the process.
 */
export class SecondOpinions {
  readonly #deps: SecondOpinionsDeps;
  readonly #breaker = new CircuitBreaker(SECOND_OPINION_LIMITS.breaker);
  /** The newest text of each alarm, oldest first. */
  readonly #waiting = new Map<AlarmId, Ask>();
  readonly #asked = new Map<AlarmId, number>();
  readonly #under = new Set<Promise<void>>();
  #stopped = false;

  constructor(deps: SecondOpinionsDeps) {
    this.#deps = deps;
  }

  /** A call was classified; returns at once. */
  classified(ask: Ask): void {
    if (this.#stopped || !isUnsure(ask.fact) || ask.text.trim().length < SECOND_OPINION_LIMITS.leastChars) return;
    if ((this.#asked.get(ask.alarmId) ?? 0) >= SECOND_OPINION_LIMITS.asksPerAlarm) return;
    this.#waiting.delete(ask.alarmId);
    this.#waiting.set(ask.alarmId, ask);
    if (this.#waiting.size > SECOND_OPINION_LIMITS.waiting) forgetOldest(this.#waiting);
    this.#work();
  }

  /** What is under way is waited for; what waits is dropped. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.clear();
    await Promise.all(this.#under);
  }

  #work(): void {
    while (this.#under.size < this.#deps.atOnce && this.#waiting.size > 0) {
      const [[alarmId, ask]] = this.#waiting as unknown as [[AlarmId, Ask]];
      this.#waiting.delete(alarmId);
      if (!this.#breaker.mayAsk(this.#deps.clock.nowMs())) continue;
      const task = this.#ask(ask).finally(() => {
        this.#under.delete(task);
        this.#work();
      });
      this.#under.add(task);
    }
  }

  async #ask({ alarmId, text, fact, about }: Ask): Promise<void> {
    const { port, clock, maskPlaces, keep, log } = this.#deps;
    this.#asked.set(alarmId, (this.#asked.get(alarmId) ?? 0) + 1);
    if (this.#asked.size > SECOND_OPINION_LIMITS.countedAlarms) forgetOldest(this.#asked);
    const places = maskPlaces && fact.location !== null ? [fact.location.text] : [];
    let opinion: Opinion;
    try {
      const masked = maskPersonal(text, { places, addresses: maskPlaces });
      opinion = await port.ask(masked.slice(0, SECOND_OPINION_LIMITS.textChars));
      this.#breaker.succeeded();
    } catch (error) {
      const opened = this.#breaker.failedAt(clock.nowMs());
      log.warn({ why: (error as Error).message, opened }, 'no second opinion: the own classification stands alone');
      return;
    }
    try {
      await keep(alarmId, about, besideOurs(opinion, fact, port.source));
    } catch (error) {
      log.warn({ err: error }, 'a second opinion could not be kept');
    }
  }
}

export const isUnsure = ({ needsHuman }: ClassificationFact): boolean => needsHuman;

/** It may be more urgent than ours, never less: a machine lowers nothing. */
export const besideOurs = (opinion: Opinion, ours: ClassificationFact, source: string): SecondOpinionFact => ({
  ...opinion,
  priority: Math.min(opinion.priority, ours.priority),
  source,
  agrees: opinion.type === ours.type,
});

function forgetOldest(map: Map<AlarmId, unknown>): void {
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
