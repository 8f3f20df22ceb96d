import type { CallBackOutcome, CallEndReason, ContactEvent } from '@muster/contracts/events/contact';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { type Contact, callBacksSinceLoss } from './contact.ts';
import type { CommandOf } from './decide-contact.ts';
import { voiceForbidden } from './protocol.ts';

/** One caller is rung back, texted and asked for a position at most so often, whoever presses the key. */
export const MAX_CALL_BACKS = 20;

/** One that a human made and tells of. */
export function callBack(command: CommandOf<'call-back'>, contact: Contact): Result<readonly ContactEvent[]> {
  const { alarmId, kind, outcome, by, nowMs: atMs } = command;
  const allowed = mayCallBack(kind, contact);
  if (!allowed.ok) return allowed;
  const attempt = attemptOf(kind, contact);
  return ok([{ type: 'contact.called-back', alarmId, attempt, kind, outcome, by, atMs }]);
}

/** Before the phone system is asked: a second key press while it still tries changes nothing. */
export function dial(command: CommandOf<'dial'>, contact: Contact): Result<readonly ContactEvent[]> {
  const { alarmId, commandId, kind, by, nowMs: atMs } = command;
  if (contact.pending.has(commandId)) return ok([]);
  const allowed = mayCallBack(kind, contact);
  if (!allowed.ok) return allowed;
  const under = [...contact.pending.values()].find((one) => one.kind === kind);
  if (under !== undefined) {
    return refuse('conflict', `${under.by.name} is doing that already`, `${under.by.name} 正在操作，请等待结果`, {
      by: under.by.id,
    });
  }
  return ok([{ type: 'contact.dialled', alarmId, commandId, kind, by, atMs }]);
}

export function reportDial(command: CommandOf<'report-dial'>, contact: Contact): Result<readonly ContactEvent[]> {
  const { commandId, outcome } = command;
  return ok(cameOf(command, commandId, outcome, contact));
}

/** A leg back to the caller that was asked for under its own id: answered is reached, anything else is a try. */
export function whatCameOf(change: CommandOf<'change-call'>, contact: Contact): readonly ContactEvent[] {
  if (change.state === 'answered') return cameOf(change, change.callId, 'reached', contact);
  if (change.state !== 'ended') return [];
  return cameOf(change, change.callId, OUTCOMES[change.endReason] ?? 'no-answer', contact);
}

const OUTCOMES: Partial<Record<CallEndReason, CallBackOutcome>> = { busy: 'busy', failed: 'failed' };

function cameOf(
  { alarmId, nowMs: atMs }: { readonly alarmId: string; readonly nowMs: number },
  commandId: string,
  outcome: CallBackOutcome,
  contact: Contact,
): readonly ContactEvent[] {
  const asked = contact.pending.get(commandId);
  if (asked === undefined) return [];
  const { kind, by } = asked;
  const attempt = attemptOf(kind, contact);
  return [{ type: 'contact.called-back', alarmId, attempt, kind, outcome, commandId, by, atMs }];
}

const attemptOf = (kind: string, contact: Contact): number =>
  callBacksSinceLoss(contact).filter((made) => made.kind === kind).length + 1;

export function mayCallBack(kind: string, contact: Contact): Result<null> {
  if (kind === 'voice' && voiceForbidden(contact)) {
    return refuse(
      'conflict',
      'a ringing telephone could betray this caller: send a silent text, or send a unit to the place',
      '来电人可能处于胁迫中，禁止语音回拨：请发静默短信或直接派警到现场',
    );
  }
  if (contact.callBacks.length + contact.pending.size >= MAX_CALL_BACKS) {
    return refuse('limit', `at most ${MAX_CALL_BACKS} call-backs`, `回拨最多 ${MAX_CALL_BACKS} 次`);
  }
  return ok(null);
}
