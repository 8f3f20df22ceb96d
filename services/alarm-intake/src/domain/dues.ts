import { type Alarm, callerWords } from './alarm.ts';
import type { Leg } from './contact.ts';
import { type ContactPolicy, missedAtMs } from './protocol.ts';

/** What time alone brings about at a contact; the watch does it when it is due. */
export type Due =
  | { readonly does: 'flag-silent'; readonly atMs: number }
  | { readonly does: 'miss-transfer'; readonly atMs: number; readonly transferId: string }
  | { readonly does: 'miss-step'; readonly atMs: number }
  | { readonly does: 'fail-dial'; readonly atMs: number; readonly commandId: string }
  | { readonly does: 'overflow'; readonly atMs: number; readonly callId: string };

export interface DuePolicy extends ContactPolicy {
  /** False where nobody writes down what is said on the telephone: then nothing heard means nothing. */
  readonly hearsCalls: boolean;
  /** There is a second centre for calls that ring too long. */
  readonly overflows: boolean;
}

/** In no order; empty for what is closed. What has been done already is not due again: the log knows it. */
export function duesOf(alarm: Alarm, policy: DuePolicy): readonly Due[] {
  if (!alarm.exists || alarm.closedAtMs > 0) return [];
  const { contact } = alarm;
  const { transfer, step, overdue } = contact;
  const dues: Due[] = [...silence(alarm, policy), ...longRinging(alarm, policy)];
  if (transfer?.state === 'offered') {
    dues.push({ does: 'miss-transfer', atMs: transfer.deadlineAtMs, transferId: transfer.transferId });
  }
  if (step !== null && !overdue) {
    const atMs = missedAtMs(step, policy);
    if (Number.isFinite(atMs)) dues.push({ does: 'miss-step', atMs });
  }
  for (const [commandId, dial] of contact.pending) {
    // A telephone that rings at the other end is an answer: how long it may ring is the phone system's business.
    if (!contact.legs.has(commandId))
      dues.push({ does: 'fail-dial', atMs: dial.atMs + policy.dialAnswerMs, commandId });
  }
  return dues;
}

export const firstDueMs = (dues: readonly Due[]): number => Math.min(...dues.map(({ atMs }) => atMs));

function silence(alarm: Alarm, policy: DuePolicy): Due[] {
  const { contact } = alarm;
  if (!policy.hearsCalls || contact.flags.has('silent') || contact.resolved.has('silent')) return [];
  if (contact.lastReplyAtMs > 0 || callerWords(alarm) !== '') return [];
  const leg = legThat(alarm, 'answered');
  return leg === undefined ? [] : [{ does: 'flag-silent', atMs: leg.answeredAtMs + policy.silentAfterMs }];
}

function longRinging(alarm: Alarm, policy: DuePolicy): Due[] {
  const leg = policy.overflows ? legThat(alarm, 'ringing') : undefined;
  if (leg?.direction !== 'inbound') return [];
  return [{ does: 'overflow', atMs: leg.changedAtMs + policy.overflowAfterMs, callId: leg.callId }];
}

const legThat = ({ contact }: Alarm, state: Leg['state']): Leg | undefined =>
  [...contact.legs.values()].findLast((leg) => leg.state === state);
