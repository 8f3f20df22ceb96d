import { setImmediate, setTimeout } from 'node:timers/promises';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import { CallClassificationServiceService } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { systemClock } from '@muster/kernel/clock';
import type { Stack } from '@muster/kernel/lifecycle';
import { eventLogService } from '@muster/platform/grpc/event-log';
import { grpcService, startGrpcServer } from '@muster/platform/grpc/server';
import { createApp, finishApp, startHttpServer } from '@muster/platform/http/server';
import type { Log } from '@muster/platform/log';
import { connectNats } from '@muster/platform/nats/connection';
import { ensureStream } from '@muster/platform/nats/streams';
import { EventStore } from '@muster/platform/postgres/event-store';
import { migrate } from '@muster/platform/postgres/migrate';
import { OutboxRelay } from '@muster/platform/postgres/outbox-relay';
import { createPool } from '@muster/platform/postgres/pool';
import { followAlarms } from './adapters/alarms.ts';
import { askForOpinions } from './adapters/ask-for-opinions.ts';
import { loadCityLater } from './adapters/city.ts';
import { classificationHandlers } from './adapters/grpc.ts';
import { loadGuidance } from './adapters/guidance-files.ts';
import { Heard } from './adapters/heard.ts';
import { keepInUse } from './adapters/in-use.ts';
import { inUseQueries } from './adapters/in-use-query.ts';
import { MIGRATIONS } from './adapters/postgres.ts';
import { loadClassifier, readCorpus, readHeldOut } from './adapters/sources.ts';
import { textsOfAlarms } from './adapters/texts.ts';
import { Classifications } from './app/classifications.ts';
import { Reports } from './app/reports.ts';
import type { Config } from './config.ts';

/** Starts everything in the order of its needs; the stack stops it in the other order. */
export async function startClassification({
  config,
  stack,
  log,
}: {
  readonly config: Config;
  readonly stack: Stack;
  readonly log: Log;
}): Promise<void> {
  const { databaseUrl, natsUrl, mode, listen, internalToken, cityDir, grpcPort, httpPort } = config;
  const classifier = loadClassifier();
  const guidance = loadGuidance(classifier.lexicon);
  const pool = createPool(databaseUrl);
  stack.add('database', { stop: () => pool.end() });
  await migrate(pool, MIGRATIONS);
  const nats = await connectNats(natsUrl, 'call-classification');
  stack.add('bus', { stop: () => nats.drain() });
  await Promise.all([ensureStream(nats, 'ALARM'), ensureStream(nats, 'CLASSIFIED')]);
  let relay: OutboxRelay<ClassificationEvent> | undefined;
  const onCommitted = () => relay?.poke();
  const store = new EventStore<ClassificationEvent>({ pool, clock: systemClock, mode, onCommitted });
  relay = stack.add('outbox', new OutboxRelay({ pool, store, nats, log }));
  const candidatesFor = loadCityLater(cityDir, log);
  const pause = async () => void (await setImmediate());
  const opinions = askForOpinions({
    llm: config.llm,
    types: classifier.types,
    log,
    stack,
    keep: (...opinion) => classifications.keepOpinion(...opinion),
  });
  const heard = new Heard();
  const classifications = new Classifications({ store, classifier, heard, candidatesFor, pause, ...opinions });
  await followAlarms({ nats, pool, log, store, classifications, config, stack });
  keepInUse({ pool, log, store, config, stack });
  const textOf = textsOfAlarms(config, stack);
  const after = (ms: number) => setTimeout(ms, null, { ref: false });
  const queries = inUseQueries(pool);
  const reports = new Reports({ classifier, queries, readCorpus, readHeldOut, textOf, pause, after });
  const handlers = classificationHandlers({ classifications, classifier, guidance, reports });
  const services = [grpcService(CallClassificationServiceService, handlers), eventLogService(store)];
  stack.add('grpc', await startGrpcServer({ listen, port: grpcPort, internalToken, log, services }));
  const app = createApp({ database: async () => void (await pool.query('SELECT 1')) });
  finishApp(app, log);
  stack.add('http', await startHttpServer({ app, listen, port: httpPort }));
}
