import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HEADER } from '@muster/contracts/envelope';
import type { AlarmReceived } from '@muster/contracts/events/alarm';
import type { ClassificationFact } from '@muster/contracts/events/classification';
import type { ContactEvent } from '@muster/contracts/events/contact';
import type { UnitFact } from '@muster/contracts/events/resource';
import { DispatchServiceService } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { BusStreamName } from '@muster/contracts/subjects';
import type { Agency } from '@muster/kernel/agency';
import { ManualClock } from '@muster/kernel/clock';
import { Stack } from '@muster/kernel/lifecycle';
import type { Random } from '@muster/kernel/random';
import { seededRandom } from '@muster/kernel/random';
import { connectGrpc, type GrpcClient } from '@muster/platform/grpc/client';
import { createLog } from '@muster/platform/log';
import { connectNats } from '@muster/platform/nats/connection';
import { buildRoadGraph } from '@muster/roads/build';
import { writeGraphFile } from '@muster/roads/graph-file';
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { createTestDatabase, startTestNats } from '../../../infra/local/test-backends.ts';
import { syntheticRoads } from '../../../packages/roads/test/synthetic-roads.ts';
import { ESCALATION } from '../src/domain/escalation.ts';
import { type Started, startDispatch } from '../src/start-dispatch.ts';

export const TOKEN = 'test-token';
/** Where the synthetic roads are. */
export const CENTRE = { lon: 120.02, lat: 30.02 };

export const log = createLog('dispatch-test');
log.level = 'silent';

/** A directory that has what dispatch reads of a city: its roads. */
export function roadsOnlyCity(columns = 40, random: Random = seededRandom(7)): { dir: string; drop: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'muster-dispatch-city-'));
  writeGraphFile(join(dir, 'roads.bin'), buildRoadGraph(syntheticRoads(random, { columns, rows: columns })).graph);
  return { dir, drop: () => rmSync(dir, { recursive: true, force: true }) };
}

export type Client = GrpcClient<typeof DispatchServiceService>;

/** Dispatch with a database and a bus of its own, and the others' events published by hand. */
export async function startRig(options: { cityDir?: string; databaseUrl?: (direct: string) => Promise<string> } = {}) {
  const [database, server] = await Promise.all([createTestDatabase('dispatch'), startTestNats()]);
  const nats = await connectNats(server.url, 'others');
  const clock = new ManualClock(1_700_000_000_000);
  const config = {
    mode: 'test',
    listen: '127.0.0.1',
    httpPort: 0,
    grpcPort: 0,
    databaseUrl: (await options.databaseUrl?.(database.url)) ?? database.url,
    natsUrl: server.url,
    internalToken: TOKEN,
    cityDir: options.cityDir ?? '',
    escalation: ESCALATION,
    owners: { ALARM: '', CLASSIFIED: '', RESOURCE: '' },
  } as const;
  let stack = new Stack();
  let started: Started = await startDispatch({ config, clock, stack, log });
  let client = connectGrpc(DispatchServiceService, `127.0.0.1:${started.grpcPort}`, TOKEN);
  const versions = new Map<string, number>();

  const publish = async (_stream: BusStreamName, stream: string, data: { type: string }): Promise<void> => {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    await republish(stream, version, data);
  };
  const republish = async (stream: string, version: number, data: { type: string }): Promise<void> => {
    const h = headers();
    h.set(HEADER.eventId, randomUUID());
    h.set(HEADER.stream, stream);
    h.set(HEADER.version, String(version));
    h.set(HEADER.mode, 'test');
    h.set(HEADER.atMs, String(clock.nowMs()));
    await jetstream(nats).publish(data.type, JSON.stringify(data), { headers: h });
  };

  return {
    config,
    clock,
    database,
    nats,
    publish,
    republish,
    get client(): Client {
      return client;
    },
    get started(): Started {
      return started;
    },
    putUnit: (unit: UnitFact) =>
      publish('RESOURCE', `resource-unit-${unit.unitId}`, { type: 'resource.unit-put', unit } as never),
    alarm: (alarm: AlarmReceived) => publish('ALARM', `alarm-${alarm.alarmId}`, alarm),
    contact: (event: ContactEvent) => publish('ALARM', `alarm-${event.alarmId}`, event),
    classify: (alarmId: string, classification: ClassificationFact) =>
      publish('CLASSIFIED', `classification-${alarmId}`, {
        type: 'alarm.classified',
        alarmId,
        classification,
      } as never),
    async restart(): Promise<void> {
      await client.stop();
      await stack.stop();
      stack = new Stack();
      started = await startDispatch({ config, clock, stack, log });
      client = connectGrpc(DispatchServiceService, `127.0.0.1:${started.grpcPort}`, TOKEN);
    },
    async stop(): Promise<void> {
      await client.stop();
      await stack.stop();
      await nats.close();
      await Promise.all([database.drop(), server.stop()]);
    },
  };
}
export type Rig = Awaited<ReturnType<typeof startRig>>;

/** A second dispatch on the same database and bus, as if the lock that keeps it out were broken. */
export async function startSecond(rig: Rig): Promise<{ client: Client; stop: () => Promise<void> }> {
  const stack = new Stack();
  const { grpcPort } = await startDispatch({ config: rig.config, clock: rig.clock, stack, log, isBesideAnother: true });
  const client = connectGrpc(DispatchServiceService, `127.0.0.1:${grpcPort}`, TOKEN);
  return {
    client,
    async stop() {
      await client.stop();
      await stack.stop();
    },
  };
}

export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never came true: ${what}`);
}

export const alarmOf = (alarmId: string, more: Partial<AlarmReceived> = {}): AlarmReceived => ({
  ...{ type: 'alarm.received', alarmId, idempotencyKey: alarmId, channel: 'voice', line: '119' },
  ...{ callerNumber: '138', callerName: '', text: '着火了', lang: 'zh', reportedType: '' },
  place: { ...CENTRE, accuracyM: 0, source: 'map', text: '海滨路 12 号', confirmed: true },
  ...{ rangAtMs: 0, receivedAtMs: 1_700_000_000_000, warnings: [], reporter: null },
  ...more,
});

let lastUnitNo = 0;
export const unitFact = (unitId: string, agency: Agency = 'fire', exclusive = true): UnitFact => ({
  ...{ unitId, unitNo: ++lastUnitNo, agency, kind: 'engine', callSign: `滨海 ${unitId}`, stationId: 's1' },
  ...{ capabilities: ['pump'], crew: 4, exclusive },
});

export const fireFound: ClassificationFact = {
  ...{ type: 'fire.building', priority: 1, confidence: 0.9, alternatives: [], location: null, persons: 2 },
  ...{ hazards: ['smoke'], evidence: [], needsHuman: false, modelVersion: 'm', priorityRules: ['fire'] },
};
export const actor = { kind: 'user', id: 'seat-1', name: '王敏' };
