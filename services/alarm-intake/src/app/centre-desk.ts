import { hash } from 'node:crypto';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { RawReport } from '../domain/report.ts';
import { alarmIdFor } from './alarms.ts';
import { type ChannelDesk, keyFrom, type Taken } from './channel-desk.ts';

export interface CentreIn {
  readonly ticketId: string;
  readonly fromCentre: string;
  readonly mode: string;
  readonly report: Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'>;
  readonly warnings: readonly string[];
}

/** What the other centre asks for again and again until a human here has answered. */
export interface TicketState {
  readonly alarmId: string;
  readonly state: 'offered' | 'accepted' | 'refused' | 'overdue';
  readonly reason: string;
  readonly answeredAtMs: number;
}

export class CentreDesk {
  readonly #desk: ChannelDesk;
  constructor(desk: ChannelDesk) {
    this.#desk = desk;
  }

  /** Their call is an alarm here at once; who owns it is settled when a human accepts or refuses. */
  async take({ fromCentre, mode, report, warnings, ...ticket }: CentreIn, by: ActorFact): Promise<Result<Taken>> {
    const ticketId = ticket.ticketId || `no-id-${hash('sha256', JSON.stringify(report), 'hex').slice(0, 32)}`;
    const idempotencyKey = keyFrom(by.id, ticketId);
    const taken = await this.#desk.take({ ...report, idempotencyKey, channel: 'centre', warnings }, by, mode);
    if (!taken.ok) return taken;
    const centre = (fromCentre || by.name).slice(0, 64);
    const ticketJson = JSON.stringify({ ticketId, fromCentre: centre, ...report });
    const offered = await this.#desk.offerIn(taken.value.alarmId, idempotencyKey, centre, ticketJson, by);
    return offered.ok ? taken : offered;
  }

  async state(ticketId: string, by: ActorFact): Promise<Result<TicketState>> {
    const key = keyFrom(by.id, ticketId);
    const found = await this.#desk.get(alarmIdFor('centre', key));
    if (!found.ok) return refuse('not-found', 'this centre has sent no such ticket', '没有收到该转接单');
    return ok(stateOf(found.value, key));
  }
}

function stateOf({ alarmId, transfer }: AlarmView, transferId: string): TicketState {
  // Who hands it on to yet another centre has accepted it.
  if (transfer !== undefined && transfer.transferId !== transferId) {
    return { alarmId, state: 'accepted', reason: '', answeredAtMs: transfer.offeredAtMs };
  }
  const { state = 'offered', reason = '', answeredAtMs = 0 } = transfer ?? {};
  return { alarmId, state: state as TicketState['state'], reason, answeredAtMs };
}
