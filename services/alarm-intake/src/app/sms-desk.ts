import type { ActorFact } from '@muster/contracts/events/shared';
import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { ok, type Result } from '@muster/kernel/result';
import { cleanText, LIMITS, type RawReport } from '../domain/report.ts';
import { alarmIdFor } from './alarms.ts';
import { type ChannelDesk, keyFrom, type Taken } from './channel-desk.ts';

export interface SmsIn {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly sentAtMs: number;
  readonly part: { readonly ref: string; readonly index: number; readonly of: number } | null;
  readonly warnings: readonly string[];
}

/** Sends a text to a caller; the adapter is a gateway's HTTP interface. */
export interface TextSender {
  send(message: { readonly to: string; readonly text: string; readonly reference: string }): Promise<void>;
}

export const SMS_LIMITS = {
  /** Parts of one long message arrive within this time, or are another message with a number used again. */
  partsWithinMs: 24 * 3_600_000,
  /** Long messages of one sender with the same number within that time. */
  generations: 8,
  /** A message without an id is the same one again within this time. */
  sameTextWithinMs: 10 * 60_000,
  /** Somebody who was sent a text answers it within this time. */
  answerWithinMs: 60 * 60_000,
} as const;

const DAY_MS = 24 * 3_600_000;

export class SmsDesk {
  readonly #desk: ChannelDesk;
  constructor(desk: ChannelDesk) {
    this.#desk = desk;
  }

  async take(sms: SmsIn, by: ActorFact): Promise<Result<Taken>> {
    if (sms.part !== null) return this.#takePart(sms, sms.part, by);
    const answered = await this.#answer(sms);
    if (answered !== null) return answered;
    return this.#desk.take(this.#report(sms, this.#keyOf(sms, by), sms.text), by);
  }

  #report(sms: SmsIn, idempotencyKey: string, text: string): RawReport {
    return {
      ...{ idempotencyKey, channel: 'sms', line: sms.to, callerNumber: sms.from, callerName: '', text, lang: '' },
      ...{ place: null, reportedType: '', rangAtMs: sms.sentAtMs, warnings: sms.warnings },
    };
  }

  /** Without an id the gateway's retry is known by who said what, when. */
  #keyOf({ messageId, from, text, sentAtMs }: SmsIn, { id }: ActorFact): string {
    if (messageId !== '') return keyFrom(id, from, messageId);
    const when = sentAtMs || Math.floor(this.#desk.now() / SMS_LIMITS.sameTextWithinMs);
    return keyFrom(id, from, 'no-id', String(when), text);
  }

  /**
   * Parts come in any order and again. The first one opens the alarm, the others let it grow; each stands where it
   * belongs. A part that is there already with other words belongs to a later message with the same number.
   */
  async #takePart(sms: SmsIn, part: NonNullable<SmsIn['part']>, by: ActorFact): Promise<Result<Taken>> {
    const nowMs = this.#desk.now();
    const today = Math.floor(nowMs / DAY_MS);
    const words = cleanText(sms.text).slice(0, LIMITS.textChars).toWellFormed();
    for (const day of [today - 1, today]) {
      for (let generation = 0; generation < SMS_LIMITS.generations; generation++) {
        const key = keyFrom(by.id, sms.from, `part-${part.ref}-${part.of}`, `${day}.${generation}`);
        const found = await this.#desk.get(alarmIdFor('sms', key));
        if (!found.ok && day !== today) break;
        if (!found.ok) return this.#openWithPart(sms, part, key, by);
        const alarm = found.value;
        if (nowMs - alarm.receivedAtMs > SMS_LIMITS.partsWithinMs || alarm.closedAtMs > 0) continue;
        const known = wordsOfPart(alarm, part.index);
        if (known === null) return this.#grow(alarm, part.index, words);
        if (known === words) return ok(takenOf(alarm, false));
      }
    }
    return this.#desk.take(this.#report(sms, keyFrom(by.id, sms.from, `part-${part.ref}`, words), sms.text), by);
  }

  async #openWithPart(
    sms: SmsIn,
    part: NonNullable<SmsIn['part']>,
    key: string,
    by: ActorFact,
  ): Promise<Result<Taken>> {
    // The first part is the report's own words; a later one that overtook it is a segment behind them.
    const first = part.index === 1 || sms.from.trim() === '';
    const opened = await this.#desk.take(this.#report(sms, key, first ? sms.text : ''), by);
    if (!opened.ok || first) return opened;
    const added = await this.#desk.segment(opened.value.alarmId, part.index, sms.text, 'caller', true);
    return added.ok ? opened : added;
  }

  async #grow(alarm: AlarmView, index: number, words: string): Promise<Result<Taken>> {
    const added = await this.#desk.segment(alarm.alarmId, index, words, 'caller', true);
    return added.ok ? ok(takenOf(added.value, true)) : added;
  }

  /** Somebody who was sent a silent text goes on in the same alarm; a plain yes or no is kept as such. */
  async #answer(sms: SmsIn): Promise<Result<Taken> | null> {
    const alarm = await this.#desk.openOfNumber(sms.from, SMS_LIMITS.answerWithinMs);
    if (alarm === null || !alarm.callBacks.some(({ kind, outcome }) => kind === 'silent-text' && outcome === 'sent')) {
      return null;
    }
    const added = await this.#desk.add(alarm.alarmId, sms.text, 'caller');
    const answer = yesOrNo(sms.text);
    if (added.ok && answer !== null && added.value.version > alarm.version) {
      await this.#desk.reply(alarm.alarmId, '短信', answer, 'text');
    }
    return added.ok ? ok(takenOf(added.value, added.value.version > alarm.version)) : added;
  }
}

/** `null` when this part has not come. The first part may be the report's own words. */
function wordsOfPart(alarm: AlarmView, index: number): string | null {
  const segment = alarm.segments.find((known) => known.segment === index);
  if (segment !== undefined) return segment.text;
  if (index !== 1) return null;
  const rest = [...alarm.segments].sort((a, b) => a.segment - b.segment).map(({ text }) => text);
  const said = rest.filter((text) => text !== '').join('\n');
  const first = said === '' ? alarm.text : alarm.text.slice(0, Math.max(0, alarm.text.length - said.length - 1));
  return first === '' ? null : first;
}

const takenOf = (alarm: AlarmView, grown: boolean): Taken => ({
  ...{ alarmId: alarm.alarmId, receivedAtMs: alarm.receivedAtMs, repeated: true, grown, warnings: alarm.warnings },
});

const YES = /^(是|是的|对|嗯|要|需要|1|y|yes)[。.!！]?$/i;
const NO = /^(不是|不|否|没有|不要|不需要|2|n|no)[。.!！]?$/i;

/** `null` for anything that is not plainly one of them. */
export function yesOrNo(text: string): 'yes' | 'no' | null {
  const plain = text.trim();
  if (YES.test(plain)) return 'yes';
  return NO.test(plain) ? 'no' : null;
}
