import type { ContactEvent } from '@muster/contracts/events/contact';
import { ok, type Refused, type Result, refuse } from '@muster/kernel/result';
import type { Contact } from './contact.ts';
import type { CommandOf } from './decide-contact.ts';
import { needsReason } from './needs-reason.ts';
import { type ContactPolicy, NO_TRANSFER } from './protocol.ts';

export function offerTransfer(
  command: CommandOf<'offer-transfer'>,
  contact: Contact,
  policy: ContactPolicy,
): Result<readonly ContactEvent[]> {
  const { alarmId, transferId, direction, centre, ticketJson, by, nowMs: atMs } = command;
  const { transfer } = contact;
  if (transfer?.transferId === transferId) return ok([]);
  if (transfer !== null && (transfer.state === 'offered' || transfer.state === 'overdue')) {
    return refuse('conflict', `waits for an answer of ${transfer.centre}`, `正在等待 ${transfer.centre} 答复`);
  }
  const danger = direction === 'out' ? transferRefusal(contact) : null;
  if (danger !== null) return danger;
  return ok([
    {
      ...{ type: 'contact.transfer-offered', alarmId, transferId, direction, centre, ticketJson, by, atMs },
      deadlineAtMs: atMs + policy.transferAnswerMs,
    },
  ]);
}

/** Why this caller may not be handed to anybody; null: they may. */
export function transferRefusal({ flags }: Contact): Refused | null {
  const danger = NO_TRANSFER.filter((flag) => flags.has(flag));
  if (danger.length === 0) return null;
  return refuse(
    'conflict',
    'there is a sign of danger: find out first, take the flag back with a reason, then transfer',
    '有危险迹象，不得转出：请先核实并说明理由解除标记',
    { flags: danger.join(',') },
  );
}

/** A refused ticket comes back to the seat that offered it: its owner never changed. */
export function answerTransfer(
  command: CommandOf<'answer-transfer'>,
  contact: Contact,
): Result<readonly ContactEvent[]> {
  const { alarmId, transferId, accepted, by, nowMs: atMs } = command;
  const { transfer } = contact;
  if (transfer?.transferId !== transferId)
    return refuse('not-found', `there is no transfer ${transferId}`, '没有此转接');
  if (transfer.state === 'accepted' || transfer.state === 'refused') return ok([]);
  const reason = command.reason.trim();
  if (!accepted && reason === '') return needsReason('refusing a transfer', '退回转接');
  const answered: ContactEvent = {
    ...{ type: 'contact.transfer-answered', alarmId, transferId, accepted, reason, by, atMs },
  };
  // Who takes their ticket has it.
  const takes = accepted && transfer.direction === 'in' && by.kind === 'user' && contact.owner === null;
  return ok(takes ? [answered, { type: 'contact.claimed', alarmId, by, from: null, atMs }] : [answered]);
}
