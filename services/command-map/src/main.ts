import { CommandMapServiceService } from '@muster/contracts/gen/muster/command_map/v1/command_map';
import { systemClock as clock } from '@muster/kernel/clock';
import { grpcService, startGrpcServer } from '@muster/platform/grpc/server';
import { createApp, finishApp, startHttpServer } from '@muster/platform/http/server';
import { connectNats } from '@muster/platform/nats/connection';
import { migrate } from '@muster/platform/postgres/migrate';
import { createPool } from '@muster/platform/postgres/pool';
import { runService } from '@muster/platform/service';
import { City } from './adapters/city.ts';
import { pictureHandlers } from './adapters/grpc.ts';
import { MIGRATIONS } from './adapters/postgres.ts';
import { connectServices } from './adapters/services.ts';
import { startAccounts } from './adapters/start-accounts.ts';
import { startPicture } from './adapters/start-picture.ts';
import { startWeb } from './adapters/start-web.ts';
import { startChores } from './app/chores.ts';
import { readConfig } from './config.ts';

const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

await runService('command-map', async (stack, log) => {
  const config = readConfig(process.env);
  const { mode, listen, internalToken, firstUsers } = config;
  const pool = createPool(config.databaseUrl);
  stack.add('database', { stop: () => pool.end() });
  await migrate(pool, MIGRATIONS);
  const nats = await connectNats(config.natsUrl, 'command-map');
  stack.add('bus', { stop: () => nats.drain() });
  const services = stack.add('services', connectServices(config));
  const city = stack.add('city', new City(config.cityDir, log));
  const timeZone = city.meta?.timeZone ?? DEFAULT_TIME_ZONE;
  const live = await startPicture(stack, { config, nats, services, timeZone, clock, log });
  const demoUnit = () => live.picture.firstUnit('medical');
  const accounts = await startAccounts({ pool, mode, clock, demoUnit, firstUsers });
  stack.add('chores', startChores({ ...live, accounts, clock, log }));
  const handlers = grpcService(CommandMapServiceService, pictureHandlers(live.views, clock));
  const grpc = { listen, port: config.grpcPort, internalToken, log, services: [handlers] };
  stack.add('grpc', await startGrpcServer(grpc));
  const postgres = async () => void (await pool.query('SELECT 1'));
  const bus = async () => void (await nats.rtt());
  const picture = () => live.keeper.whyIncomplete();
  const edge = { config, accounts, services, ...live, city, clock, log };
  await startWeb(stack, edge, { picture, postgres, nats: bus, city: () => city.whyNotReady() });
  // The launcher's probe last: ready is said when the public port answers. Another service's loss is not ours.
  const own = createApp({ database: postgres, bus });
  finishApp(own, log);
  stack.add('http', await startHttpServer({ app: own, listen, port: config.httpPort }));
});
