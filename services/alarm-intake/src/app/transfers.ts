import type { ActorFact } from '@muster/contracts/events/shared';
import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { type Result, refuse } from '@muster/kernel/result';
import type { Centre } from '../domain/centre.ts';
import type { Alarms } from './alarms.ts';
import { readTicket } from './ticket.ts';

export const TRANSFER_ID_CHARS = 60;

/** What other centres send: their tickets, and their answers to ours. */
export class Transfers {
  readonly #alarms: Alarms;
  constructor(alarms: Alarms) {
    this.#alarms = alarms;
  }

  /** Their caller becomes an alarm here, which a human accepts or refuses. The same ticket again is the same alarm. */
  async receive(centre: Centre, transferId: string, sent: unknown): Promise<Result<AlarmView>> {
    if (transferId === '' || transferId.length > TRANSFER_ID_CHARS) {
      const limit = TRANSFER_ID_CHARS;
      return refuse('invalid', `transferId must have 1 to ${limit} characters`, `transferId 须为 1 至 ${limit} 个字符`);
    }
    const ticket = readTicket(sent);
    const by = actorOf(centre, ticket.offeredBy);
    const { line, callerNumber, callerName, place, reportedType, receivedAtMs, note } = ticket;
    const words = [ticket.text, note === '' ? '' : `转接说明：${note}`].filter((part) => part !== '').join('\n');
    const received = await this.#alarms.report(
      {
        ...{ idempotencyKey: `${centre.name}/${transferId}`, channel: 'centre', line, callerNumber, callerName },
        // A ticket without anything in it is a caller all the same.
        ...{ text: words || `${centre.name} 转接，未附内容`, lang: '', place, reportedType, rangAtMs: receivedAtMs },
      },
      '',
      by,
    );
    if (!received.ok) return received;
    return this.#alarms.handle({
      ...{ type: 'offer-transfer', alarmId: received.value.alarmId, transferId, direction: 'in' },
      ...{ centre: centre.name, ticketJson: JSON.stringify(ticket), by, nowMs: this.#alarms.now() },
    });
  }

  /** Only the centre that was asked may answer. */
  async answered(centre: Centre, answer: TransferAnswer): Promise<Result<AlarmView>> {
    const { alarmId, transferId, accepted, reason } = answer;
    const found = await this.#alarms.get(alarmId);
    if (!found.ok) return found;
    const { transfer } = found.value;
    if (transfer?.transferId !== transferId || transfer.direction !== 'out' || transfer.centre !== centre.name) {
      return refuse('not-found', `you were not offered transfer ${transferId}`, '没有转接给贵中心的此工单');
    }
    return this.#alarms.handle({
      ...{ type: 'answer-transfer', alarmId, transferId, accepted, reason, by: actorOf(centre, answer.by) },
      nowMs: this.#alarms.now(),
    });
  }
}

export interface TransferAnswer {
  readonly alarmId: string;
  readonly transferId: string;
  readonly accepted: boolean;
  readonly reason: string;
  /** Who at the other centre. */
  readonly by: string;
}

const actorOf = ({ name }: Centre, person: string): ActorFact => ({
  kind: 'service',
  id: `centre:${name}`,
  name: person === '' ? name : `${name} ${person}`,
});
