import type { CallEndReason, CallState } from '@muster/contracts/events/contact';
import type { ActorFact } from '@muster/contracts/events/shared';
import type {
  Alarm as AlarmView,
  GetCallContextResponse,
  GetQueueResponse,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import { isBetterPlace } from '../domain/better-place.ts';
import { ANONYMOUS } from '../domain/identify.ts';
import { cleanPlace, type RawReport } from '../domain/report.ts';
import { type Alarms, alarmIdFor, placeInWgs84 } from './alarms.ts';
import { HistoryCheck } from './history-check.ts';
import { ticketOf } from './ticket.ts';

/** Looks into the past and the present of contacts; the adapter is PostgreSQL. */
export interface ContactHistoryPort {
  context(query: ContextQuery): Promise<GetCallContextResponse>;
  queue(nowMs: number): Promise<GetQueueResponse>;
}
export interface ContextQuery {
  readonly callerNumber: string;
  readonly place: { readonly lon: number; readonly lat: number; readonly radiusM: number } | null;
  readonly exceptAlarmId: AlarmId;
  readonly nowMs: number;
}

/** A telephone's change as the phone system reports it. */
export interface CallChange {
  /** Empty: the alarm of this call, which a ringing call opens. */
  readonly alarmId: AlarmId;
  readonly callId: string;
  readonly direction: 'inbound' | 'call-back';
  readonly state: CallState;
  readonly endReason: CallEndReason;
  readonly seat: string;
  readonly line: string;
  readonly callerNumber: string;
  readonly recordingRef: string;
  readonly place: RawReport['place'];
  readonly atMs: number;
  readonly by: ActorFact | null;
}

export const CALL_ID_CHARS = 100;
/** "From the same place": as far as a caller's position may be off and still be the same compound. */
const PLACE_RADIUS_M = 150;
/** A position worse than this says nothing about the place's history. */
const PLACE_ACCURACY_MAX_M = 500;

export class Contacts {
  readonly #alarms: Alarms;
  readonly #history: ContactHistoryPort;
  readonly #past: HistoryCheck;
  constructor(alarms: Alarms, history: ContactHistoryPort, log: Log) {
    this.#alarms = alarms;
    this.#history = history;
    this.#past = new HistoryCheck({
      alarms,
      context: (number, place, except) => this.context(number, place, except),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      log,
    });
  }

  /** Of an alarm that came with a number or a place; see history-check.ts. */
  checkHistory(alarmId: AlarmId): Promise<boolean> {
    return this.#past.check(alarmId);
  }

  /** The first word of an inbound call opens its alarm; the call's id always leads to the same one. */
  async changeCall(change: CallChange): Promise<Result<AlarmView>> {
    const { callId } = change;
    if (callId === '' || callId.length > CALL_ID_CHARS) {
      return refuse(
        'invalid',
        `callId must have 1 to ${CALL_ID_CHARS} characters`,
        `callId 须为 1 至 ${CALL_ID_CHARS} 个字符`,
      );
    }
    const opened = await this.#openFor(change);
    if (!opened.ok) return opened;
    const nowMs = this.#alarms.now();
    const { direction, state, endReason, seat, recordingRef, atMs, by } = change;
    const { alarmId } = opened.value;
    let changed = await this.#alarms.handle({
      ...{ type: 'change-call', alarmId, callId, direction, state, endReason },
      ...{ seat, recordingRef, deviceAtMs: atMs, by, nowMs },
    });
    if (!changed.ok || direction !== 'inbound') return changed;
    if (!opened.value.isNew) {
      changed = await this.#learn(alarmId, change);
      if (!changed.ok) return changed;
    }
    // Again at the answer: what the first look missed is known before anybody could call back.
    if (opened.value.isNew || state === 'answered') void this.#past.check(alarmId);
    if (state !== 'answered' || by === null) return changed;
    const answered = await this.#alarms.handle({ type: 'answer', alarmId, by, nowMs });
    // Passed from one seat to another: the phone system is right about who talks now.
    return answered.ok ? answered : this.#alarms.handle({ type: 'claim', alarmId, by, takeOver: true, nowMs });
  }

  /** Words came before the ring and opened the alarm: who calls, on which line and from where is known only now. */
  async #learn(alarmId: AlarmId, { callerNumber, line, place }: CallChange): Promise<Result<AlarmView>> {
    const identified = await this.#alarms.handle({
      ...{ type: 'identify', alarmId, callerNumber, line, nowMs: this.#alarms.now() },
    });
    if (!identified.ok) return identified;
    if (place !== null) await this.locateIfBetter(alarmId, place, 0);
    void this.#past.check(alarmId);
    return identified;
  }

  async #openFor(change: CallChange): Promise<Result<{ readonly alarmId: AlarmId; readonly isNew: boolean }>> {
    if (change.alarmId !== '') return ok({ alarmId: change.alarmId, isNew: false });
    if (change.direction === 'call-back') {
      return refuse('invalid', 'a call-back must name its alarm', '回拨须注明对应的接警单');
    }
    const { callId, line, callerNumber, place, atMs } = change;
    const alarmId = alarmIdFor('voice', callId);
    if (change.state !== 'ringing' && (await this.#alarms.get(alarmId)).ok) return ok({ alarmId, isNew: false });
    const report: RawReport = {
      ...{ idempotencyKey: callId, channel: 'voice', line, callerNumber, callerName: '', text: '', lang: '' },
      ...{ place, reportedType: '', rangAtMs: atMs },
    };
    // A withheld number is a caller all the same.
    const received = await this.#alarms.report({ ...report, callerNumber: callerNumber || ANONYMOUS }, '', null);
    return received.ok ? ok({ alarmId: received.value.alarmId, isNew: !received.value.repeated }) : received;
  }

  async locate(alarmId: AlarmId, raw: RawReport['place']): Promise<Result<AlarmView>> {
    const warnings: string[] = [];
    const place = cleanPlace(raw, { toWgs84: placeInWgs84 }, warnings);
    if (place === null) return refuse('invalid', warnings[0] ?? 'give a place', '位置坐标无效');
    const located = await this.#alarms.handle({ type: 'locate', alarmId, place, nowMs: this.#alarms.now() });
    // Only now is it known where they are: an address with a history counts from here on.
    if (located.ok && located.value.closedAtMs === 0) void this.#past.check(alarmId);
    return located;
  }

  /** A machine's word: it replaces no place that is better or that a human has confirmed. `observedAtMs` 0: now. */
  async locateIfBetter(
    alarmId: AlarmId,
    raw: NonNullable<RawReport['place']>,
    observedAtMs: number,
  ): Promise<Result<{ readonly alarm: AlarmView; readonly located: boolean }>> {
    const found = await this.#alarms.get(alarmId);
    if (!found.ok) return found;
    const nowMs = this.#alarms.now();
    const place = cleanPlace(raw, { toWgs84: placeInWgs84 }, []);
    const seenAtMs = observedAtMs > 0 && observedAtMs <= nowMs ? observedAtMs : nowMs;
    if (place !== null && !isBetterPlace(found.value.place, { ...place, observedAtMs: seenAtMs })) {
      return ok({ alarm: found.value, located: false });
    }
    const located = await this.locate(alarmId, raw);
    return located.ok ? ok({ alarm: located.value, located: true }) : located;
  }

  /** The ticket carries what the next centre needs, with the first receiver's clock. */
  async offerTransfer(
    alarmId: AlarmId,
    transferId: string,
    centre: string,
    note: string,
    by: ActorFact,
  ): Promise<Result<AlarmView>> {
    if (centre.trim() === '') return refuse('invalid', 'name the centre to transfer to', '请选择转接的中心');
    const found = await this.#alarms.get(alarmId);
    if (!found.ok) return found;
    const ticketJson = JSON.stringify(ticketOf(found.value, note, by.name));
    return this.#alarms.handle({
      ...{ type: 'offer-transfer', alarmId, transferId, direction: 'out', centre: centre.trim(), by },
      ...{ ticketJson, nowMs: this.#alarms.now() },
    });
  }

  context(callerNumber: string, place: RawReport['place'], exceptAlarmId: AlarmId): Promise<GetCallContextResponse> {
    const clean = place === null ? null : cleanPlace(place, { toWgs84: placeInWgs84 }, []);
    const near =
      clean === null || clean.accuracyM > PLACE_ACCURACY_MAX_M
        ? null
        : { lon: clean.lon, lat: clean.lat, radiusM: Math.max(PLACE_RADIUS_M, clean.accuracyM) };
    return this.#history.context({ callerNumber, place: near, exceptAlarmId, nowMs: this.#alarms.now() });
  }

  queue(): Promise<GetQueueResponse> {
    return this.#history.queue(this.#alarms.now());
  }
}
