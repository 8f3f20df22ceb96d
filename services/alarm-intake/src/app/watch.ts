import type { Clock } from '@muster/kernel/clock';
import type { AlarmId } from '@muster/kernel/ids';
import type { Component } from '@muster/kernel/lifecycle';
import type { Result } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import type { Alarm } from '../domain/alarm.ts';
import type { ContactCommand } from '../domain/decide-contact.ts';
import { type Due, type DuePolicy, duesOf } from '../domain/dues.ts';
import { MACHINE } from '../domain/machine.ts';
import { DueTimes } from './due-times.ts';

/** Runs something later; the answer takes it back. */
export type After = (ms: number, run: () => void) => () => void;
export const afterMs: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Contacts looked at together. */
const MAX_AT_ONCE = 8;
/** A look that failed (the database is away) is tried again after this time. */
const RETRY_MS = 1_000;
/** Longest sleep; a timer of Node holds no more than 24 days. */
const MAX_SLEEP_MS = 3_600_000;
/** Contacts of the last day are looked through at the start: nothing that is still open waits longer for its first due. */
export const LOOK_BACK_MS = 24 * 3_600_000;
/** The phone system is asked so often, so far apart, to take a call to the second centre. */
export const OVERFLOW_TRIES = 3;
export const OVERFLOW_AGAIN_MS = 10_000;
/** And to stop a telephone that rings where it must not: a ring-out may be on its way while it is forbidden. */
export const CANCEL_TRIES = 5;
export const CANCEL_AGAIN_MS = 1_000;

type AskedDue = Extract<Due, { callId: string }>;
const isAsked = (due: Due): due is AskedDue => due.does === 'overflow' || due.does === 'cancel-ring';
const keyOf = ({ does, callId }: AskedDue): string => `${does} ${callId}`;

export interface Watched {
  readonly alarm: Alarm;
  readonly version: number;
}

export interface WatchDeps {
  readonly load: (alarmId: AlarmId) => Promise<Watched>;
  /** Ids of open alarms at whose contact something happened since then, in pages. */
  readonly open: (sinceMs: number) => AsyncIterable<readonly AlarmId[]>;
  readonly handle: (command: ContactCommand) => Promise<Result<unknown>>;
  /** Asks the phone system to take a ringing call to the second centre; says how it went. */
  readonly overflow: (callId: string) => Promise<Result<unknown>>;
  /** Asks the phone system to stop a call-back that rings. */
  readonly cancelRing: (callId: string) => Promise<Result<unknown>>;
  readonly policy: DuePolicy;
  readonly clock: Clock;
  readonly after: After;
  readonly log: Log;
}

/**
 * Does at contacts what only time brings about: silence, unanswered transfers, steps that nobody did, calls that ring
 * too long. It remembers only when to look at which contact; what is due then follows from the log, so that after a
 * crash everything still due is done, and nothing twice.
 */
export class ContactWatch implements Component {
  readonly #deps: WatchDeps;
  readonly #times = new DueTimes();
  readonly #versions = new Map<AlarmId, number>();
  /** What the phone system was asked for, by `Due.does` and call. */
  readonly #asked = new Map<AlarmId, Map<string, { readonly tries: number; readonly againAtMs: number }>>();
  readonly #looks = new Set<Promise<void>>();
  #cancelTimer: () => void = () => {};
  #timerAtMs = Number.POSITIVE_INFINITY;
  #isStopping = false;
  #scan: Promise<void> = Promise.resolve();

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  /** Looks through the log for what is open, beside everything else. */
  start(): this {
    this.#scan = this.#readLog();
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#cancelTimer();
    await Promise.all([this.#scan, ...this.#looks]);
  }

  /** How many contacts have something due; for tests and readiness. */
  get size(): number {
    return this.#times.size;
  }

  /** After a commit, with what the contact is now. */
  changed(alarmId: AlarmId, alarm: Alarm, version: number): void {
    if ((this.#versions.get(alarmId) ?? 0) > version) return;
    this.#setTime(alarmId, this.#nextMs(alarmId, alarm), version);
  }

  /** Somebody else wrote, or it is not known whether a write succeeded: look at it now. */
  unsure(alarmId: AlarmId): void {
    this.#setTime(alarmId, this.#deps.clock.nowMs(), this.#versions.get(alarmId) ?? 0);
  }

  #setTime(alarmId: AlarmId, atMs: number, version: number): void {
    if (this.#isStopping) return;
    this.#times.set(alarmId, atMs);
    if (atMs === Number.POSITIVE_INFINITY) {
      this.#versions.delete(alarmId);
      this.#asked.delete(alarmId);
    } else {
      this.#versions.set(alarmId, version);
    }
    this.#arm();
  }

  #nextMs(alarmId: AlarmId, alarm: Alarm): number {
    return Math.min(...duesOf(alarm, this.#deps.policy).map((due) => this.#timeOf(alarmId, due)));
  }

  #timeOf(alarmId: AlarmId, due: Due): number {
    const asked = isAsked(due) ? this.#asked.get(alarmId)?.get(keyOf(due)) : undefined;
    return asked?.againAtMs ?? due.atMs;
  }

  #arm(): void {
    const atMs = this.#looks.size >= MAX_AT_ONCE ? Number.POSITIVE_INFINITY : this.#times.firstMs();
    if (atMs === this.#timerAtMs) return;
    this.#cancelTimer();
    this.#timerAtMs = atMs;
    if (atMs === Number.POSITIVE_INFINITY || this.#isStopping) return;
    const inMs = Math.min(MAX_SLEEP_MS, Math.max(0, atMs - this.#deps.clock.nowMs()));
    this.#cancelTimer = this.#deps.after(inMs, () => this.#tick());
  }

  #tick(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY;
    if (this.#isStopping) return;
    const nowMs = this.#deps.clock.nowMs();
    for (const alarmId of this.#times.takeDue(nowMs, MAX_AT_ONCE - this.#looks.size)) {
      const look = this.#look(alarmId).finally(() => {
        this.#looks.delete(look);
        this.#arm();
      });
      this.#looks.add(look);
    }
    this.#arm();
  }

  async #look(alarmId: AlarmId): Promise<void> {
    const { load, policy, clock, log } = this.#deps;
    try {
      const before = await load(alarmId);
      const due = duesOf(before.alarm, policy).filter((one) => this.#timeOf(alarmId, one) <= clock.nowMs());
      for (const one of due) await this.#do(alarmId, one);
      const after = due.length > 0 ? await load(alarmId) : before;
      // A commit meanwhile has said itself when to look next.
      if ((this.#versions.get(alarmId) ?? 0) > after.version) return;
      const nowMs = clock.nowMs();
      const nextMs = this.#nextMs(alarmId, after.alarm);
      // What is still due was refused or not yet stored: not at once again.
      this.#setTime(alarmId, nextMs <= nowMs ? nowMs + RETRY_MS : nextMs, after.version);
    } catch (error) {
      log.warn({ err: error, alarmId }, 'cannot do what is due at a contact; trying again');
      this.#setTime(alarmId, clock.nowMs() + RETRY_MS, this.#versions.get(alarmId) ?? 0);
    }
  }

  async #do(alarmId: AlarmId, due: Due): Promise<void> {
    if (isAsked(due)) return this.#ask(alarmId, due);
    const result = await this.#deps.handle(this.#commandFor(alarmId, due));
    if (!result.ok) this.#deps.log.warn({ alarmId, due: due.does, refusal: result.refusal }, 'what is due was refused');
  }

  #commandFor(alarmId: AlarmId, due: Exclude<Due, AskedDue>): ContactCommand {
    const base = { alarmId, nowMs: this.#deps.clock.nowMs() };
    switch (due.does) {
      case 'flag-silent': {
        const seconds = this.#deps.policy.silentAfterMs / 1_000;
        const zh = `接通 ${seconds} 秒未听到来电人说话`;
        const en = `nothing heard from the caller for ${seconds} s after the answer`;
        return { ...base, type: 'flag', flag: 'silent', zh, en, by: MACHINE };
      }
      case 'miss-transfer':
        return { ...base, type: 'miss-transfer', transferId: due.transferId };
      case 'miss-step':
        return { ...base, type: 'miss-step' };
      case 'fail-dial':
        return { ...base, type: 'report-dial', commandId: due.commandId, outcome: 'failed' };
    }
  }

  /** The phone system says itself what becomes of the call; until then it is asked again, then left to the seats. */
  async #ask(alarmId: AlarmId, due: AskedDue): Promise<void> {
    const { overflow, cancelRing, clock, log } = this.#deps;
    const [ask, most, againMs] =
      due.does === 'overflow'
        ? [overflow, OVERFLOW_TRIES, OVERFLOW_AGAIN_MS]
        : [cancelRing, CANCEL_TRIES, CANCEL_AGAIN_MS];
    const asked = this.#asked.get(alarmId) ?? new Map();
    const tries = (asked.get(keyOf(due))?.tries ?? 0) + 1;
    const againAtMs = tries < most ? clock.nowMs() + againMs : Number.POSITIVE_INFINITY;
    this.#asked.set(alarmId, asked.set(keyOf(due), { tries, againAtMs }));
    const { does, callId } = due;
    const answer = await ask(callId);
    if (!answer.ok)
      log.warn({ alarmId, callId, does, tries, refusal: answer.refusal }, 'the phone system did not do it');
  }

  async #readLog(): Promise<void> {
    const { open, load, clock, log } = this.#deps;
    const sinceMs = clock.nowMs() - LOOK_BACK_MS;
    for (;;) {
      try {
        for await (const page of open(sinceMs)) {
          for (const alarmId of page) {
            if (this.#isStopping) return;
            const { alarm, version } = await load(alarmId);
            this.changed(alarmId, alarm, version);
          }
        }
        return;
      } catch (error) {
        log.warn({ err: error }, 'cannot look through the open contacts yet');
        await new Promise<void>((resolve) => this.#deps.after(RETRY_MS, resolve));
        if (this.#isStopping) return;
      }
    }
  }
}
