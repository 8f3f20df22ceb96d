import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import { BUS_STREAMS, type BusStreamName } from '@muster/contracts/subjects';
import type { Component } from '@muster/kernel/lifecycle';
import { DeliverPolicy, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log.ts';
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
  let lastSeq = 0;
  let isFirst = true;
  const follow = async () => {
    // A stream that was made anew counts from 1 again: all of it is news, and what is known is dropped by version.
    const { state } = await (await jetstreamManager(deps.nats)).streams.info(BUS_STREAMS[deps.stream].name);
    if (state.last_seq < lastSeq) lastSeq = 0;
    const fresh = { deliver_policy: isFirst ? DeliverPolicy.New : DeliverPolicy.All };
    const goOn = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: lastSeq + 1 };
    // A new one each time: an ordered consumer cannot be consumed again once its messages ended.
    const consumer = await jetstream(deps.nats).consumers.get(
      BUS_STREAMS[deps.stream].name,
      lastSeq === 0 ? fresh : goOn,
    );
    isFirst = false;
    return consumer.consume();
  };
  const take = (message: JsMsg): void => {
    lastSeq = message.seq;
    try {
      deps.onEvent(toRecorded(message));
    } catch (error) {
      // One bad message must not end the picture: the rest of it is good.
      deps.log.error({ err: error, stream: deps.stream, subject: message.subject }, 'an event was left out');
    }
  };
  let messages = await follow();
  let stopping = false;
  const loop = (async () => {
    while (!stopping) {
      try {
        for await (const message of messages) take(message);
      } catch (error) {
        deps.log.warn({ err: error, stream: deps.stream }, 'live feed broke; starting it again');
      }
      if (stopping) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      messages = await follow().catch(() => messages);
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
