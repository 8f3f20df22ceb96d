import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import type { ResourceEvent } from '@muster/contracts/events/resource';
import type { Duty } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import type { Component } from '@muster/kernel/lifecycle';
import { connectGrpc } from '@muster/platform/grpc/client';
import { ownerLog } from '@muster/platform/grpc/event-log';
import type { Log } from '@muster/platform/log';
import { startConsumer } from '@muster/platform/nats/event-consumer';
import { ensureStream } from '@muster/platform/nats/streams';
import type { Pool } from '@muster/platform/postgres/pool';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Fleet } from '../app/fleet.ts';
import type { Config } from '../config.ts';
import { keepDuty, keepUnit } from './postgres.ts';

/** Follows the registry's units and dispatch's duties: who is ours, and who is free. */
export async function followFacts(deps: {
  nats: NatsConnection;
  pool: Pool;
  log: Log;
  config: Config;
  fleet: Fleet;
}): Promise<Component & { problem(): string | undefined }> {
  const { nats, pool, log, fleet } = deps;
  const { mode } = deps.config;
  await Promise.all([ensureStream(nats, 'RESOURCE'), ensureStream(nats, 'DISPATCH')]);
  const logs: Component[] = [];
  const logOf = (stream: keyof Config['owners']) => {
    const address = deps.config.owners[stream];
    if (address === '') return {};
    const owner = connectGrpc(EventLogServiceService, address, deps.config.internalToken);
    logs.push(owner);
    return ownerLog(owner);
  };
  const units = await startConsumer<ResourceEvent>({
    ...{ nats, pool, log, mode, name: 'unit-tracking.resource', stream: 'RESOURCE' },
    ...logOf('RESOURCE'),
    handle: (event, client) => keepUnit(client, event),
    onCommitted: (events) => {
      for (const { data } of events) {
        if (data.type === 'resource.unit-put') fleet.put(data.unit);
        else if (data.type === 'resource.unit-removed') fleet.remove(data.unitId);
      }
    },
  });
  const changed = new Map<string, Duty>();
  const duties = await startConsumer<DispatchEvent>({
    ...{ nats, pool, log, mode, name: 'unit-tracking.dispatch', stream: 'DISPATCH' },
    ...logOf('DISPATCH'),
    handle: async (event, client) => {
      const duty = await keepDuty(client, event);
      if (duty !== null) changed.set(duty.unitId, duty);
    },
    onCommitted: () => {
      for (const duty of changed.values()) fleet.putDuty(duty);
      changed.clear();
    },
  });
  return {
    problem: () => units.lastError?.message ?? duties.lastError?.message,
    async stop() {
      await Promise.all([units.stop(), duties.stop()]);
      for (const owner of logs) await owner.stop();
    },
  };
}
