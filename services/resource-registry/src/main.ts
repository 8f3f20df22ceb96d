import type { ResourceEvent } from '@muster/contracts/events/resource';
import { ResourceRegistryServiceService } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { BUS_STREAMS } from '@muster/contracts/subjects';
import { systemClock } from '@muster/kernel/clock';
import { eventLogService } from '@muster/platform/grpc/event-log';
import { grpcService, startGrpcServer } from '@muster/platform/grpc/server';
import { createApp, finishApp, startHttpServer } from '@muster/platform/http/server';
import { connectNats } from '@muster/platform/nats/connection';
import { ensureStream } from '@muster/platform/nats/streams';
import { EventStore } from '@muster/platform/postgres/event-store';
import { migrate } from '@muster/platform/postgres/migrate';
import { OutboxRelay } from '@muster/platform/postgres/outbox-relay';
import { createPool } from '@muster/platform/postgres/pool';
import { runService } from '@muster/platform/service';
import { registryHandlers } from './adapters/grpc.ts';
import { MIGRATIONS, project, Records } from './adapters/postgres.ts';
import { Registry } from './app/registry.ts';
import { seedFromCity } from './app/seed.ts';
import { readConfig } from './config.ts';

await runService('resource-registry', async (stack, log) => {
  const config = readConfig(process.env);
  const pool = createPool(config.databaseUrl);
  stack.add('database', { stop: () => pool.end() });
  await migrate(pool, MIGRATIONS);
  const nats = await connectNats(config.natsUrl, 'resource-registry');
  stack.add('bus', { stop: () => nats.drain() });
  await ensureStream(nats, BUS_STREAMS.RESOURCE.name);
  let relay: OutboxRelay<ResourceEvent> | undefined;
  const onCommitted = () => relay?.poke();
  const store = new EventStore<ResourceEvent>({ pool, clock: systemClock, mode: config.mode, onCommitted });
  relay = stack.add('outbox', new OutboxRelay({ pool, store, nats, log }));
  const registry = new Registry({ store, records: new Records(pool), project });
  const seeded = await seedFromCity(registry, config.cityDir, config.mode, config.seedUnits);
  if (seeded > 0) log.info({ records: seeded }, 'the registry was empty and was filled from the city');
  stack.add(
    'grpc',
    await startGrpcServer({
      listen: config.listen,
      port: config.grpcPort,
      internalToken: config.internalToken,
      log,
      services: [grpcService(ResourceRegistryServiceService, registryHandlers(registry)), eventLogService(store)],
    }),
  );
  const app = createApp({ database: async () => void (await pool.query('SELECT 1')) });
  finishApp(app, log);
  stack.add('http', await startHttpServer({ app, listen: config.listen, port: config.httpPort }));
});
