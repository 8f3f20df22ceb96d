import { type Alarm, isClear } from './alarm.ts';
import type { Leg } from './contact.ts';
import { type ContactPolicy, missedAtMs, voiceForbidden } from './protocol.ts';

/** What time alone brings about at a contact; the watch does it when it is due. */
export type Due =
  | { readonly does: 'flag-silent'; readonly atMs: number }
  | { readonly does: 'miss-transfer'; readonly atMs: number; readonly transferId: string }
  | { readonly does: 'miss-step'; readonly atMs: number }
  | { readonly does: 'fail-dial'; readonly atMs: number; readonly commandId: string }
  | { readonly does: 'cancel-ring'; readonly atMs: number; readonly callId: string }
  | { readonly does: 'overflow'; readonly atMs: number; readonly callId: string };

export interface DuePolicy extends ContactPolicy {
  /** A recogniser writes down what is said while it is said. Without one, nothing heard means nothing. */
  readonly hearsCalls: boolean;
  /** There is a second centre for calls that ring too long. */
  readonly overflows: boolean;
}

/** In no order; empty for what is closed. What has been done already is not due again: the log knows it. */
export function duesOf(alarm: Alarm, policy: DuePolicy): readonly Due[] {
  if (!alarm.exists || alarm.closedAtMs > 0) return [];
  const { contact } = alarm;
  const { transfer, step, overdue } = contact;
  const dues: Due[] = [...silence(alarm, policy), ...longRinging(alarm, policy), ...betrayingRings(alarm)];
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
  if (policy.silentAfterMs === 0 || !(policy.hearsCalls || alarm.recognised)) return [];
  if (contact.flags.has('silent') || contact.resolved.has('silent')) return [];
  if (contact.lastReplyAtMs > 0 || isClear(alarm)) return [];
  const leg = legThat(alarm, 'answered');
  return leg === undefined ? [] : [{ does: 'flag-silent', atMs: leg.answeredAtMs + policy.silentAfterMs }];
}

/** A telephone that rings at somebody who may no longer be rung is stopped at once. */
function betrayingRings({ contact }: Alarm): Due[] {
  if (!voiceForbidden(contact)) return [];
  const asked = [...contact.pending].filter(([, { kind }]) => kind === 'voice').map(([commandId]) => commandId);
  const ringing = [...contact.legs.values()].filter((leg) => leg.direction === 'call-back' && leg.state === 'ringing');
  const callIds = new Set([...asked, ...ringing.map(({ callId }) => callId)]);
  return [...callIds].map((callId) => ({ does: 'cancel-ring', atMs: 0, callId }));
}

function longRinging(alarm: Alarm, policy: DuePolicy): Due[] {
  const leg = policy.overflows ? legThat(alarm, 'ringing') : undefined;
  if (leg?.direction !== 'inbound') return [];
  return [{ does: 'overflow', atMs: leg.changedAtMs + policy.overflowAfterMs, callId: leg.callId }];
}

const legThat = ({ contact }: Alarm, state: Leg['state']): Leg | undefined =>
  [...contact.legs.values()].findLast((leg) => leg.state === state);
