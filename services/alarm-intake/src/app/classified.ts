import type { Recorded } from '@muster/contracts/envelope';
import { type AlarmEvent, alarmStream } from '@muster/contracts/events/alarm';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import type { Clock } from '@muster/kernel/clock';
import { fold } from '@muster/kernel/decider';
import type { AlarmId } from '@muster/kernel/ids';
import type { EventStore } from '@muster/platform/postgres/event-store';
import type { Queryable } from '@muster/platform/postgres/pool';
import { alarmDecider, alarmDeciderFor, callerWords } from '../domain/alarm.ts';
import { flagsOf } from '../domain/classified-flags.ts';
import { MACHINE } from '../domain/machine.ts';
import type { ContactPolicy } from '../domain/protocol.ts';

/** Flags that follow from what the classifier made of a call, in the transaction that moves the consumer's checkpoint. */
export class Classified {
  readonly #store: EventStore<AlarmEvent>;
  readonly #clock: Clock;
  /** Alarms that got a flag in a transaction that may not be committed yet. */
  readonly #touched = new Set<AlarmId>();
  readonly #decide: typeof alarmDecider.decide;
  constructor(store: EventStore<AlarmEvent>, clock: Clock, policy: ContactPolicy) {
    this.#decide = alarmDeciderFor(policy).decide;
    this.#store = store;
    this.#clock = clock;
  }

  /** After COMMIT: those of them that got a flag. */
  takeTouched(alarmIds: readonly AlarmId[]): AlarmId[] {
    return alarmIds.filter((alarmId) => this.#touched.delete(alarmId));
  }

  async onClassification({ data }: Recorded<ClassificationEvent>, client: Queryable): Promise<void> {
    if (data.type !== 'alarm.classified') return;
    const { alarmId, classification } = data;
    const stream = alarmStream(alarmId);
    const past = await this.#store.load(stream, client);
    let alarm = fold(
      alarmDecider.evolve,
      alarmDecider.initial,
      past.map((recorded) => recorded.data),
    );
    if (!alarm.exists || alarm.closedAtMs > 0) return;
    const events: AlarmEvent[] = [];
    for (const proposal of flagsOf(classification, callerWords(alarm))) {
      const nowMs = this.#clock.nowMs();
      const decided = this.#decide({ type: 'flag', alarmId, ...proposal, by: MACHINE, nowMs }, alarm);
      if (!decided.ok) continue;
      events.push(...decided.value);
      alarm = fold(alarmDecider.evolve, alarm, decided.value);
    }
    if (events.length === 0) return;
    this.#touched.add(alarmId);
    await this.#store.appendWithin(client, [{ stream, expectedVersion: past.length, events }]);
  }
}
