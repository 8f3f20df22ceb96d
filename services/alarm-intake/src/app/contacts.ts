import type { CallEndReason, CallState } from '@muster/contracts/events/contact';
import type { ActorFact } from '@muster/contracts/events/shared';
import type {
  Alarm as AlarmView,
  GetCallContextResponse,
  GetQueueResponse,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { MACHINE } from '../domain/machine.ts';
import { cleanPlace, type RawReport } from '../domain/report.ts';
import { type Alarms, alarmIdFor, placeInWgs84 } from './alarms.ts';
import { ANONYMOUS } from './calls.ts';
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
  constructor(alarms: Alarms, history: ContactHistoryPort) {
    this.#alarms = alarms;
    this.#history = history;
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
    if (opened.value.isNew) await this.#flagHistory(alarmId);
    const changed = await this.#alarms.handle({
      ...{ type: 'change-call', alarmId, callId, direction, state, endReason },
      ...{ seat, recordingRef, deviceAtMs: atMs, by, nowMs },
    });
    if (!changed.ok || state !== 'answered' || by === null || direction !== 'inbound') return changed;
    const answered = await this.#alarms.handle({ type: 'answer', alarmId, by, nowMs });
    // Passed from one seat to another: the phone system is right about who talks now.
    return answered.ok ? answered : this.#alarms.handle({ type: 'claim', alarmId, by, takeOver: true, nowMs });
  }

  /** The number or the place is known for violence: said at the first ring, before anybody calls back by voice. */
  async #flagHistory(alarmId: AlarmId): Promise<void> {
    const found = await this.#alarms.get(alarmId);
    if (!found.ok) return;
    const { callerNumber, place } = found.value;
    const number = callerNumber === ANONYMOUS ? '' : callerNumber;
    const { dangerHistory } = await this.context(number, place ?? null, alarmId);
    if (!dangerHistory) return;
    const [zh, en] = [
      '此号码或地址曾有暴力、胁迫或凶器警情',
      'violence, duress or a weapon before from this number or place',
    ];
    const nowMs = this.#alarms.now();
    await this.#alarms.handle({ type: 'flag', alarmId, flag: 'address-history', zh, en, by: MACHINE, nowMs });
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
    if (located.ok && located.value.closedAtMs === 0) await this.#flagHistory(alarmId);
    return located;
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
