import type { GetCallContextResponse } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { AlarmId } from '@muster/kernel/ids';
import type { Log } from '@muster/platform/log';
import { ANONYMOUS } from '../domain/identify.ts';
import { MACHINE } from '../domain/machine.ts';
import type { RawReport } from '../domain/report.ts';
import type { Alarms } from './alarms.ts';

export const HISTORY_CHECK_LIMITS = {
  /** Looks at the past together: taking calls needs the database more. */
  atOnce: 4,
  /** Alarms that wait for theirs; one that finds no room is checked at the next change of its call. */
  waiting: 1_000,
  tries: 3,
  retryMs: 1_000,
} as const;

export interface HistoryCheckDeps {
  readonly alarms: Pick<Alarms, 'get' | 'handle' | 'now'>;
  readonly context: (
    callerNumber: string,
    place: RawReport['place'],
    exceptAlarmId: AlarmId,
  ) => Promise<GetCallContextResponse>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/**
 * The number or the place is known for violence: said as early as it is known, before anybody calls back by voice.
 * Beside the call, never in its way: taking a call neither waits for it nor fails with it.
 */
export class HistoryCheck {
  readonly #deps: HistoryCheckDeps;
  readonly #waiting = new Map<AlarmId, PromiseWithResolvers<boolean>>();
  #running = 0;
  constructor(deps: HistoryCheckDeps) {
    this.#deps = deps;
  }

  /** Never rejects: true once it has been looked at and the flag, if there is one, is stored; false: it is not known. */
  check(alarmId: AlarmId): Promise<boolean> {
    const known = this.#waiting.get(alarmId);
    if (known !== undefined) return known.promise;
    if (this.#waiting.size >= HISTORY_CHECK_LIMITS.waiting) {
      this.#deps.log.warn({ alarmId }, 'too many alarms wait for their history: this one is not checked now');
      return Promise.resolve(false);
    }
    const job = Promise.withResolvers<boolean>();
    this.#waiting.set(alarmId, job);
    this.#pump();
    return job.promise;
  }

  #pump(): void {
    while (this.#running < HISTORY_CHECK_LIMITS.atOnce) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      const [alarmId, job] = next;
      this.#waiting.delete(alarmId);
      this.#running++;
      this.#try(alarmId).then((known) => {
        this.#running--;
        job.resolve(known);
        this.#pump();
      });
    }
  }

  async #try(alarmId: AlarmId): Promise<boolean> {
    const { log, sleep } = this.#deps;
    for (let tries = 1; ; tries++) {
      try {
        await this.#flag(alarmId);
        return true;
      } catch (err) {
        log.warn({ err, alarmId, tries }, 'the history of a number or place could not be looked at');
        if (tries === HISTORY_CHECK_LIMITS.tries) return false;
        await sleep(HISTORY_CHECK_LIMITS.retryMs);
      }
    }
  }

  async #flag(alarmId: AlarmId): Promise<void> {
    const { alarms, context } = this.#deps;
    const found = await alarms.get(alarmId);
    if (!found.ok || found.value.closedAtMs > 0) return;
    const { callerNumber, place } = found.value;
    const number = callerNumber === ANONYMOUS ? '' : callerNumber;
    if (number === '' && place === undefined) return;
    const { dangerHistory } = await context(number, place ?? null, alarmId);
    if (!dangerHistory) return;
    const [zh, en] = [
      '此号码或地址曾有暴力、胁迫或凶器警情',
      'violence, duress or a weapon before from this number or place',
    ];
    const nowMs = alarms.now();
    const stored = await alarms.handle({ type: 'flag', alarmId, flag: 'address-history', zh, en, by: MACHINE, nowMs });
    if (!stored.ok) throw new Error(stored.refusal.message);
  }
}
