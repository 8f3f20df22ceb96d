import type { ActorFact } from '@muster/contracts/events/shared';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { RawReport } from '../domain/report.ts';
import { type ChannelDesk, keyFrom } from './channel-desk.ts';

export interface PhonePosition {
  readonly number: string;
  readonly place: NonNullable<RawReport['place']> | null;
  readonly observedAtMs: number;
  readonly confidence: number;
  readonly dialled: string;
}

/** Positions whose call has not been seen yet; the adapter is a table, so that a restart loses none. */
export interface WaitingPositionsPort {
  put(position: PhonePosition, atMs: number): Promise<void>;
  /** Oldest first. */
  list(limit: number): Promise<readonly WaitingPosition[]>;
  remove(id: string): Promise<void>;
}
export interface WaitingPosition {
  readonly id: string;
  readonly atMs: number;
  readonly position: PhonePosition;
}

export const AML_LIMITS = {
  /** A position belongs to the open alarm of its number of this time. */
  callWithinMs: 30 * 60_000,
  /** It waits so long for its call; then somebody dialled and was never heard: an alarm of its own. */
  waitsMs: 120_000,
  /** Looked through at once. */
  batch: 500,
} as const;

export interface AmlAnswer {
  /** Empty while it waits. */
  readonly alarmId: AlarmId;
  readonly state: 'located' | 'known-better' | 'waiting' | 'no-position';
}

export class AmlDesk {
  readonly #desk: ChannelDesk;
  readonly #waiting: WaitingPositionsPort;
  /** Unknown at the start: what an earlier process left behind waits in the table. */
  #somethingWaits = true;
  readonly #waitsMs: number;
  constructor(desk: ChannelDesk, waiting: WaitingPositionsPort, waitsMs: number = AML_LIMITS.waitsMs) {
    this.#desk = desk;
    this.#waiting = waiting;
    this.#waitsMs = waitsMs;
  }

  async take(position: PhonePosition): Promise<Result<AmlAnswer>> {
    if (position.number.replace(/\D/g, '') === '') {
      return refuse('invalid', 'an AML message needs the number of its telephone', 'AML 消息须带主叫号码');
    }
    if (position.place === null) return ok({ alarmId: '', state: 'no-position' });
    const alarm = await this.#desk.openOfNumber(position.number, AML_LIMITS.callWithinMs);
    if (alarm !== null) {
      const located = await this.#desk.locate(alarm, position.place, position.observedAtMs);
      return ok({ alarmId: alarm.alarmId, state: located ? 'located' : 'known-better' });
    }
    await this.#waiting.put(position, this.#desk.now());
    this.#somethingWaits = true;
    return ok({ alarmId: '', state: 'waiting' });
  }

  /** Gives waiting positions to the calls that have come meanwhile. */
  async look(): Promise<void> {
    if (!this.#somethingWaits) return;
    const waiting = await this.#waiting.list(AML_LIMITS.batch);
    this.#somethingWaits = waiting.length > 0;
    for (const { id, atMs, position } of waiting) {
      const alarm = await this.#desk.openOfNumber(position.number, AML_LIMITS.callWithinMs);
      if (alarm !== null) await this.#desk.locate(alarm, position.place, position.observedAtMs);
      else if (this.#desk.now() - atMs < this.#waitsMs) continue;
      else await this.#openAlone(id, position);
      await this.#waiting.remove(id);
    }
  }

  async #openAlone(id: string, { number, place, observedAtMs, dialled }: PhonePosition): Promise<void> {
    const by: ActorFact = { kind: 'device', id: 'aml', name: 'AML' };
    const report: RawReport = {
      ...{ idempotencyKey: keyFrom('aml', number, id), channel: 'aml', line: dialled, callerNumber: number },
      ...{ callerName: '', text: '', lang: '', place, reportedType: '', rangAtMs: observedAtMs },
      warnings: ['a telephone sent its position for an emergency call that never arrived: call back'],
    };
    const taken = await this.#desk.take(report, by);
    if (!taken.ok) throw new Error(`a position could not be kept: ${taken.refusal.message}`);
  }
}
