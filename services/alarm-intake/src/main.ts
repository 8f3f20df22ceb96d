import { randomUUID } from 'node:crypto';
import type { AlarmEvent } from '@muster/contracts/events/alarm';
import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
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
import { callRoutes } from './adapters/call-routes.ts';
import { startChannels } from './adapters/channels/start-channels.ts';
import { ContactHistory } from './adapters/contact-history.ts';
import { exchangeRoutes, startCourier } from './adapters/exchange.ts';
import { followClassified } from './adapters/follow-classified.ts';
import { alarmHandlers } from './adapters/grpc.ts';
import { alarmRoutes } from './adapters/http.ts';
import { AlarmList, MIGRATIONS } from './adapters/postgres.ts';
import { startWatch } from './adapters/start-watch.ts';
import { httpTelephony, noTelephony } from './adapters/telephony-http.ts';
import { Alarms } from './app/alarms.ts';
import { Calls } from './app/calls.ts';
import { Contacts } from './app/contacts.ts';
import { readConfig } from './config.ts';

await runService('alarm-intake', async (stack, log) => {
  const config = readConfig(process.env);
  const pool = createPool(config.databaseUrl);
  stack.add('database', { stop: () => pool.end() });
  await migrate(pool, MIGRATIONS);
  const nats = await connectNats(config.natsUrl, 'alarm-intake');
  stack.add('bus', { stop: () => nats.drain() });
  await ensureStream(nats, BUS_STREAMS.ALARM.name);
  let relay: OutboxRelay<AlarmEvent> | undefined;
  const store = new EventStore<AlarmEvent>({
    pool,
    clock: systemClock,
    mode: config.mode,
    groupCommit: true,
    onCommitted: () => relay?.poke(),
  });
  relay = stack.add('outbox', new OutboxRelay({ pool, store, nats, log }));
  const { centres, telephony, policy } = config;
  const alarms = new Alarms({ store, list: new AlarmList(pool), clock: systemClock, mode: config.mode, policy });
  const contacts = new Contacts(alarms, new ContactHistory(pool, store, policy), log);
  const calls = new Calls({
    ...{ alarms, centres, overflowNumber: telephony.overflowNumber, newId: randomUUID },
    telephony: telephony.url === '' ? noTelephony : httpTelephony(telephony.url, telephony.key),
  });
  const watch = stack.add('watch', startWatch({ alarms, calls, pool, policy: config.duePolicy, log }));
  stack.add('transfers', startCourier({ alarms, centres, name: config.centreName, pool, log }));
  await followClassified({ nats, pool, log, store, watch, config, stack });
  stack.add(
    'grpc',
    await startGrpcServer({
      listen: config.listen,
      port: config.grpcPort,
      internalToken: config.internalToken,
      log,
      services: [
        grpcService(AlarmIntakeServiceService, alarmHandlers({ alarms, contacts, calls, centres })),
        eventLogService(store),
      ],
    }),
  );
  const app = createApp({ database: async () => void (await pool.query('SELECT 1')) });
  alarmRoutes(app, alarms, config.intakeKey);
  const phoneKey = { channel: 'voice', sender: 'phone', key: config.intakeKey } as const;
  callRoutes(app, { alarms, contacts, calls, keys: [...config.channels.keys, phoneKey] });
  exchangeRoutes(app, alarms, centres);
  const channels = startChannels({ app, alarms, contacts, pool, config: config.channels, stack, log });
  finishApp(app, log);
  const http = stack.add('http', await startHttpServer({ app, listen: config.listen, port: config.httpPort }));
  stack.add('speech', channels.listen(http.server));
});
