import { hash } from 'node:crypto';
import { evolveAlarmView } from '@muster/contracts/alarm-view';
import type { Recorded } from '@muster/contracts/envelope';
import { type AlarmEvent, alarmStream } from '@muster/contracts/events/alarm';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { DATUMS, type Datum, toWgs84 } from '@muster/geo/datum';
import type { Clock } from '@muster/kernel/clock';
import { fold } from '@muster/kernel/decider';
import type { AlarmId } from '@muster/kernel/ids';
import type { Mode } from '@muster/kernel/mode';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { ConcurrencyError, type EventStore } from '@muster/platform/postgres/event-store';
import { type AlarmCommand, alarmDecider } from '../domain/alarm.ts';
import { cleanReport, type RawReport } from '../domain/report.ts';

/** What the list of alarms can do; the adapter is PostgreSQL. */
export interface AlarmListPort {
  newest(limit: number, openOnly: boolean): Promise<AlarmView[]>;
}

export interface Receipt {
  readonly alarmId: AlarmId;
  readonly receivedAtMs: number;
  readonly repeated: boolean;
  readonly warnings: readonly string[];
}

/** Two writers at one alarm at once are rare; more rounds than this mean something is wrong. */
const MAX_TRIES = 5;

export class Alarms {
  readonly #deps: { store: EventStore<AlarmEvent>; list: AlarmListPort; clock: Clock; mode: Mode };
  constructor(deps: { store: EventStore<AlarmEvent>; list: AlarmListPort; clock: Clock; mode: Mode }) {
    this.#deps = deps;
  }

  /** The receipt is given after the commit. The same report again gets the same receipt and stores nothing. */
  async report(raw: RawReport, mode: string, reporter: ActorFact | null): Promise<Result<Receipt>> {
    if (mode !== '' && mode !== this.#deps.mode) return wrongMode(mode, this.#deps.mode);
    const nowMs = this.#deps.clock.nowMs();
    const clean = cleanReport(raw, {
      nowMs,
      isKnownType: (code) => INCIDENT_TYPES.has(code),
      toWgs84: placeInWgs84,
    });
    if (!clean.ok) return clean;
    const report = clean.value;
    const alarmId = alarmIdFor(report.channel, report.idempotencyKey);
    const decided = alarmDecider.decide({ type: 'receive', alarmId, report, reporter, nowMs }, alarmDecider.initial);
    if (!decided.ok) return decided;
    try {
      await this.#deps.store.append([{ stream: alarmStream(alarmId), expectedVersion: 0, events: decided.value }]);
      return ok({ alarmId, receivedAtMs: nowMs, repeated: false, warnings: report.warnings });
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
      const first = (await this.#deps.store.load(alarmStream(alarmId)))[0]?.data;
      if (first?.type !== 'alarm.received') throw error;
      return ok({ alarmId, receivedAtMs: first.receivedAtMs, repeated: true, warnings: first.warnings });
    }
  }

  /** Anything but receiving: load, decide, append; again when another writer was first. */
  async handle(command: Exclude<AlarmCommand, { type: 'receive' }>): Promise<Result<AlarmView>> {
    const stream = alarmStream(command.alarmId);
    for (let tries = 1; ; tries++) {
      const past = await this.#deps.store.load(stream);
      const state = fold(
        alarmDecider.evolve,
        alarmDecider.initial,
        past.map((recorded) => recorded.data),
      );
      const decided = alarmDecider.decide(command, state);
      if (!decided.ok) return decided;
      try {
        const added = await this.#deps.store.append([{ stream, expectedVersion: past.length, events: decided.value }]);
        return ok(viewOf([...past, ...added]));
      } catch (error) {
        if (!(error instanceof ConcurrencyError) || tries === MAX_TRIES) throw error;
      }
    }
  }

  async get(alarmId: AlarmId): Promise<Result<AlarmView>> {
    const past = await this.#deps.store.load(alarmStream(alarmId));
    return past.length > 0 ? ok(viewOf(past)) : refuse('not-found', `there is no alarm ${alarmId}`, '没有这个接警单');
  }

  list(limit: number, openOnly: boolean): Promise<AlarmView[]> {
    return this.#deps.list.newest(limit, openOnly);
  }

  now(): number {
    return this.#deps.clock.nowMs();
  }
}

/** Null for a datum that we do not know. */
export const placeInWgs84 = (lon: number, lat: number, datum: string): readonly [number, number] | null =>
  DATUMS.includes(datum as Datum) ? toWgs84([lon, lat], datum as Datum) : null;

/**
 * The id follows from the key, so that the log's own uniqueness is the idempotency: no second table, no second look.
 * 100 bits of SHA-256.
 */
export function alarmIdFor(channel: string, idempotencyKey: string): AlarmId {
  const digest = hash('sha256', `${channel}\u0000${idempotencyKey}`, 'hex');
  return BigInt(`0x${digest.slice(0, 25)}`)
    .toString(32)
    .padStart(20, '0');
}

function viewOf(events: readonly Recorded<AlarmEvent>[]): AlarmView {
  let view: AlarmView | undefined;
  for (const event of events) view = evolveAlarmView(view, event);
  return view as AlarmView;
}

const wrongMode = (asked: string, mine: Mode): Result<never> =>
  refuse(
    'wrong-mode',
    `this system is in ${mine} mode and takes no ${asked} alarms`,
    `本系统为${{ live: '实战', drill: '演练', test: '测试' }[mine]}模式，不接收其他模式的警情`,
    { mode: mine },
  );
