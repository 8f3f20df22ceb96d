import type { CallBackKind, CallBackOutcome } from '@muster/contracts/events/contact';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { Centre } from '../domain/centre.ts';
import type { Leg } from '../domain/contact.ts';
import { mayCallBack } from '../domain/decide-call-back.ts';
import { transferRefusal } from '../domain/decide-transfer.ts';
import { ANONYMOUS } from '../domain/identify.ts';
import type { Alarms } from './alarms.ts';
import { notConnected, TEXTS, type TelephonyCommand, type TelephonyPort } from './telephony.ts';

export const CALL_ACTIONS = ['hold', 'resume', 'three-way', 'transfer'] as const;
export type CallAction = (typeof CALL_ACTIONS)[number];

export interface CallsDeps {
  readonly alarms: Alarms;
  readonly telephony: TelephonyPort;
  readonly centres: readonly Centre[];
  /** Where calls go that ring too long; empty: nowhere. */
  readonly overflowNumber: string;
  readonly newId: () => string;
}

/** What a seat does with the telephone by one key: asked of the phone system, recorded when that says what came of it. */
export class Calls {
  readonly #deps: CallsDeps;
  constructor(deps: CallsDeps) {
    this.#deps = deps;
  }

  /** Stored before the phone system is asked: a crash in between leaves a try without an answer, never two calls. */
  async dial(alarmId: AlarmId, kind: CallBackKind, by: ActorFact): Promise<Result<AlarmView>> {
    const { alarms, telephony, newId } = this.#deps;
    const found = await alarms.get(alarmId);
    if (!found.ok) return found;
    const number = found.value.callerNumber;
    if (number === '' || number === ANONYMOUS) {
      return refuse('precondition', 'the caller’s number is not known', '来电号码未知，无法回拨或发送短信');
    }
    if (!telephony.connected) {
      // Nothing can ring, so it is no try; by hand the seat may do only what is allowed.
      const allowed = mayCallBack(kind, (await alarms.state(alarmId)).alarm.contact);
      return allowed.ok ? notConnected() : allowed;
    }
    const commandId = `cb-${alarmId}-${newId()}`;
    const dialled = await alarms.handle({ type: 'dial', alarmId, commandId, kind, by, nowMs: alarms.now() });
    if (!dialled.ok) return dialled;
    const sent = await telephony.send(commandFor(kind, commandId, alarmId, number, by.id));
    if (sent.ok) return dialled;
    await this.reportDial(alarmId, commandId, 'failed');
    return sent;
  }

  reportDial(alarmId: AlarmId, commandId: string, outcome: CallBackOutcome): Promise<Result<AlarmView>> {
    const { alarms } = this.#deps;
    return alarms.handle({ type: 'report-dial', alarmId, commandId, outcome, nowMs: alarms.now() });
  }

  async control(alarmId: AlarmId, callId: string, action: CallAction, centre: string): Promise<Result<AlarmView>> {
    const { alarms, telephony, newId } = this.#deps;
    const { alarm } = await alarms.state(alarmId);
    const legs = [...alarm.contact.legs.values()];
    const leg = legs.findLast((one) => one.state !== 'ended' && (callId === '' || one.callId === callId));
    if (leg === undefined) return refuse('precondition', 'there is no such call now', '当前没有此通话');
    const command = this.#controlOf(leg, action, centre, newId());
    if (!command.ok) return command;
    const danger = action === 'transfer' ? transferRefusal(alarm.contact) : null;
    if (danger !== null) return danger;
    const sent = await telephony.send(command.value);
    return sent.ok ? alarms.get(alarmId) : sent;
  }

  #controlOf(leg: Leg, action: CallAction, centre: string, id: string): Result<TelephonyCommand> {
    const { callId } = leg;
    if (action === 'hold' || action === 'resume') {
      const from = action === 'hold' ? 'answered' : 'held';
      if (leg.state !== from) return refuse('precondition', `the call is ${leg.state}`, '通话状态不允许此操作');
      return ok({ id, command: action, callId });
    }
    const number = this.#deps.centres.find(({ name }) => name === centre)?.phone ?? '';
    if (number === '') {
      return refuse('invalid', `"${centre}" has no telephone number here`, `未配置“${centre}”的电话号码`);
    }
    return ok({ id, command: action, callId, number });
  }

  /** The same id for each try: it is stopped once. */
  cancelRing(callId: string): Promise<Result<null>> {
    return this.#deps.telephony.send({ id: `cancel-${callId}`, command: 'cancel-ring', callId });
  }

  /** The same id for each try: the phone system takes the call out of the queue once. */
  overflow(callId: string): Promise<Result<null>> {
    const { telephony, overflowNumber } = this.#deps;
    return telephony.send({ id: `overflow-${callId}`, command: 'overflow', callId, number: overflowNumber });
  }
}

function commandFor(
  kind: CallBackKind,
  id: string,
  alarmId: AlarmId,
  number: string,
  agentId: string,
): TelephonyCommand {
  if (kind === 'voice') return { id, command: 'ring-out', alarmId, callId: id, number, agentId };
  return kind === 'silent-text'
    ? { id, command: 'send-text', alarmId, number, text: TEXTS.silent }
    : { id, command: 'request-location', alarmId, number, text: TEXTS.location };
}
