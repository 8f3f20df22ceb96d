import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import { EventLogServiceService, type EventRecord } from '@muster/contracts/gen/muster/platform/v1/event_log';
import type { ServiceName } from '@muster/contracts/subjects';
import { BUS_STREAMS } from '@muster/contracts/subjects';
import type { Mode } from '@muster/kernel/mode';
import type { EventStore } from '../postgres/event-store.ts';
import type { GrpcClient } from './client.ts';
import { type GrpcService, grpcService } from './server.ts';

/** Characters of one message: well under what gRPC takes, whatever the events hold. */
const MAX_PAGE_CHARS = 1_000_000;
const READ_ALL_DEADLINE_MS = 600_000;

/** Lets others rebuild from, or fill a gap out of, this service's own log. */
export const eventLogService = (store: EventStore<DomainEvent>): GrpcService =>
  grpcService(EventLogServiceService, {
    async *readAll({ afterPosition }) {
      for await (const page of store.readAll(afterPosition)) {
        yield* messagesOf(page.events.map((event, i) => toWire(event, page.positions[i] ?? 0)));
      }
    },
    async *readStream({ stream, fromVersion }) {
      const events = await store.load(stream);
      yield* messagesOf(events.filter((event) => event.version >= fromVersion).map((event) => toWire(event, 0)));
    },
  });

function* messagesOf(records: readonly EventRecord[]): Generator<{ events: EventRecord[] }> {
  let events: EventRecord[] = [];
  let chars = 0;
  for (const record of records) {
    if (events.length > 0 && chars + record.dataJson.length > MAX_PAGE_CHARS) {
      yield { events };
      [events, chars] = [[], 0];
    }
    events.push(record);
    chars += record.dataJson.length;
  }
  if (events.length > 0) yield { events };
}

export type EventLogClient = GrpcClient<typeof EventLogServiceService>;

/** Events of an owner, oldest first, and the position of the last. */
export interface OwnerPage<E extends DomainEvent> {
  readonly events: readonly Recorded<E>[];
  readonly position: number;
}

/** What a consumer asks the owner of its events for; spread into its `ConsumerDeps`. */
export interface OwnerLog {
  readMissing<E extends DomainEvent>(stream: string, fromVersion: number): Promise<Recorded<E>[]>;
  readAll<E extends DomainEvent>(afterPosition: number): AsyncGenerator<OwnerPage<E>>;
}

export const ownerLog = (client: EventLogClient): OwnerLog => ({
  readMissing: readMissingFrom(client),
  readAll: (afterPosition) => readAllFrom(client, afterPosition),
});

/** For `ConsumerDeps.readMissing`. */
export const readMissingFrom =
  (client: EventLogClient) =>
  async <E extends DomainEvent>(stream: string, fromVersion: number): Promise<Recorded<E>[]> => {
    const found: Recorded<E>[] = [];
    for await (const page of client.readStream({ stream, fromVersion })) {
      for (const event of page.events) found.push(fromWire<E>(event));
    }
    return found;
  };

async function* readAllFrom<E extends DomainEvent>(
  client: EventLogClient,
  afterPosition: number,
): AsyncGenerator<OwnerPage<E>> {
  for await (const { events } of client.readAll({ afterPosition }, { deadlineMs: READ_ALL_DEADLINE_MS })) {
    yield { events: events.map((event) => fromWire<E>(event)), position: events.at(-1)?.position ?? afterPosition };
  }
}

/** The service whose log is behind a bus stream. */
export const ownerOf = (stream: keyof typeof BUS_STREAMS): ServiceName => BUS_STREAMS[stream].owner;

const toWire = (event: Recorded<DomainEvent>, position: number): EventRecord => ({
  eventId: event.eventId,
  stream: event.stream,
  version: event.version,
  type: event.data.type,
  dataJson: JSON.stringify(event.data),
  mode: event.mode,
  atMs: event.atMs,
  traceparent: event.traceparent ?? '',
  position,
});

const fromWire = <E extends DomainEvent>(record: EventRecord): Recorded<E> => ({
  eventId: record.eventId,
  stream: record.stream,
  version: record.version,
  data: JSON.parse(record.dataJson) as E,
  mode: record.mode as Mode,
  atMs: record.atMs,
  ...(record.traceparent ? { traceparent: record.traceparent } : {}),
});
