import type {
  CallBackKind,
  CallBackOutcome,
  CallEndReason,
  CallState,
  ContactEvent,
  Flag,
} from '@muster/contracts/events/contact';
import type { ActorFact, PlaceFact } from '@muster/contracts/events/shared';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { Contact } from './contact.ts';
import { callBack, dial, reportDial, whatCameOf } from './decide-call-back.ts';
import { answerTransfer, offerTransfer } from './decide-transfer.ts';
import { MACHINE } from './machine.ts';
import { needsReason } from './needs-reason.ts';
import { type ContactPolicy, isMissed } from './protocol.ts';

interface Base {
  readonly alarmId: AlarmId;
  readonly nowMs: number;
}
interface By {
  readonly by: ActorFact;
}

export type ContactCommand = Base &
  (
    | {
        readonly type: 'change-call';
        readonly callId: string;
        readonly direction: 'inbound' | 'call-back';
        readonly state: CallState;
        readonly endReason: CallEndReason;
        readonly seat: string;
        readonly recordingRef: string;
        readonly deviceAtMs: number;
        readonly by: ActorFact | null;
      }
    | ({ readonly type: 'claim'; readonly takeOver: boolean } & By)
    | ({ readonly type: 'release'; readonly reason: string } & By)
    | ({
        readonly type: 'flag';
        readonly flag: Flag;
        readonly zh: string;
        readonly en: string;
        readonly signs?: readonly string[];
      } & By)
    | ({ readonly type: 'resolve-flag'; readonly flag: Flag; readonly reason: string } & By)
    | {
        readonly type: 'reply';
        readonly question: string;
        readonly answer: 'yes' | 'no' | 'other';
        readonly via: 'keypress' | 'tap' | 'text' | 'voice';
      }
    | ({ readonly type: 'call-back'; readonly kind: CallBackKind; readonly outcome: CallBackOutcome } & By)
    | ({ readonly type: 'keep-waiting'; readonly waiting: boolean; readonly reason: string } & By)
    | ({ readonly type: 'dial'; readonly commandId: string; readonly kind: CallBackKind } & By)
    /** What came of a text or a request that the phone system was asked for. */
    | { readonly type: 'report-dial'; readonly commandId: string; readonly outcome: CallBackOutcome }
    | { readonly type: 'locate'; readonly place: PlaceFact }
    | ({
        readonly type: 'offer-transfer';
        readonly transferId: string;
        readonly direction: 'out' | 'in';
        readonly centre: string;
        readonly ticketJson: string;
      } & By)
    | ({
        readonly type: 'answer-transfer';
        readonly transferId: string;
        readonly accepted: boolean;
        readonly reason: string;
      } & By)
    | { readonly type: 'miss-transfer'; readonly transferId: string }
    | { readonly type: 'deliver-transfer'; readonly transferId: string; readonly what: 'offer' | 'answer' }
    | { readonly type: 'miss-step' }
  );

/** Legs one contact may have. */
export const MAX_LEGS = 50;

/** What is known of a call besides its connection. */
export interface Known {
  /** It is clear what happened; alarm.ts. */
  readonly clear: boolean;
  /** A recogniser writes this call down: nothing written then means nothing said. */
  readonly recognised: boolean;
}

/** Pure. A caller who is gone before it was clear what happened was cut off. */
export function decideContact(
  command: ContactCommand,
  contact: Contact,
  known: Known,
  policy: ContactPolicy,
): Result<readonly ContactEvent[]> {
  const { alarmId, nowMs: atMs } = command;
  switch (command.type) {
    case 'change-call':
      return changeCall(command, contact, known);
    case 'claim':
      return claim(command, contact);
    case 'release': {
      if (contact.owner === null) return ok([]);
      if (command.reason.trim() === '') return needsReason('giving a call back', '退回');
      return ok([{ type: 'contact.released', alarmId, reason: command.reason.trim(), by: command.by, atMs }]);
    }
    case 'flag': {
      const { flag, zh, en, signs, by } = command;
      if (by.kind === 'service' ? !isNewEvidence(command, contact) : contact.flags.has(flag)) return ok([]);
      return ok([{ type: 'contact.flagged', alarmId, flag, zh, en, ...(signs ? { signs } : {}), by, atMs }]);
    }
    case 'resolve-flag': {
      const { flag, by } = command;
      if (!contact.flags.has(flag)) return ok([]);
      if (by.kind !== 'user') return refuse('forbidden', 'only a person takes a flag back', '标记只能由人工解除');
      const reason = command.reason.trim();
      if (reason === '') return needsReason('taking a flag back', '解除标记');
      return ok([{ type: 'contact.flag-resolved', alarmId, flag, reason, by, atMs }]);
    }
    case 'reply': {
      const { question, answer, via } = command;
      return ok([{ type: 'contact.replied', alarmId, question, answer, via, atMs }]);
    }
    case 'call-back':
      return callBack(command, contact);
    case 'keep-waiting':
      return keepWaiting(command, contact);
    case 'dial':
      return dial(command, contact);
    case 'report-dial':
      return reportDial(command, contact);
    case 'locate':
      return ok([{ type: 'contact.located', alarmId, place: command.place, atMs }]);
    case 'offer-transfer':
      return offerTransfer(command, contact, policy);
    case 'answer-transfer':
      return answerTransfer(command, contact);
    case 'miss-transfer': {
      const { transfer } = contact;
      const { transferId } = command;
      if (transfer?.transferId !== transferId || transfer.state !== 'offered') return ok([]);
      return ok([{ type: 'contact.transfer-overdue', alarmId, transferId, atMs }]);
    }
    case 'deliver-transfer': {
      const { transferId, what } = command;
      if (contact.transfer?.transferId !== transferId || contact.transfer.delivered) return ok([]);
      return ok([{ type: 'contact.transfer-delivered', alarmId, transferId, what, atMs }]);
    }
    case 'miss-step': {
      const { step, overdue } = contact;
      const missed = step !== null && !overdue && isMissed(step, atMs, policy);
      return ok(
        missed ? [{ type: 'contact.step-overdue', alarmId, kind: step.kind, dueAtMs: step.dueAtMs, atMs }] : [],
      );
    }
  }
}

export type CommandOf<T extends ContactCommand['type']> = Extract<ContactCommand, { type: T }>;

/** Flags for which new words after a human's word are heard again. */
const RAISED_AGAIN: readonly Flag[] = ['duress', 'danger-said'];

/** Nothing raised yet; hazards that the standing flag does not have; or, taken back, something said since that is new. */
export function isNewEvidence(
  { flag, zh, signs = [] }: Pick<CommandOf<'flag'>, 'flag' | 'zh' | 'signs'>,
  { flags, resolved, signs: known, words }: Contact,
): boolean {
  const newSign = signs.some((sign) => !known.has(sign));
  if (flags.has(flag)) return newSign;
  const before = resolved.get(flag);
  if (before === undefined) return true;
  if (!RAISED_AGAIN.includes(flag) || words === before.words || before.zh.startsWith(zh)) return false;
  return newSign || signs.length === 0;
}

function changeCall(
  command: CommandOf<'change-call'>,
  contact: Contact,
  { clear, recognised }: Known,
): Result<readonly ContactEvent[]> {
  const { alarmId, callId, state, nowMs: atMs } = command;
  const known = contact.legs.get(callId);
  if (known?.state === state || known?.state === 'ended') return ok([]);
  if (known === undefined && contact.legs.size >= MAX_LEGS) {
    return refuse('limit', `a contact has at most ${MAX_LEGS} calls`, `一个警情最多 ${MAX_LEGS} 路通话`);
  }
  const { direction, seat, recordingRef, deviceAtMs, by } = command;
  const endReason =
    state === 'ended' && known?.state === 'ringing' && command.endReason === 'caller-hung-up'
      ? 'abandoned'
      : command.endReason;
  const changed: ContactEvent = {
    ...{ type: 'contact.call-changed', alarmId, callId, direction, state, endReason },
    ...{ seat, recordingRef, deviceAtMs, atMs, by },
  };
  const came = direction === 'call-back' ? whatCameOf(command, contact) : [];
  if (state !== 'ended') return ok([changed, ...came]);
  // A call-back that nobody answered is a try; one that was answered is a call like any other.
  if (direction === 'call-back' && !known?.answeredAtMs) return ok([changed, ...came]);
  const onThisLeg = direction === 'call-back' && recognised ? contact.words > (known?.wordsBefore ?? 0) : clear;
  if (!wasLost(endReason, onThisLeg)) return ok([changed, ...came]);
  // Raised again for each loss: what was tried before counts no longer.
  const [zh, en] =
    endReason === 'abandoned'
      ? ['未接通即挂断，需回拨', 'gone before the answer: call back']
      : ['通话中断，未问清警情，需回拨', 'cut off before it was clear what happened: call back'];
  return ok([changed, ...came, { type: 'contact.flagged', alarmId, flag: 'cut-off', zh, en, by: MACHINE, atMs }]);
}

/** A caller who hung up once it was clear what happened has said what there was to say; any other loss is called back. */
const wasLost = (endReason: CallEndReason, clear: boolean): boolean =>
  endReason === 'cut-off' || endReason === 'abandoned' || (endReason === 'caller-hung-up' && !clear);

function claim(command: CommandOf<'claim'>, contact: Contact): Result<readonly ContactEvent[]> {
  const { alarmId, by, takeOver, nowMs: atMs } = command;
  const { owner } = contact;
  if (owner?.id === by.id) return ok([]);
  if (owner !== null && !takeOver) {
    return refuse('conflict', `${owner.name} has this call already`, `${owner.name} 已领取此警情`, { owner: owner.id });
  }
  return ok([{ type: 'contact.claimed', alarmId, by, from: owner, atMs }]);
}

/** Whoever lets somebody wait looks after them, unless somebody does already. */
function keepWaiting(command: CommandOf<'keep-waiting'>, contact: Contact): Result<readonly ContactEvent[]> {
  const { alarmId, waiting, by, nowMs: atMs } = command;
  if (waiting === contact.waitingSinceMs > 0) return ok([]);
  const reason = command.reason.trim();
  if (waiting && reason === '') return needsReason('letting a caller wait', '让来电人等候');
  const changed: ContactEvent = { type: 'contact.waiting-changed', alarmId, waiting, reason, by, atMs };
  const takes = waiting && contact.owner === null;
  return ok(takes ? [changed, { type: 'contact.claimed', alarmId, by, from: null, atMs }] : [changed]);
}
