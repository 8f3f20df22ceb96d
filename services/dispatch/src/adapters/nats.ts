import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import type { ResourceEvent } from '@muster/contracts/events/resource';
import { type BusStreamName, TRACK_SUBJECTS } from '@muster/contracts/subjects';
import type { Component } from '@muster/kernel/lifecycle';
import type { Mode } from '@muster/kernel/mode';
import type { OwnerLog } from '@muster/platform/grpc/event-log';
import type { Log } from '@muster/platform/log';
import { startConsumer } from '@muster/platform/nats/event-consumer';
import { subscribePacked } from '@muster/platform/nats/packed';
import { ensureStream } from '@muster/platform/nats/streams';
import type { Pool } from '@muster/platform/postgres/pool';
import type { Fleet } from '../app/fleet.ts';
import type { Following } from '../app/following.ts';
import { keepResource } from './postgres.ts';

export const FOLLOWED: readonly BusStreamName[] = ['ALARM', 'CLASSIFIED', 'RESOURCE', 'DISPATCH'];
type NatsConnection = Parameters<typeof ensureStream>[0];

/** Whoever is started first makes the streams; dispatch's own too, so that its relay has somewhere to go. */
export async function ensureStreams(nats: NatsConnection): Promise<void> {
  for (const stream of FOLLOWED) await ensureStream(nats, stream);
}

export interface FollowDeps {
  readonly nats: NatsConnection;
  readonly pool: Pool;
  readonly log: Log;
  readonly mode: Mode;
  readonly following: Following;
  readonly fleet: Fleet;
  /** The owners' logs, where their addresses are known: for events the bus no longer has. */
  readonly owners: Partial<Record<'ALARM' | 'CLASSIFIED' | 'RESOURCE', OwnerLog>>;
}

/** Starts the resource consumer first: a send needs units, an alarm needs nobody. */
export async function follow(deps: FollowDeps): Promise<Component> {
  const { nats, pool, log, mode, following, fleet, owners } = deps;
  const base = { nats, pool, log, mode };
  const consumers: Component[] = [
    subscribePacked(nats, TRACK_SUBJECTS, (frame) => fleet.positions.takeFrame(frame)),
    await startConsumer<ResourceEvent>({
      ...base,
      ...owners.RESOURCE,
      name: 'dispatch.resources',
      stream: 'RESOURCE',
      handle: (event, client) => keepResource(event.data, client),
      onCommitted: (events) => {
        for (const event of events) if (event.mode === mode) fleet.apply(event.data);
      },
    }),
    await startConsumer<AlarmEvent>({
      ...base,
      ...owners.ALARM,
      name: 'dispatch.alarms',
      stream: 'ALARM',
      handle: (event, client) => following.onAlarm(event, client),
      onCommitted: (events) => following.committed(events),
    }),
    await startConsumer<ClassificationEvent>({
      ...base,
      ...owners.CLASSIFIED,
      name: 'dispatch.classifications',
      stream: 'CLASSIFIED',
      prepare: (events) => following.beforeClassifications(events),
      handle: (event, client) => following.onClassification(event, client),
      onCommitted: (events) => following.committed(events),
    }),
  ];
  return {
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}
