import type { ActorFact } from '@muster/contracts/events/shared';
import { ok, type Result } from '@muster/kernel/result';
import type { RawReport } from '../domain/report.ts';
import { alarmIdFor } from './alarms.ts';
import { type ChannelDesk, keyFrom, type Taken } from './channel-desk.ts';

export interface AppIn {
  readonly reportId: string;
  readonly update: number;
  readonly report: Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'>;
  readonly cannotSpeak: boolean;
  readonly warnings: readonly string[];
}

/** A report without an id is the same one again within this time. */
const SAME_REPORT_WITHIN_MS = 10 * 60_000;

export class AppDesk {
  readonly #desk: ChannelDesk;
  constructor(desk: ChannelDesk) {
    this.#desk = desk;
  }

  async take(app: AppIn, by: ActorFact): Promise<Result<Taken>> {
    const idempotencyKey = this.#keyOf(app, by);
    const taken = app.update === 0 ? null : await this.#update(alarmIdFor('app', idempotencyKey), app);
    // An update that overtook its report opens the alarm.
    const result = taken ?? (await this.#report(app, idempotencyKey, by));
    if (result.ok && app.cannotSpeak) {
      const { alarmId } = result.value;
      await this.#desk.flag(
        alarmId,
        'duress',
        '报警人表示不便说话，切勿拨打电话',
        'the caller cannot speak: do not ring',
      );
      await this.#desk.flag(
        alarmId,
        'silent',
        '请以文字或“是/否”与报警人联系',
        'reach the caller by text or yes-or-no questions',
      );
    }
    return result;
  }

  #report({ report, warnings }: AppIn, idempotencyKey: string, by: ActorFact): Promise<Result<Taken>> {
    return this.#desk.take({ ...report, idempotencyKey, channel: 'app', warnings }, by);
  }

  #keyOf({ reportId, report }: AppIn, { id }: ActorFact): string {
    const { callerNumber, text, place } = report;
    if (reportId.trim() !== '') return keyFrom(id, callerNumber, reportId.trim());
    const when = Math.floor(this.#desk.now() / SAME_REPORT_WITHIN_MS);
    return keyFrom(id, callerNumber, 'no-id', String(when), text, JSON.stringify(place));
  }

  async #update(alarmId: string, { report, update }: AppIn): Promise<Result<Taken> | null> {
    const found = await this.#desk.get(alarmId);
    if (!found.ok) return null;
    let alarm = found.value;
    if (report.text.trim() !== '') {
      const added = await this.#desk.segment(alarmId, update, report.text, 'caller', true);
      if (!added.ok) return added;
      alarm = added.value;
    }
    await this.#desk.locate(alarm, report.place, report.rangAtMs);
    const { receivedAtMs, warnings } = alarm;
    const grown = alarm.version > found.value.version;
    return ok({ alarmId, receivedAtMs, repeated: true, grown, warnings });
  }
}
