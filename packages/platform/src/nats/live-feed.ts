import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import { BUS_STREAMS, type BusStreamName } from '@muster/contracts/subjects';
import type { Component } from '@muster/kernel/lifecycle';
import { DeliverPolicy, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log.ts';
import { continueTrace } from '../telemetry/trace.ts';
import { toRecorded } from './event-consumer.ts';

const RETRY_MS = 500;

/**
 * New events of one stream for something kept in memory only (the live picture): no checkpoint, ordered, mended by the
 * client after a cut. Start the feed first, take the snapshot after, and drop events the snapshot already has.
 */
export async function startLiveFeed(deps: {
  nats: NatsConnection;
  stream: BusStreamName;
  log: Log;
  onEvent: (event: Recorded<DomainEvent>) => void;
}): Promise<Component> {
  const consumer = await jetstream(deps.nats).consumers.get(BUS_STREAMS[deps.stream].name, {
    deliver_policy: DeliverPolicy.New,
  });
  let messages = await consumer.consume();
  let stopping = false;
  const loop = (async () => {
    while (!stopping) {
      try {
        for await (const message of messages) {
          const event = toRecorded(message);
          await continueTrace(event.traceparent, `map ${event.data.type}`, 'consumer', async () => deps.onEvent(event));
        }
      } catch (error) {
        deps.log.warn({ err: error, stream: deps.stream }, 'live feed broke; starting it again');
      }
      if (stopping) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      messages = await consumer.consume();
    }
  })();
  return {
    async stop() {
      stopping = true;
      await messages.close();
      await loop;
    },
  };
}
