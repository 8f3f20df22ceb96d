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
  | ContactTransferOffered
  | ContactTransferAnswered
  | ContactTransferOverdue;

export type CallState = 'ringing' | 'answered' | 'held' | 'ended';
export type CallEndReason =
  | ''
  | 'caller-hung-up'
  | 'cut-off'
  | 'abandoned'
  | 'taker-hung-up'
  | 'transferred'
  | 'overflowed';
export type Flag = 'silent' | 'duress' | 'cut-off' | 'cancel-said' | 'distress-heard' | 'address-history';
export type CallBackKind = 'voice' | 'silent-text' | 'location-request';
export type CallBackOutcome = 'reached' | 'no-answer' | 'busy' | 'sent' | 'failed';

export interface ContactCallChanged {
  readonly type: 'contact.call-changed';
  readonly alarmId: AlarmId;
  readonly callId: string;
  readonly direction: 'inbound' | 'call-back';
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
  readonly answer: 'yes' | 'no' | 'other';
  readonly via: 'keypress' | 'tap' | 'text' | 'voice';
  readonly atMs: number;
}
export interface ContactCalledBack {
  readonly type: 'contact.called-back';
  readonly alarmId: AlarmId;
  readonly attempt: number;
  readonly kind: CallBackKind;
  readonly outcome: CallBackOutcome;
  readonly by: ActorFact;
  readonly atMs: number;
}
export interface ContactLocated {
  readonly type: 'contact.located';
  readonly alarmId: AlarmId;
  readonly place: PlaceFact;
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
