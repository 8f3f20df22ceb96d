import { UnitTrackingServiceService } from '@muster/contracts/gen/muster/unit_tracking/v1/unit_tracking';
import { systemClock } from '@muster/kernel/clock';
import { grpcService, startGrpcServer } from '@muster/platform/grpc/server';
import { createApp, finishApp, startHttpServer } from '@muster/platform/http/server';
import { connectNats } from '@muster/platform/nats/connection';
import { publishPacked } from '@muster/platform/nats/packed';
import { migrate } from '@muster/platform/postgres/migrate';
import { createPool } from '@muster/platform/postgres/pool';
import { runService } from '@muster/platform/service';
import { followFacts } from './adapters/facts.ts';
import { trackingHandlers } from './adapters/grpc.ts';
import { History } from './adapters/history.ts';
import { trackingRoutes } from './adapters/http.ts';
import { loadFleet, MIGRATIONS } from './adapters/postgres.ts';
import { startTrackStream } from './adapters/websocket.ts';
import { cityBounds } from './app/city-bounds.ts';
import { Fleet } from './app/fleet.ts';
import { BATCH_MS, Positions } from './app/positions.ts';
import { readConfig } from './config.ts';

await runService('unit-tracking', async (stack, log) => {
  const config = readConfig(process.env);
  const pool = createPool(config.databaseUrl);
  stack.add('database', { stop: () => pool.end() });
  await migrate(pool, MIGRATIONS);
  const nats = await connectNats(config.natsUrl, 'unit-tracking');
  stack.add('bus', { stop: () => nats.drain() });
  const history = stack.add('history', new History({ pool, log, clock: systemClock, keepDays: config.historyDays }));
  const positions = new Positions({
    clock: systemClock,
    bounds: cityBounds(config.cityDir),
    publish: (shard, frame) => publishPacked(nats, `track.${shard}`, frame),
    keep: (frame) => history.keep(frame),
  });
  const fleet = new Fleet(positions);
  const known = await loadFleet(pool);
  for (const unit of known.units) fleet.put(unit);
  for (const duty of known.duties) fleet.putDuty(duty);
  const facts = stack.add('facts', await followFacts({ nats, pool, log, config, fleet }));
  const ticker = setInterval(() => positions.flush(), BATCH_MS);
  stack.add('batches', {
    async stop() {
      clearInterval(ticker);
      positions.flush();
    },
  });
  const { listen, internalToken } = config;
  const services = [grpcService(UnitTrackingServiceService, trackingHandlers({ positions, fleet, pool }))];
  stack.add('grpc', await startGrpcServer({ listen, port: config.grpcPort, internalToken, log, services }));
  const app = createApp({ database: async () => void (await pool.query('SELECT 1')), facts: () => facts.problem() });
  trackingRoutes(app, { positions, fleet }, config.trackingKey);
  finishApp(app, log);
  const http = stack.add('http', await startHttpServer({ app, listen, port: config.httpPort }));
  stack.add('stream', startTrackStream(http.server, { positions, fleet }, config.trackingKey));
});
