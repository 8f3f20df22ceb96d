import { BUS_STREAMS, type BusStreamName } from '@muster/contracts/subjects';
import { jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

/** JetStream's own duplicate window: an optimisation only, consumers drop what they know by version. */
const DUPLICATE_WINDOW_NS = 120 * 1_000_000_000;
const NS_PER_MS = 1_000_000;
const STREAM_EXISTS = 10058;

/** Creates the stream or brings its limits up to date; any service may call it, in any order. */
export async function ensureStream(connection: NatsConnection, streamName: BusStreamName): Promise<void> {
  const stream = BUS_STREAMS[streamName];
  const manager = await jetstreamManager(connection);
  const limits = {
    subjects: [...stream.subjects],
    max_age: stream.maxAgeMs * NS_PER_MS,
    max_bytes: stream.maxBytes,
    duplicate_window: DUPLICATE_WINDOW_NS,
  };
  try {
    await manager.streams.add({
      name: stream.name,
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      ...limits,
    });
  } catch (error) {
    if ((error as { code?: number }).code !== STREAM_EXISTS && !/already in use/.test(String(error))) throw error;
    await manager.streams.update(stream.name, limits);
  }
}

/** The stream that takes a subject; undefined when none does. */
export const streamFor = (subject: string): BusStreamName | undefined =>
  (Object.keys(BUS_STREAMS) as BusStreamName[]).find((name) =>
    BUS_STREAMS[name].subjects.some((taken) =>
      taken.endsWith('>') ? subject.startsWith(taken.slice(0, -1)) : subject === taken,
    ),
  );
