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
import { type AlarmCommand, type Alarm as AlarmState, alarmDecider, alarmDeciderFor } from '../domain/alarm.ts';
import { CONTACT_POLICY, type ContactPolicy } from '../domain/protocol.ts';
import { cleanReport, type RawReport } from '../domain/report.ts';

/** What the list of alarms can do; the adapter is PostgreSQL. */
export interface AlarmListPort {
  newest(limit: number, openOnly: boolean): Promise<AlarmView[]>;
}

/** Told of every commit, so that what time brings about is not missed; watch.ts. */
export interface AlarmWatcher {
  changed(alarmId: AlarmId, alarm: AlarmState, version: number): void;
  unsure(alarmId: AlarmId): void;
}

export interface AlarmsDeps {
  readonly store: EventStore<AlarmEvent>;
  readonly list: AlarmListPort;
  readonly clock: Clock;
  readonly mode: Mode;
  /** A centre's own figures; absent: the usual ones. */
  readonly policy?: ContactPolicy;
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
  readonly #deps: AlarmsDeps;
  readonly #watchers: AlarmWatcher[] = [];
  readonly #decide: typeof alarmDecider.decide;
  constructor(deps: AlarmsDeps) {
    this.#deps = deps;
    this.#decide = alarmDeciderFor(deps.policy ?? CONTACT_POLICY).decide;
  }

  watchedBy(watcher: AlarmWatcher): void {
    this.#watchers.push(watcher);
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
    const decided = this.#decide({ type: 'receive', alarmId, report, reporter, nowMs }, alarmDecider.initial);
    if (!decided.ok) return decided;
    try {
      const added = await this.#append(alarmId, 0, decided.value);
      this.#tellChanged(alarmId, alarmDecider.initial, added);
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
      const decided = this.#decide(command, state);
      if (!decided.ok) return decided;
      try {
        const added = await this.#append(command.alarmId, past.length, decided.value);
        this.#tellChanged(command.alarmId, state, added);
        return ok(viewOf([...past, ...added]));
      } catch (error) {
        if (!(error instanceof ConcurrencyError) || tries === MAX_TRIES) throw error;
      }
    }
  }

  /** What is decided on, and how far its stream is. */
  async state(alarmId: AlarmId): Promise<{ alarm: AlarmState; version: number }> {
    const past = await this.#deps.store.load(alarmStream(alarmId));
    const events = past.map((recorded) => recorded.data);
    return { alarm: fold(alarmDecider.evolve, alarmDecider.initial, events), version: past.length };
  }

  async #append(alarmId: AlarmId, expectedVersion: number, events: readonly AlarmEvent[]) {
    try {
      return await this.#deps.store.append([{ stream: alarmStream(alarmId), expectedVersion, events }]);
    } catch (error) {
      // A connection that broke may have committed.
      if (!(error instanceof ConcurrencyError)) for (const watcher of this.#watchers) watcher.unsure(alarmId);
      throw error;
    }
  }

  #tellChanged(alarmId: AlarmId, before: AlarmState, added: readonly Recorded<AlarmEvent>[]): void {
    const last = added.at(-1);
    if (last === undefined || this.#watchers.length === 0) return;
    const events = added.map(({ data }) => data);
    const alarm = fold(alarmDecider.evolve, before, events);
    for (const watcher of this.#watchers) watcher.changed(alarmId, alarm, last.version);
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
