import type { AlarmId } from '@muster/kernel/ids';
import type { ActorFact, PlaceFact } from './shared.ts';

/**
 * What happens to the connection with the caller, in the alarm's own stream (`alarm-<alarmId>`, published by
 * alarm-intake under `contact.>`): legs of the telephone, flags, replies, call-backs, positions, hand-overs. None of
 * them changes what the caller said; whoever only needs that follows `alarm.*`.
 */
export type ContactEvent =
  | ContactCallChanged
  | ContactClaimed
  | ContactReleased
  | ContactFlagged
  | ContactFlagResolved
  | ContactReplied
  | ContactCalledBack
  | ContactLocated
  | ContactIdentified
  | ContactTransferOffered
  | ContactTransferAnswered
  | ContactTransferOverdue
  | ContactTransferDelivered
  | ContactDialled
  | ContactWaiting
  | ContactStepChanged
  | ContactStepOverdue;

export const CALL_DIRECTIONS = ['inbound', 'call-back'] as const;
export const CALL_STATES = ['ringing', 'answered', 'held', 'ended'] as const;
export type CallState = (typeof CALL_STATES)[number];
export const CALL_END_REASONS = [
  '',
  'caller-hung-up',
  'cut-off',
  'abandoned',
  'taker-hung-up',
  'transferred',
  'overflowed',
  'no-answer',
  'busy',
  'failed',
] as const;
export type CallEndReason = (typeof CALL_END_REASONS)[number];
/** What a human must look into before this contact may be forgotten. */
export const FLAGS = [
  'silent',
  'duress',
  'cut-off',
  'cancel-said',
  'danger-said',
  'distress-heard',
  'address-history',
] as const;
export type Flag = (typeof FLAGS)[number];
export const CALL_BACK_KINDS = ['voice', 'silent-text', 'location-request'] as const;
export type CallBackKind = (typeof CALL_BACK_KINDS)[number];
export const CALL_BACK_OUTCOMES = ['reached', 'no-answer', 'busy', 'sent', 'failed'] as const;
export type CallBackOutcome = (typeof CALL_BACK_OUTCOMES)[number];
export const REPLIES = ['yes', 'no', 'other'] as const;
export const REPLY_WAYS = ['keypress', 'tap', 'text', 'voice'] as const;

export const NEXT_STEPS = [
  'stay-on-line',
  'ask-yes-no',
  'call-back',
  'silent-text',
  'location-request',
  'call-supervisor',
  'send-to-place',
  'recall-transfer',
  'call-again',
  'claim',
] as const;
export interface NextStepFact {
  readonly kind: (typeof NEXT_STEPS)[number];
  readonly dueAtMs: number;
  /** Of call-backs: which try, of how many. */
  readonly attempt: number;
  readonly of: number;
  /** Calling back by voice would endanger the caller. */
  readonly noVoice: boolean;
}

export interface ContactCallChanged {
  readonly type: 'contact.call-changed';
  readonly alarmId: AlarmId;
  readonly callId: string;
  readonly direction: (typeof CALL_DIRECTIONS)[number];
  readonly state: CallState;
  readonly endReason: CallEndReason;
  readonly seat: string;
  readonly recordingRef: string;
  /** By the phone system's clock; 0 unknown. */
  readonly deviceAtMs: number;
  readonly atMs: number;
  readonly by: ActorFact | null;
}
/** One call-taker looks after it; `from` is whom a supervisor took it from. */
export interface ContactClaimed {
  readonly type: 'contact.claimed';
  readonly alarmId: AlarmId;
  readonly by: ActorFact;
  readonly from: ActorFact | null;
  readonly atMs: number;
}
export interface ContactReleased {
  readonly type: 'contact.released';
  readonly alarmId: AlarmId;
  readonly reason: string;
  readonly by: ActorFact;
  readonly atMs: number;
}
export interface ContactFlagged {
  readonly type: 'contact.flagged';
  readonly alarmId: AlarmId;
  readonly flag: Flag;
  /** Why, in words for the seat. */
  readonly zh: string;
  readonly en: string;
  /** What it was raised for, for later calls from there: hazards of the classifier (weapon, violence …). */
  readonly signs?: readonly string[];
  readonly by: ActorFact;
  readonly atMs: number;
}
/** Only a human takes a flag back. */
export interface ContactFlagResolved {
  readonly type: 'contact.flag-resolved';
  readonly alarmId: AlarmId;
  readonly flag: Flag;
  readonly reason: string;
  readonly by: ActorFact;
  readonly atMs: number;
}
export interface ContactReplied {
  readonly type: 'contact.replied';
  readonly alarmId: AlarmId;
  readonly question: string;
  readonly answer: (typeof REPLIES)[number];
  readonly via: (typeof REPLY_WAYS)[number];
  readonly atMs: number;
}
export interface ContactCalledBack {
  readonly type: 'contact.called-back';
  readonly alarmId: AlarmId;
  readonly attempt: number;
  readonly kind: CallBackKind;
  readonly outcome: CallBackOutcome;
  /** Of one that the phone system made for us. */
  readonly commandId?: string;
  readonly by: ActorFact;
  readonly atMs: number;
}
/** The phone system was asked; `contact.called-back` with the same commandId says what came of it. */
export interface ContactDialled {
  readonly type: 'contact.dialled';
  readonly alarmId: AlarmId;
  readonly commandId: string;
  readonly kind: CallBackKind;
  readonly by: ActorFact;
  readonly atMs: number;
}
export interface ContactLocated {
  readonly type: 'contact.located';
  readonly alarmId: AlarmId;
  readonly place: PlaceFact;
  readonly atMs: number;
}
/** The phone system said later who calls and on which line; words had opened the alarm. Empty: not said by this one. */
export interface ContactIdentified {
  readonly type: 'contact.identified';
  readonly alarmId: AlarmId;
  readonly callerNumber: string;
  readonly line: string;
  readonly atMs: number;
}
export interface ContactTransferOffered {
  readonly type: 'contact.transfer-offered';
  readonly alarmId: AlarmId;
  readonly transferId: string;
  readonly direction: 'out' | 'in';
  readonly centre: string;
  /** What the receiver is told; the first receiver's own clock goes along. JSON. */
  readonly ticketJson: string;
  readonly by: ActorFact;
  readonly atMs: number;
  readonly deadlineAtMs: number;
}
export interface ContactTransferAnswered {
  readonly type: 'contact.transfer-answered';
  readonly alarmId: AlarmId;
  readonly transferId: string;
  readonly accepted: boolean;
  readonly reason: string;
  readonly by: ActorFact;
  readonly atMs: number;
}
/** Nobody answered in time: both supervisors are told; we still own it. */
export interface ContactTransferOverdue {
  readonly type: 'contact.transfer-overdue';
  readonly alarmId: AlarmId;
  readonly transferId: string;
  readonly atMs: number;
}
/** What the protocol asks a human to do next; null: nothing is due. It follows from what happened before it. */
export interface ContactStepChanged {
  readonly type: 'contact.step-changed';
  readonly alarmId: AlarmId;
  readonly step: NextStepFact | null;
}
/** A caller who is off the telephone waits for a unit, or waits no longer; somebody owns them and calls again. */
export interface ContactWaiting {
  readonly type: 'contact.waiting-changed';
  readonly alarmId: AlarmId;
  readonly waiting: boolean;
  readonly reason: string;
  readonly by: ActorFact;
  readonly atMs: number;
}
/** Nobody did the step in time: the supervisor is told. A new step takes it back. */
export interface ContactStepOverdue {
  readonly type: 'contact.step-overdue';
  readonly alarmId: AlarmId;
  readonly kind: NextStepFact['kind'];
  readonly dueAtMs: number;
  readonly atMs: number;
}
/** The other centre's system has our ticket, or our answer to theirs. */
export interface ContactTransferDelivered {
  readonly type: 'contact.transfer-delivered';
  readonly alarmId: AlarmId;
  readonly transferId: string;
  readonly what: 'offer' | 'answer';
  readonly atMs: number;
}
