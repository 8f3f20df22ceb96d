import { randomUUID } from 'node:crypto';
import {
  CALL_BACK_KINDS,
  CALL_BACK_OUTCOMES,
  CALL_DIRECTIONS,
  CALL_END_REASONS,
  CALL_STATES,
  FLAGS,
  REPLIES,
  REPLY_WAYS,
} from '@muster/contracts/events/contact';
import type { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { RefusalError, refuse, unwrap } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Alarms } from '../app/alarms.ts';
import { CALL_ACTIONS, type Calls } from '../app/calls.ts';
import type { Contacts } from '../app/contacts.ts';
import type { Centre } from '../domain/centre.ts';
import type { ContactCommand } from '../domain/decide-contact.ts';
import { actorOf } from './actor.ts';

type ContactMethods =
  | 'reportCallChange'
  | 'claimAlarm'
  | 'releaseAlarm'
  | 'raiseFlag'
  | 'resolveFlag'
  | 'recordReply'
  | 'recordCallBack'
  | 'keepWaiting'
  | 'dialCallBack'
  | 'controlCall'
  | 'listCentres'
  | 'locateContact'
  | 'offerTransfer'
  | 'answerTransfer'
  | 'getCallContext'
  | 'getQueue';

/** What happens between a caller and a centre, call by call. */
export function contactHandlers(
  alarms: Alarms,
  contacts: Contacts,
  calls: Calls,
  centres: readonly Centre[],
): Pick<Handlers<typeof AlarmIntakeServiceService>, ContactMethods> {
  const handle = async (command: ContactCommand) => ({ alarm: unwrap(await alarms.handle(command)) });
  const nowMs = () => alarms.now();
  return {
    async reportCallChange({ direction, state, endReason, actor, ...request }) {
      const change = {
        ...request,
        direction: oneOf(CALL_DIRECTIONS, direction || 'inbound', 'direction'),
        state: oneOf(CALL_STATES, state, 'state'),
        endReason: oneOf(CALL_END_REASONS, endReason, 'endReason'),
        place: request.place ?? null,
        by: actor ? actorOf(actor) : null,
      };
      return { alarm: unwrap(await contacts.changeCall(change)) };
    },
    claimAlarm: ({ alarmId, actor, takeOver }) =>
      handle({ type: 'claim', alarmId, by: actorOf(actor), takeOver, nowMs: nowMs() }),
    releaseAlarm: ({ alarmId, reason, actor }) =>
      handle({ type: 'release', alarmId, reason, by: actorOf(actor), nowMs: nowMs() }),
    raiseFlag: ({ alarmId, flag, zh, en, actor }) =>
      handle({
        ...{ type: 'flag', alarmId, flag: oneOf(FLAGS, flag, 'flag'), zh, en },
        ...{ by: actorOf(actor), nowMs: nowMs() },
      }),
    resolveFlag: ({ alarmId, flag, reason, actor }) =>
      handle({
        ...{ type: 'resolve-flag', alarmId, flag: oneOf(FLAGS, flag, 'flag'), reason },
        ...{ by: actorOf(actor), nowMs: nowMs() },
      }),
    recordReply: ({ alarmId, question, answer, via }) =>
      handle({
        ...{ type: 'reply', alarmId, question, nowMs: nowMs() },
        ...{ answer: oneOf(REPLIES, answer, 'answer'), via: oneOf(REPLY_WAYS, via, 'via') },
      }),
    recordCallBack: ({ alarmId, kind, outcome, actor }) =>
      handle({
        ...{ type: 'call-back', alarmId, by: actorOf(actor), nowMs: nowMs() },
        ...{ kind: oneOf(CALL_BACK_KINDS, kind, 'kind'), outcome: oneOf(CALL_BACK_OUTCOMES, outcome, 'outcome') },
      }),
    keepWaiting: ({ alarmId, waiting, reason, actor }) =>
      handle({ type: 'keep-waiting', alarmId, waiting, reason, by: actorOf(actor), nowMs: nowMs() }),
    async dialCallBack({ alarmId, kind, actor }) {
      const known = oneOf(CALL_BACK_KINDS, kind, 'kind');
      return { alarm: unwrap(await calls.dial(alarmId, known, actorOf(actor))) };
    },
    async controlCall({ alarmId, callId, action, centre }) {
      const known = oneOf(CALL_ACTIONS, action, 'action');
      return { alarm: unwrap(await calls.control(alarmId, callId, known, centre)) };
    },
    async listCentres() {
      return { centres: centres.map(({ name, url, phone }) => ({ name, linked: url !== '', phone: phone !== '' })) };
    },
    async locateContact({ alarmId, place, actor }) {
      // A machine's word replaces nothing better; a human's always counts.
      if (place !== undefined && actor !== undefined && actorOf(actor).kind !== 'user') {
        return { alarm: unwrap(await contacts.locateIfBetter(alarmId, place, place.observedAtMs)).alarm };
      }
      return { alarm: unwrap(await contacts.locate(alarmId, place ?? null)) };
    },
    async offerTransfer({ alarmId, centre, note, actor }) {
      return { alarm: unwrap(await contacts.offerTransfer(alarmId, randomUUID(), centre, note, actorOf(actor))) };
    },
    answerTransfer: ({ alarmId, transferId, accepted, reason, actor }) =>
      handle({
        ...{ type: 'answer-transfer', alarmId, transferId, accepted, reason },
        ...{ by: actorOf(actor), nowMs: nowMs() },
      }),
    getCallContext: ({ callerNumber, place, alarmId }) => contacts.context(callerNumber, place ?? null, alarmId),
    getQueue: () => contacts.queue(),
  };
}

export function oneOf<T extends string>(known: readonly T[], value: string, field: string): T {
  if ((known as readonly string[]).includes(value)) return value as T;
  const list = known.filter((name) => name !== '').join(', ');
  throw new RefusalError(refuse('invalid', `${field} must be one of ${list}`, `${field} 须为：${list}`).refusal);
}
