import { type DomainEvent, HEADER, type Recorded } from '@muster/contracts/envelope';
import type { JetStreamClient } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';

/**
 * The bus client makes two errors for every request, to have their stacks when it fails; making the stacks is an eighth
 * of a publish. What fails here is told by the relay, which names the cause.
 */
function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** One event as consumers expect it (event-consumer.ts); resolves when JetStream has it. */
export async function publishEvent(jetstream: JetStreamClient, event: Recorded<DomainEvent>): Promise<void> {
  const h = headers();
  h.set(HEADER.eventId, event.eventId);
  h.set(HEADER.stream, event.stream);
  h.set(HEADER.version, String(event.version));
  h.set(HEADER.mode, event.mode);
  h.set(HEADER.atMs, String(event.atMs));
  if (event.traceparent !== undefined) h.set(HEADER.traceparent, event.traceparent);
  await withoutStacks(() => jetstream.publish(event.data.type, JSON.stringify(event.data), { headers: h }));
}
