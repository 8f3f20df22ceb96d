import type { ActorFact } from '@muster/contracts/events/shared';
import { ok, type Result } from '@muster/kernel/result';
import type { RawReport } from '../domain/report.ts';
import { alarmIdFor } from './alarms.ts';
import type { ChannelDesk, Taken } from './channel-desk.ts';

/** An eCall in the words of a report. */
export interface EcallIn {
  /** The same for every message of one incident of one vehicle. */
  readonly idempotencyKey: string;
  /** Rises with every repetition of the message; 0 unknown. */
  readonly messageIdentifier: number;
  readonly report: Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'>;
  readonly warnings: readonly string[];
}

export class EcallDesk {
  readonly #desk: ChannelDesk;
  constructor(desk: ChannelDesk) {
    this.#desk = desk;
  }

  /** The set of data again lets the same alarm grow: a new position, more people seen, a later state. */
  async take({ idempotencyKey, messageIdentifier, report, warnings }: EcallIn, by: ActorFact): Promise<Result<Taken>> {
    const alarmId = alarmIdFor('ecall', idempotencyKey);
    const found = await this.#desk.get(alarmId);
    if (!found.ok) return this.#desk.take({ ...report, idempotencyKey, channel: 'ecall', warnings }, by);
    const before = found.value;
    if (!before.text.includes(report.text)) {
      const added = await this.#desk.segment(alarmId, messageIdentifier, report.text, 'caller', true);
      if (!added.ok) return added;
    }
    const moved = await this.#desk.locate(before, report.place, this.#desk.now());
    const grown = moved || !before.text.includes(report.text);
    const { receivedAtMs } = before;
    return ok({ alarmId, receivedAtMs, repeated: true, grown, warnings: before.warnings });
  }
}
