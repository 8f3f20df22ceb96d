import type { Recorded } from '@muster/contracts/envelope';
import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import type { DispatchEvent, IncidentEvent } from '@muster/contracts/events/dispatch';
import type { AlarmId } from '@muster/kernel/ids';
import { ok } from '@muster/kernel/result';
import type { Queryable } from '@muster/platform/postgres/pool';
import { toIncident } from '../domain/changes.ts';
import { classified } from '../domain/decide-classified.ts';
import { located } from '../domain/decide-located.ts';
import { answered, heard, openFromAlarm } from '../domain/decide-opening.ts';
import { type IncidentState, incidentIdFor } from '../domain/incident.ts';
import type { Desk, Session } from './desk.ts';

/** A classification may overtake its alarm by the way of two streams: it waits so long before it is given back. */
const OPENING_PATIENCE_MS = 250;
const OPENING_POLL_MS = 10;

/**
 * What others' events do here, each in the transaction that moves the consumer's checkpoint. Memory changes only when
 * the consumer says that it was committed.
 */
export class Following {
  readonly #desk: Desk;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #onHeard: (alarmId: AlarmId, segment: number, text: string) => void;
  /** By the id of the event that caused them, until its transaction is committed. */
  readonly #waiting = new Map<string, readonly Recorded<DispatchEvent>[]>();

  /** @param onHeard a caller has said something more, and it is committed */
  constructor(
    desk: Desk,
    sleep: (ms: number) => Promise<void>,
    onHeard: (alarmId: AlarmId, segment: number, text: string) => void = () => {},
  ) {
    this.#desk = desk;
    this.#sleep = sleep;
    this.#onHeard = onHeard;
  }

  async onAlarm(recorded: Recorded<AlarmEvent>, client: Queryable): Promise<void> {
    const alarm = recorded.data;
    if (!followed(alarm)) return;
    await this.#decide(recorded, client, async (session) => {
      if (alarm.type === 'alarm.received') {
        const known = await session.incident(incidentIdFor(alarm.alarmId));
        return { known, events: openFromAlarm(alarm, known) };
      }
      const known = await session.incidentOfAlarm(alarm.alarmId);
      if (known === undefined) return { known, events: [] };
      if (alarm.type === 'contact.located') return { known, events: located(known, alarm.alarmId, alarm.place) };
      const events =
        alarm.type === 'alarm.answered' ? answered(known, alarm.answeredAtMs, alarm.by) : heard(alarm, known);
      return { known, events };
    });
  }

  /** Gives the alarms of these a moment to open their incidents; outside of any transaction. */
  async beforeClassifications(events: readonly Recorded<ClassificationEvent>[]): Promise<void> {
    const ids = events.flatMap(({ data }) => (data.type === 'alarm.classified' ? [incidentIdFor(data.alarmId)] : []));
    for (let waited = 0; waited < OPENING_PATIENCE_MS; waited += OPENING_POLL_MS) {
      // What is over may have left memory: then it waits in vain, once.
      if (ids.every((id) => this.#desk.live.incidents.has(id))) return;
      await this.#sleep(OPENING_POLL_MS);
    }
  }

  async onClassification(recorded: Recorded<ClassificationEvent>, client: Queryable): Promise<void> {
    const event = recorded.data;
    if (event.type !== 'alarm.classified') return;
    await this.#decide(recorded, client, async (session) => {
      const known = await session.incidentOfAlarm(event.alarmId);
      // Not an error of this event: it comes again later, when its alarm is here.
      if (known === undefined) throw new Error(`the incident of alarm ${event.alarmId} is not open yet`);
      return { known, events: classified(known, event.alarmId, event.classification) };
    });
  }

  /** After COMMIT. */
  committed(events: readonly Recorded<AlarmEvent | ClassificationEvent>[]): void {
    for (const { eventId, data } of events) {
      if (data.type === 'alarm.updated' && data.final) this.#onHeard(data.alarmId, data.segment, data.segmentText);
      const recorded = this.#waiting.get(eventId);
      if (recorded === undefined) continue;
      this.#waiting.delete(eventId);
      this.#desk.committed(recorded);
    }
  }

  async #decide(
    cause: Recorded<AlarmEvent | ClassificationEvent>,
    client: Queryable,
    decide: (session: Session) => Promise<{ known: IncidentState | undefined; events: readonly IncidentEvent[] }>,
  ): Promise<void> {
    const recorded = await this.#desk.runWithin(client, async (session) => {
      const { events } = await decide(session);
      if (events.length === 0) return ok([]);
      const { incidentId } = events[0] as IncidentEvent;
      return ok([toIncident(incidentId, events)]);
    });
    // Also when there is nothing: an earlier try that was rolled back may have left something here.
    if (recorded.length > 0) this.#waiting.set(cause.eventId, recorded);
    else this.#waiting.delete(cause.eventId);
  }
}

type Followed = Extract<AlarmEvent, { type: (typeof FOLLOWED)[number] }>;
const FOLLOWED = ['alarm.received', 'alarm.answered', 'alarm.updated', 'contact.located'] as const;
const followed = (event: AlarmEvent): event is Followed => (FOLLOWED as readonly string[]).includes(event.type);
