import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import { BUS_STREAMS } from '@muster/contracts/subjects';
import { systemClock } from '@muster/kernel/clock';
import type { Stack } from '@muster/kernel/lifecycle';
import { connectGrpc } from '@muster/platform/grpc/client';
import { ownerLog } from '@muster/platform/grpc/event-log';
import type { Log } from '@muster/platform/log';
import { startConsumer } from '@muster/platform/nats/event-consumer';
import { ensureStream } from '@muster/platform/nats/streams';
import type { EventStore } from '@muster/platform/postgres/event-store';
import type { Pool } from '@muster/platform/postgres/pool';
import type { AlarmWatcher } from '../app/alarms.ts';
import { Classified } from '../app/classified.ts';
import type { Config } from '../config.ts';

type NatsConnection = Parameters<typeof ensureStream>[0];

/** Follows CLASSIFIED: the flags and the checkpoint are one transaction. */
export async function followClassified(deps: {
  readonly nats: NatsConnection;
  readonly pool: Pool;
  readonly log: Log;
  readonly store: EventStore<AlarmEvent>;
  readonly watch: AlarmWatcher;
  readonly config: Config;
  readonly stack: Stack;
}): Promise<void> {
  const { nats, pool, log, store, watch, config, stack } = deps;
  await ensureStream(nats, BUS_STREAMS.CLASSIFIED.name);
  const { classificationGrpc, internalToken, mode } = config;
  const owner =
    classificationGrpc === ''
      ? {}
      : ownerLog(
          stack.add('log of CLASSIFIED', connectGrpc(EventLogServiceService, classificationGrpc, internalToken)),
        );
  const classified = new Classified(store, systemClock, config.policy);
  const consumer = await startConsumer<ClassificationEvent>({
    ...{ nats, pool, log, mode, ...owner },
    name: 'alarm-intake.classifications',
    stream: 'CLASSIFIED',
    handle: (event, client) => classified.onClassification(event, client),
    onCommitted: (events) => {
      store.committed();
      const alarmIds = events.map(({ data }) => data.alarmId);
      for (const alarmId of classified.takeTouched(alarmIds)) watch.unsure(alarmId);
    },
  });
  stack.add('classifications', consumer);
}
