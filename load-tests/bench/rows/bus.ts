import { alternate, type BenchRow, compare, cpuPer, measure, type Side, scaled } from '../harness.ts';
import type { Role } from '../role.ts';

const FRAMES = 100_000;
/** 100 positions. */
const FRAME_BYTES = 2_016;
const EVENTS = 6_000;
const AIM = 0.9;

export const bus: BenchRow = {
  name: 'bus',
  aim: '≥ 0.9',
  path:
    'CPU of the publishing and the receiving process a message (nats-server apart), each counted decoded at the receiver. ' +
    'packed: frames of 100 positions (2 KB) over core NATS. events: alarms published to JetStream with our headers, 500 in flight, and ' +
    'followed by the live feed; peer: js.publish with a message id, an ordered consumer. consume: exactly one effect each, a ' +
    'checkpoint in PostgreSQL for each stream, a stream for each message; peer: a bare consumer with explicit acks and no checkpoint.',
  async run(home, options) {
    const [nats, databaseUrl] = await Promise.all([home.nats(), home.database('dispatch')]);
    const [publisher, follower, barePublisher, bareFollower] = await Promise.all([
      home.role('bus-party'),
      home.role('bus-party'),
      home.role('bus-party'),
      home.role('bus-party'),
    ]);
    await Promise.all([
      publisher.ask('start', { natsUrl: nats.url, bare: false }),
      follower.ask('start', { natsUrl: nats.url, databaseUrl, bare: false }),
      barePublisher.ask('start', { natsUrl: nats.url, bare: true }),
      bareFollower.ask('start', { natsUrl: nats.url, bare: true }),
    ]);
    await publisher.ask('ensureStreams');
    const frames = { count: scaled(FRAMES, options), bytes: FRAME_BYTES };
    const events = { count: scaled(EVENTS, options) };
    const flow =
      (from: Role, operation: string, to: Role, wanted: { count: number }): Side =>
      () =>
        measure({ publisher: from, receiver: to }, async () => {
          await from.ask(operation, wanted);
          return to.ask<number>('counted', { wanted: wanted.count });
        });
    await Promise.all([follower.ask('followPackedOurs'), bareFollower.ask('followPackedBare')]);
    const packed = await alternate(
      {
        ours: flow(publisher, 'packedOurs', follower, frames),
        bare: flow(barePublisher, 'packedBare', bareFollower, frames),
      },
      options,
    );
    let consumers = 0;
    const consume =
      (from: Role, publish: string, to: Role, operation: string): Side =>
      async () => {
        await from.ask('purge');
        await from.ask(publish, events);
        const name = `bench-${operation}-${++consumers}`;
        return measure({ receiver: to }, () => to.ask<number>(operation, { ...events, name }));
      };
    const consumed = await alternate(
      {
        ours: consume(publisher, 'eventsOurs', follower, 'consumeOurs'),
        bare: consume(barePublisher, 'eventsBare', bareFollower, 'consumeBare'),
      },
      options,
    );
    await Promise.all([follower.ask('followLiveOurs'), bareFollower.ask('followLiveBare')]);
    const published = await alternate(
      {
        ours: flow(publisher, 'eventsOurs', follower, events),
        bare: flow(barePublisher, 'eventsBare', bareFollower, events),
      },
      options,
    );
    const figure = cpuPer('message');
    const cases = [
      compare('events', figure, published.ours, published.bare),
      compare('packed', figure, packed.ours, packed.bare),
      compare('consume', figure, consumed.ours, consumed.bare),
    ] as const;
    return { cases, met: cases.every(({ ratio }) => (ratio ?? 0) >= AIM), facts: {} };
  },
};
