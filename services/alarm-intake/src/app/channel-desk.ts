import { hash } from 'node:crypto';
import type { Flag } from '@muster/contracts/events/contact';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result } from '@muster/kernel/result';
import { cleanText, LIMITS, type RawReport } from '../domain/report.ts';
import type { Alarms, Receipt } from './alarms.ts';
import type { Contacts } from './contacts.ts';

/** Finds the alarm that a later message of the same number belongs to; the adapter is PostgreSQL. */
export interface OpenAlarmsPort {
  /** The newest alarm of one of these numbers since a time that nobody has closed. */
  openOfNumber(numbers: readonly string[], sinceMs: number): Promise<AlarmId | null>;
}

/** What the desk of the callers does for the channels: positions of machines, and the past of a number or place. */
export type CallersDesk = Pick<Contacts, 'locateIfBetter' | 'checkHistory'>;

export interface Taken extends Receipt {
  /** Words were added to an alarm that was there already. */
  readonly grown: boolean;
}

/** What the channels share: a report becomes an alarm, or lets a known one grow. */
export class ChannelDesk {
  readonly #alarms: Alarms;
  readonly #open: OpenAlarmsPort;
  readonly #contacts: CallersDesk;
  constructor(alarms: Alarms, open: OpenAlarmsPort, contacts: CallersDesk) {
    this.#alarms = alarms;
    this.#open = open;
    this.#contacts = contacts;
  }

  now(): number {
    return this.#alarms.now();
  }

  /**
   * The same report again stores nothing. A known key with other words (a sender that counts its messages from one
   * again) must not lose them: they are added to the alarm.
   */
  async take(report: RawReport, by: ActorFact, mode = ''): Promise<Result<Taken>> {
    const received = await this.#alarms.report(report, mode, by);
    if (!received.ok) return received;
    if (!received.value.repeated) {
      if (BY_PEOPLE.includes(report.channel)) void this.#contacts.checkHistory(received.value.alarmId);
      return grownBy(received, false);
    }
    const { alarmId } = received.value;
    const words = cleanText(report.text).slice(0, LIMITS.textChars).toWellFormed();
    const known = await this.#alarms.get(alarmId);
    if (!known.ok || words === '' || known.value.text.includes(words)) return grownBy(received, false);
    const added = await this.add(alarmId, words, 'caller');
    return added.ok ? grownBy(received, true) : added;
  }

  /** After everything that was said. The same words again as the last ones store nothing. */
  add(alarmId: AlarmId, text: string, speaker: string): Promise<Result<AlarmView>> {
    return this.segment(alarmId, 'next', text, speaker, true);
  }

  segment(
    alarmId: AlarmId,
    segment: number | 'next' | 'new',
    text: string,
    speaker: string,
    final: boolean,
    recognised = false,
  ): Promise<Result<AlarmView>> {
    return this.#alarms.handle({
      type: 'append-transcript',
      alarmId,
      segment,
      text,
      speaker,
      final,
      recognised,
      nowMs: this.#alarms.now(),
    });
  }

  /** Says false when the alarm has a better position already, or this one cannot be. */
  async locate(alarm: AlarmView, place: RawReport['place'], observedAtMs: number): Promise<boolean> {
    if (place === null) return false;
    const located = await this.#contacts.locateIfBetter(alarm.alarmId, place, observedAtMs);
    return located.ok && located.value.located;
  }

  checkHistory(alarmId: AlarmId): Promise<boolean> {
    return this.#contacts.checkHistory(alarmId);
  }

  flag(alarmId: AlarmId, flag: Flag, zh: string, en: string): Promise<Result<AlarmView>> {
    return this.#alarms.handle({ type: 'flag', alarmId, flag, zh, en, by: INTAKE, nowMs: this.now() });
  }

  reply(alarmId: AlarmId, question: string, answer: 'yes' | 'no', via: 'tap' | 'text'): Promise<Result<AlarmView>> {
    return this.#alarms.handle({ type: 'reply', alarmId, question, answer, via, nowMs: this.now() });
  }

  /** Another centre gives us this one and owns it until a human here accepts. The same ticket again is no other. */
  offerIn(alarmId: AlarmId, transferId: string, centre: string, ticketJson: string, by: ActorFact) {
    return this.#alarms.handle({
      ...{ type: 'offer-transfer', alarmId, transferId, direction: 'in', centre, ticketJson, by, nowMs: this.now() },
    });
  }

  get(alarmId: AlarmId): Promise<Result<AlarmView>> {
    return this.#alarms.get(alarmId);
  }

  /** The open alarm of a number within the last `withinMs`, in whichever way the number was written. */
  async openOfNumber(number: string, withinMs: number): Promise<AlarmView | null> {
    const numbers = spellings(number);
    if (numbers.length === 0) return null;
    const alarmId = await this.#open.openOfNumber(numbers, this.now() - withinMs);
    if (alarmId === null) return null;
    const found = await this.#alarms.get(alarmId);
    return found.ok && found.value.closedAtMs === 0 ? found.value : null;
  }
}

/** Somebody may call back there, and be in danger for it. */
const BY_PEOPLE = ['voice', 'sms', 'app', 'ecall', 'aml', 'centre'];
const INTAKE: ActorFact = { kind: 'service', id: 'alarm-intake', name: '系统' };

const grownBy = (received: Result<Receipt>, grown: boolean): Result<Taken> =>
  received.ok ? ok({ ...received.value, grown }) : received;

const MAX_PLAIN_KEY = 100;

/** An idempotency key out of parts that senders choose: readable when it is short and plain, else a digest. */
export function keyFrom(...parts: readonly string[]): string {
  const plain = parts.join('|');
  if (plain.length <= MAX_PLAIN_KEY && /^[\x21-\x7e]+$/.test(plain)) return plain;
  return `sha256-${hash('sha256', parts.join('\u0000'), 'hex').slice(0, 40)}`;
}

/** `+86 138…`, `0086138…` and `138…` are one telephone; others are known with and without their plus. */
export function spellings(number: string): string[] {
  const digits = number.replace(/[^\d]/g, '');
  if (digits.length < MIN_NUMBER_DIGITS) return [];
  const international = digits.replace(/^00/, '');
  const national = international.replace(/^86(?=1\d{10}$)/, '');
  return [
    ...new Set([
      number,
      digits,
      international,
      `+${international}`,
      `00${international}`,
      national,
      `+86${national}`,
      `86${national}`,
      `0086${national}`,
    ]),
  ];
}

const MIN_NUMBER_DIGITS = 5;
