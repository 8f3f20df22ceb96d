import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Clock } from '@muster/kernel/clock';
import type { AlarmId } from '@muster/kernel/ids';
import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { Alarm } from '../domain/alarm.ts';
import type { Centre } from '../domain/centre.ts';
import type { OpenTransfer } from '../domain/contact.ts';
import { MACHINE } from '../domain/machine.ts';
import type { Alarms } from './alarms.ts';
import { DueTimes } from './due-times.ts';
import { readTicket } from './ticket.ts';
import type { After } from './watch.ts';

/** What became of one message to another centre: it has it, it will never take it, or it should be tried again. */
export type Posted = { readonly kind: 'taken' } | { readonly kind: 'refused' | 'failed'; readonly why: string };

/** About two minutes: then the ticket comes back to the seat, and somebody rings them. */
export const OFFER_TRIES = 8;
/** About half an hour; after that the next start tries again. */
export const ANSWER_TRIES = 40;
const FIRST_RETRY_MS = 1_000;
const RETRY_MAX_MS = 60_000;
/** Messages under way at once. */
const MAX_AT_ONCE = 8;
/** Transfers of the last day are looked through at the start. */
export const TRANSFERS_LOOK_BACK_MS = 24 * 3_600_000;

export interface CourierDeps {
  readonly alarms: Alarms;
  readonly centres: readonly Centre[];
  /** Ours, as the others know it. */
  readonly name: string;
  readonly post: (centre: Centre, path: string, body: unknown) => Promise<Posted>;
  /** Alarms with a transfer since then, in pages. */
  readonly transferred: (sinceMs: number) => AsyncIterable<readonly AlarmId[]>;
  readonly clock: Clock;
  readonly after: After;
  readonly log: Log;
}

/**
 * Takes our tickets to other centres, and our answers to theirs, at least once; they know each by its id. That one has
 * arrived is an event, so that a restart goes on where it was.
 */
export class TransferCourier implements Component {
  readonly #deps: CourierDeps;
  readonly #times = new DueTimes();
  readonly #tries = new Map<AlarmId, number>();
  readonly #underWay = new Map<AlarmId, Promise<void>>();
  #cancelTimer: () => void = () => {};
  #isStopping = false;
  #scan: Promise<void> = Promise.resolve();

  constructor(deps: CourierDeps) {
    this.#deps = deps;
  }

  start(): this {
    this.#scan = this.#readLog();
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#cancelTimer();
    await Promise.all([this.#scan, ...this.#underWay.values()]);
  }

  changed(alarmId: AlarmId, alarm: Alarm): void {
    const { transfer } = alarm.contact;
    if (transfer === null || !isUndelivered(transfer) || this.#centreOf(transfer) === undefined) {
      this.#forget(alarmId);
    } else if (!this.#tries.has(alarmId)) {
      this.#tries.set(alarmId, 0);
      this.#setTime(alarmId, this.#deps.clock.nowMs());
    }
  }

  unsure(alarmId: AlarmId): void {
    if (!this.#tries.has(alarmId)) this.#tries.set(alarmId, 0);
    this.#setTime(alarmId, this.#deps.clock.nowMs());
  }

  #centreOf({ centre }: OpenTransfer): Centre | undefined {
    return this.#deps.centres.find(({ name, url }) => name === centre && url !== '');
  }

  #forget(alarmId: AlarmId): void {
    this.#tries.delete(alarmId);
    this.#times.set(alarmId, Number.POSITIVE_INFINITY);
  }

  #setTime(alarmId: AlarmId, atMs: number): void {
    this.#times.set(alarmId, atMs);
    this.#arm();
  }

  #arm(): void {
    this.#cancelTimer();
    const atMs = this.#times.firstMs();
    if (this.#isStopping || atMs === Number.POSITIVE_INFINITY || this.#underWay.size >= MAX_AT_ONCE) return;
    this.#cancelTimer = this.#deps.after(Math.max(0, atMs - this.#deps.clock.nowMs()), () => this.#tick());
  }

  #tick(): void {
    if (this.#isStopping) return;
    const room = MAX_AT_ONCE - this.#underWay.size;
    for (const alarmId of this.#times.takeDue(this.#deps.clock.nowMs(), room)) {
      if (this.#underWay.has(alarmId)) {
        this.#times.set(alarmId, this.#deps.clock.nowMs() + FIRST_RETRY_MS);
        continue;
      }
      const work = this.#deliver(alarmId).finally(() => {
        this.#underWay.delete(alarmId);
        this.#arm();
      });
      this.#underWay.set(alarmId, work);
    }
    this.#arm();
  }

  async #deliver(alarmId: AlarmId): Promise<void> {
    const { alarms, log, clock } = this.#deps;
    const tries = (this.#tries.get(alarmId) ?? 0) + 1;
    try {
      const { alarm } = await alarms.state(alarmId);
      const { transfer } = alarm.contact;
      const centre = transfer === null ? undefined : this.#centreOf(transfer);
      if (transfer === null || centre === undefined || !isUndelivered(transfer)) return this.#forget(alarmId);
      this.#tries.set(alarmId, tries);
      const posted = await this.#post(alarmId, transfer, centre);
      if (posted.kind === 'taken') return await this.#delivered(alarmId, transfer);
      log.warn({ alarmId, centre: centre.name, tries, why: posted.why }, 'another centre did not take a transfer');
      const limit = transfer.direction === 'out' ? OFFER_TRIES : ANSWER_TRIES;
      if (posted.kind === 'refused' || tries >= limit) return await this.#giveUp(alarmId, transfer, posted.why);
    } catch (error) {
      log.warn({ err: error, alarmId }, 'a transfer waits: trying again');
    }
    this.#setTime(alarmId, clock.nowMs() + Math.min(RETRY_MAX_MS, FIRST_RETRY_MS * 2 ** (tries - 1)));
  }

  async #post(alarmId: AlarmId, transfer: OpenTransfer, centre: Centre): Promise<Posted> {
    const found = await this.#deps.alarms.get(alarmId);
    const view = found.ok ? found.value.transfer : undefined;
    if (view === undefined) return { kind: 'refused', why: 'the transfer is gone' };
    const { transferId } = transfer;
    const ticket = JSON.parse(view.ticketJson) as unknown;
    if (transfer.direction === 'out') {
      return this.#deps.post(centre, '/intake/v1/transfers', { transferId, from: this.#deps.name, ticket });
    }
    return this.#deps.post(centre, `/intake/v1/transfers/${encodeURIComponent(transferId)}/answer`, {
      ...{ alarmId: readTicket(ticket).alarmId, accepted: view.state === 'accepted', reason: view.reason },
      by: found.ok ? answererOf(found.value) : '',
    });
  }

  async #delivered(alarmId: AlarmId, { transferId, direction }: OpenTransfer): Promise<void> {
    const { alarms } = this.#deps;
    const what = direction === 'out' ? 'offer' : 'answer';
    await alarms.handle({ type: 'deliver-transfer', alarmId, transferId, what, nowMs: alarms.now() });
  }

  /** The caller is ours still: the ticket comes back to the seat with the reason. Our own answer cannot be taken back. */
  async #giveUp(alarmId: AlarmId, { transferId, direction, centre }: OpenTransfer, why: string): Promise<void> {
    const { alarms, log } = this.#deps;
    this.#forget(alarmId);
    if (direction === 'in') return log.error({ alarmId, centre, why }, 'our answer could not be given to the centre');
    const reason = `未能送达 ${centre}，请电话联系：${why}`;
    await alarms.handle({
      ...{ type: 'answer-transfer', alarmId, transferId, accepted: false, reason, by: MACHINE, nowMs: alarms.now() },
    });
  }

  async #readLog(): Promise<void> {
    const { transferred, alarms, clock, log, after } = this.#deps;
    const sinceMs = clock.nowMs() - TRANSFERS_LOOK_BACK_MS;
    while (!this.#isStopping) {
      try {
        for await (const page of transferred(sinceMs)) {
          for (const alarmId of page) this.changed(alarmId, (await alarms.state(alarmId)).alarm);
        }
        return;
      } catch (error) {
        log.warn({ err: error }, 'cannot look through the transfers yet');
        await new Promise<void>((resolve) => after(FIRST_RETRY_MS, resolve));
      }
    }
  }
}

/** Out: until they have our ticket or have answered. In: from our answer on. */
const isUndelivered = ({ direction, state, delivered }: OpenTransfer): boolean => {
  if (delivered) return false;
  const isAnswered = state === 'accepted' || state === 'refused';
  return direction === 'out' ? !isAnswered : isAnswered;
};

const answererOf = ({ owner, transfer }: AlarmView): string =>
  transfer?.state === 'accepted' ? (owner?.name ?? '') : '';
