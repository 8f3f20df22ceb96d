import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { PACK_FILES } from '@muster/city/pack/format';
import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import { DispatchServiceService } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import type { Clock } from '@muster/kernel/clock';
import { newId } from '@muster/kernel/ids';
import type { Stack } from '@muster/kernel/lifecycle';
import { connectGrpc } from '@muster/platform/grpc/client';
import { eventLogService, type OwnerLog, ownerLog } from '@muster/platform/grpc/event-log';
import { grpcService, startGrpcServer } from '@muster/platform/grpc/server';
import { createApp, finishApp, startHttpServer } from '@muster/platform/http/server';
import type { Log } from '@muster/platform/log';
import { connectNats } from '@muster/platform/nats/connection';
import { EventStore } from '@muster/platform/postgres/event-store';
import { migrate } from '@muster/platform/postgres/migrate';
import { OutboxRelay } from '@muster/platform/postgres/outbox-relay';
import { createPool } from '@muster/platform/postgres/pool';
import { SoleHolder } from '@muster/platform/postgres/sole-holder';
import { dispatchHandlers } from './adapters/grpc.ts';
import { WorkerMatcher } from './adapters/matcher/worker-matcher.ts';
import { ensureStreams, follow } from './adapters/nats.ts';
import { loadFleet, loadLive, MIGRATIONS, ReadModels } from './adapters/postgres.ts';
import { NO_ROADS, WorkerRecommender } from './adapters/recommender/road-recommender.ts';
import { Commands } from './app/commands.ts';
import { Desk } from './app/desk.ts';
import { EscalationSweep } from './app/escalation-sweep.ts';
import { Fleet } from './app/fleet.ts';
import { Following } from './app/following.ts';
import { Likeness } from './app/likeness.ts';
import { LiveState } from './app/live-state.ts';
import { Recommendations } from './app/recommendations.ts';
import type { Config } from './config.ts';

const SWEEP_MS = 1_000;

export interface Started {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly roads: WorkerRecommender | null;
  readonly readModels: ReadModels;
  readonly likeness: Likeness;
  readonly matcher: WorkerMatcher;
}

export interface StartDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly stack: Stack;
  readonly log: Log;
  /** Only in tests: serves beside another, to show that even then nothing is decided twice. */
  readonly isBesideAnother?: boolean;
}

/** Everything main.ts runs, without the process around it: tests start several, with a clock of their own. */
export async function startDispatch(deps: StartDeps): Promise<Started> {
  const { config, clock, stack, log } = deps;
  const { mode } = config;
  const pool = createPool(config.databaseUrl);
  stack.add('database', { stop: () => pool.end() });
  await migrate(pool, MIGRATIONS);
  let starting: string | undefined = 'is starting';
  const sole = deps.isBesideAnother ? undefined : new SoleHolder({ databaseUrl: config.databaseUrl, log });
  if (sole) stack.add('right to serve', sole);
  const database = async () => void (await pool.query('SELECT 1'));
  const app = createApp({ database, serving: () => sole?.why() ?? starting });
  finishApp(app, log);
  const http = stack.add('http', await startHttpServer({ app, listen: config.listen, port: config.httpPort }));
  await sole?.held;
  const nats = await connectNats(config.natsUrl, 'dispatch');
  stack.add('bus', { stop: () => nats.drain() });
  await ensureStreams(nats);
  let relay: OutboxRelay<DispatchEvent> | undefined;
  const store = new EventStore<DispatchEvent>({ pool, clock, mode, onCommitted: () => relay?.poke() });
  relay = stack.add('outbox', new OutboxRelay({ pool, store, nats, log }));

  const fleet = new Fleet();
  const readModels = stack.add('read models', new ReadModels(pool));
  let likeness: Likeness | undefined;
  const live = new LiveState((stream, state) => {
    readModels.changed(stream, state);
    likeness?.changed(stream, state);
  });
  await loadFleet(pool, fleet);
  const behind = await loadLive(pool, store, live);
  log.info({ open: live.openCount, units: fleet.units.size, behind }, 'loaded');

  const desk = new Desk(store, live);
  const roads = startRoads(config.cityDir, log);
  stack.add('recommender', roads ?? NO_ROADS);
  const recommendations = new Recommendations({ fleet, live, roads: roads ?? NO_ROADS, clock });
  const matcher = stack.add('matcher', new WorkerMatcher({ cityDir: config.cityDir, log }));
  const onError = (error: unknown) => log.error({ err: error }, 'joins could not be proposed; trying again');
  likeness = stack.add('proposals of joins', new Likeness({ desk, matcher, onError }));
  likeness.start(clock.nowMs());
  const onHeard = likeness.heard.bind(likeness);
  const following = new Following(desk, (ms) => sleep(ms), onHeard);
  const owners = ownersLogs(config, stack);
  stack.add('consumers', await follow({ nats, pool, log, mode, following, fleet, owners }));
  startSweep(new EscalationSweep({ desk, fleet, clock, limits: config.escalation }), stack, log);

  const commands = new Commands({ desk, fleet, clock });
  const newIncidentId = () => `h${newId(clock, () => randomBytes(1)[0] as number)}`;
  const elapsedMs = () => performance.now();
  const handlers = dispatchHandlers({ commands, recommendations, desk, fleet, newIncidentId, elapsedMs });
  const grpc = await startGrpcServer({
    listen: config.listen,
    port: config.grpcPort,
    internalToken: config.internalToken,
    log,
    services: [grpcService(DispatchServiceService, handlers), eventLogService(store)],
  });
  stack.add('grpc', grpc);
  starting = undefined;
  return { grpcPort: grpc.port, httpPort: http.port, roads, readModels, likeness, matcher };
}

function startRoads(cityDir: string, log: Log): WorkerRecommender | null {
  const roadsFile = join(cityDir, PACK_FILES.roads);
  if (cityDir !== '' && existsSync(roadsFile)) return new WorkerRecommender({ roadsFile, log });
  log.warn({ cityDir }, 'no city with roads: recommendations go by the straight line');
  return null;
}

function ownersLogs(config: Config, stack: Stack): Partial<Record<keyof Config['owners'], OwnerLog>> {
  const logs: Partial<Record<keyof Config['owners'], OwnerLog>> = {};
  for (const [stream, address] of Object.entries(config.owners)) {
    if (address === '') continue;
    const client = stack.add(`log of ${stream}`, connectGrpc(EventLogServiceService, address, config.internalToken));
    logs[stream as keyof Config['owners']] = ownerLog(client);
  }
  return logs;
}

function startSweep(sweep: EscalationSweep, stack: Stack, log: Log): void {
  let running: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = sweep
      .sweep()
      .catch((error: unknown) => log.error({ err: error }, 'the escalation sweep failed'))
      .finally(() => {
        isBusy = false;
      });
  }, SWEEP_MS);
  stack.add('escalation', {
    async stop() {
      clearInterval(timer);
      await running;
    },
  });
}
