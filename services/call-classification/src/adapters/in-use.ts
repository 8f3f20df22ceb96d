import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import type { Stack } from '@muster/kernel/lifecycle';
import { connectGrpc } from '@muster/platform/grpc/client';
import { type OwnerPage, ownerLog } from '@muster/platform/grpc/event-log';
import type { Log } from '@muster/platform/log';
import { CatchUp } from '@muster/platform/nats/catch-up';
import { type EffectDeps, OrderedEffects } from '@muster/platform/nats/ordered-effects';
import type { EventStore } from '@muster/platform/postgres/event-store';
import { type Pool, transaction } from '@muster/platform/postgres/pool';
import type { Config } from '../config.ts';
import { alarmInUse, classificationInUse, dispatchInUse } from './in-use-effects.ts';

/** Names of the checkpoints: with them gone the logs are read from their beginning. */
const CONSUMERS = ['in-use.alarms', 'in-use.classifications', 'in-use.dispatch'] as const;

export interface InUseDeps {
  readonly pool: Pool;
  readonly log: Log;
  readonly store: EventStore<ClassificationEvent>;
  readonly config: Config;
  readonly stack: Stack;
}

/**
 * Keeps the report's read model by reading the three logs themselves every so often: a report may be a minute old, and
 * the bus carries nothing twice for it.
 */
export function keepInUse({ pool, log, store, config, stack }: InUseDeps): void {
  const { mode, intakeGrpc, dispatchGrpc, inUseEveryMs: everyMs, internalToken } = config;
  const keep = <E extends DomainEvent>(
    name: (typeof CONSUMERS)[number],
    readAll: (afterPosition: number) => AsyncIterable<OwnerPage<E>>,
    handle: EffectDeps<E>['handle'],
  ) => {
    const effects = new OrderedEffects<E>({ pool, log, name, mode, handle });
    stack.add(name, new CatchUp<E>({ pool, log, name, readAll, effects, everyMs }));
  };
  const owner = (name: string, address: string) =>
    ownerLog(stack.add(`log of ${name}`, connectGrpc(EventLogServiceService, address, internalToken)));
  keep('in-use.classifications', (after) => ownPages(store, after), classificationInUse);
  if (intakeGrpc !== '') {
    const { readAll } = owner('alarms for the report', intakeGrpc);
    keep('in-use.alarms', readAll, alarmInUse);
  }
  if (dispatchGrpc !== '') {
    const { readAll } = owner('dispatch for the report', dispatchGrpc);
    keep('in-use.dispatch', (after) => onlyIncidents(readAll(after)), dispatchInUse);
  }
}

async function* ownPages(
  store: EventStore<ClassificationEvent>,
  after: number,
): AsyncGenerator<OwnerPage<ClassificationEvent>> {
  for await (const { events, positions } of store.readAll(after)) yield { events, position: positions.at(-1) ?? after };
}

/** Whole streams are left out (units' duties), never events of one: their versions must follow each other. */
async function* onlyIncidents<E extends DomainEvent>(pages: AsyncIterable<OwnerPage<E>>): AsyncGenerator<OwnerPage<E>> {
  const isIncident = ({ stream }: Recorded<E>) => stream.startsWith('incident-');
  for await (const { events, position } of pages) yield { events: events.filter(isIncident), position };
}

/** Drops the read model: the next rounds read everything again and write the same rows. */
export const forgetInUse = (pool: Pool): Promise<void> =>
  transaction(pool, async (client) => {
    await client.query('TRUNCATE in_use_calls, in_use_incidents');
    await client.query('DELETE FROM checkpoints WHERE consumer = ANY($1)', [CONSUMERS]);
    await client.query('DELETE FROM log_positions WHERE consumer = ANY($1)', [CONSUMERS]);
  });
