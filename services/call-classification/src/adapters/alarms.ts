import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import type { Stack } from '@muster/kernel/lifecycle';
import { connectGrpc } from '@muster/platform/grpc/client';
import { ownerLog } from '@muster/platform/grpc/event-log';
import type { Log } from '@muster/platform/log';
import { startConsumer } from '@muster/platform/nats/event-consumer';
import type { EventStore } from '@muster/platform/postgres/event-store';
import type { Pool } from '@muster/platform/postgres/pool';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Classifications } from '../app/classifications.ts';
import type { Config } from '../config.ts';

/** Follows ALARM: the classification and the checkpoint are one transaction. */
export async function followAlarms(deps: {
  readonly nats: NatsConnection;
  readonly pool: Pool;
  readonly log: Log;
  readonly store: EventStore<ClassificationEvent>;
  readonly classifications: Classifications;
  readonly config: Config;
  readonly stack: Stack;
}): Promise<void> {
  const { nats, pool, log, store, classifications, config, stack } = deps;
  const owner =
    config.intakeGrpc === ''
      ? {}
      : ownerLog(
          stack.add('log of ALARM', connectGrpc(EventLogServiceService, config.intakeGrpc, config.internalToken)),
        );
  const consumer = await startConsumer<AlarmEvent>({
    ...{ nats, pool, log, mode: config.mode, ...owner },
    name: 'call-classification.alarms',
    stream: 'ALARM',
    handle: (event, client) => classifications.onAlarm(event, client),
    onCommitted: () => store.committed(),
  });
  stack.add('alarms', consumer);
}
