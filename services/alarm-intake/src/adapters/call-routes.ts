import {
  CALL_BACK_OUTCOMES,
  CALL_DIRECTIONS,
  CALL_END_REASONS,
  CALL_STATES,
  REPLY_WAYS,
} from '@muster/contracts/events/contact';
import {
  type Alarm,
  RecordReplyRequest,
  ReportCallChangeRequest,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, RefusalError, type Result, refuse, unwrap } from '@muster/kernel/result';
import express, { type Express } from 'express';
import { type Alarms, alarmIdFor } from '../app/alarms.ts';
import type { Calls } from '../app/calls.ts';
import type { Contacts } from '../app/contacts.ts';
import { actorOf } from './actor.ts';
import { type ChannelKey, requireChannelKey } from './channels/keys.ts';
import { oneOf } from './contact-handlers.ts';

/** One change of one call. */
export const MAX_CALL_BODY = '64kb';

export interface CallRouteDeps {
  readonly alarms: Alarms;
  readonly contacts: Contacts;
  readonly calls: Calls;
  readonly keys: readonly ChannelKey[];
}

/**
 * POST /intake/v1/calls, with the key of the channel `voice` (or the general one): what the phone system says. One of
 *
 *   {callId, state, …}             ReportCallChangeRequest: a leg rings, is answered, held, ended
 *   {callId, key: '1', via?}       the caller pressed a key (1 yes, 2 no) or tapped so often
 *   {alarmId, commandId, outcome}  what came of a text or a location request: sent | failed
 *   {callId | alarmId, place}      where the network says the caller is
 *
 * Answers {alarmId, version}. The same again changes nothing.
 */
export function callRoutes(app: Express, deps: CallRouteDeps): void {
  const take = express.json({ limit: MAX_CALL_BODY });
  app.post('/intake/v1/calls', requireChannelKey(deps.keys, ['voice']), take, async (request, response) => {
    const body: unknown = request.body;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw refusal('send one change as a JSON object', '请以 JSON 对象提交一条通话变化');
    }
    const { alarmId, version } = unwrap(await report(body as Record<string, unknown>, deps));
    response.json({ alarmId, version });
  });
}

function report(body: Record<string, unknown>, deps: CallRouteDeps): Promise<Result<Alarm>> {
  const { alarms, contacts, calls } = deps;
  const text = (name: string): string => (typeof body[name] === 'string' ? (body[name] as string) : '');
  if (text('state') !== '') return contacts.changeCall(changeOf(body));
  if (text('commandId') !== '') {
    const outcome = oneOf(CALL_BACK_OUTCOMES, text('outcome'), 'outcome');
    return calls.reportDial(text('alarmId'), text('commandId'), outcome);
  }
  const alarmId: AlarmId = text('alarmId') || alarmIdFor('voice', text('callId'));
  if (text('key') !== '') {
    const via = oneOf(REPLY_WAYS, text('via') || 'keypress', 'via');
    const answer = ({ 1: 'yes', 2: 'no' } as const)[text('key')] ?? 'other';
    const { question } = RecordReplyRequest.fromJSON({ question: text('question') });
    return alarms.handle({ type: 'reply', alarmId, question, answer, via, nowMs: alarms.now() });
  }
  const { place } = ReportCallChangeRequest.fromJSON(body);
  if (place !== undefined) return located(contacts, alarmId, place);
  throw refusal('give a state, a key, a commandId or a place', '须提供 state、key、commandId 或 place 之一');
}

async function located(
  contacts: Contacts,
  alarmId: AlarmId,
  place: NonNullable<Alarm['place']>,
): Promise<Result<Alarm>> {
  const known = await contacts.locateIfBetter(alarmId, place, place.observedAtMs);
  return known.ok ? ok(known.value.alarm) : known;
}

function changeOf(body: Record<string, unknown>): Parameters<Contacts['changeCall']>[0] {
  const { direction, state, endReason, actor, place, ...change } = ReportCallChangeRequest.fromJSON(body);
  return {
    ...change,
    direction: oneOf(CALL_DIRECTIONS, direction || 'inbound', 'direction'),
    state: oneOf(CALL_STATES, state, 'state'),
    endReason: oneOf(CALL_END_REASONS, endReason, 'endReason'),
    place: place ?? null,
    by: actor ? actorOf(actor) : null,
  };
}

const refusal = (message: string, zh: string): RefusalError => new RefusalError(refuse('invalid', message, zh).refusal);
