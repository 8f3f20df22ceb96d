import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlarmReceipt } from '@muster/contracts/edge';
import { ManualClock } from '@muster/kernel/clock';
import { Stack } from '@muster/kernel/lifecycle';
import { createPool } from '@muster/platform/postgres/pool';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedNats, startNats } from '../../../infra/local/nats.ts';
import { toolsDir } from '../../../infra/local/project-dirs.ts';
import { createTestDatabase, type TestDatabase } from '../../../infra/local/test-backends.ts';
import { recordOwned, TEST_HOME_PREFIX } from '../../../infra/local/test-homes.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';
import { type CutLink, startCutLink, throughLink } from '../../../packages/platform/test/cut-link.ts';
import { ESCALATION } from '../src/domain/escalation.ts';
import { startDispatch } from '../src/start-dispatch.ts';
import { log, until } from './rig.ts';

const KEY = 'intake-key';
const TOKEN = 'token';
const homeDir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}lost-alarm-`));
const options = { homeDir, toolsDir, mode: 'test' as const, password: 'p', logFile: join(homeDir, 'nats.log') };
let server: StartedNats;
let link: CutLink;
let databases: { intake: TestDatabase; dispatch: TestDatabase };
let intake: TestService;

async function startServer(): Promise<void> {
  server = await startNats(options);
  recordOwned(homeDir, [server.running.identity]);
}

beforeAll(async () => {
  const [forIntake, forDispatch] = await Promise.all([
    createTestDatabase('alarm-intake'),
    createTestDatabase('dispatch'),
    startServer(),
  ]);
  databases = { intake: forIntake, dispatch: forDispatch };
  link = await startCutLink(Number(new URL(server.url).port));
  intake = await startTestService('alarm-intake', {
    ...{ DATABASE_URL: databases.intake.url, NATS_URL: throughLink(server.url, link), MUSTER_INTAKE_KEY: KEY },
  });
});
afterAll(async () => {
  await intake.stop();
  await server.stop();
  await Promise.all([databases.intake.drop(), databases.dispatch.drop(), link.stop()]);
  rmSync(homeDir, { recursive: true, force: true });
});

describe('an alarm whose caller has the receipt', () => {
  it('opens its incident, once, though the bus lost it before dispatch heard of it', async () => {
    const answer = await fetch(`http://127.0.0.1:${intake.httpPort}/intake/v1/alarms`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
      body: JSON.stringify({ idempotencyKey: 'one', channel: 'app', text: '海滨路着火了' }),
    });
    const { alarmId } = (await answer.json()) as AlarmReceipt;
    const ofIntake = createPool(databases.intake.url);
    await until('the bus has it', async () => (await ofIntake.query('SELECT 1 FROM outbox')).rowCount === 0);
    await ofIntake.end();
    await server.stop();
    rmSync(join(homeDir, 'nats', 'test', 'jetstream'), { recursive: true, force: true });
    await startServer();
    link.mend(Number(new URL(server.url).port));

    const stack = new Stack();
    const config = {
      mode: 'test',
      ...{ listen: '127.0.0.1', httpPort: 0, grpcPort: 0, databaseUrl: databases.dispatch.url },
      ...{ natsUrl: server.url, internalToken: TOKEN, cityDir: '', escalation: ESCALATION },
      owners: { ALARM: `127.0.0.1:${intake.grpcPort}`, CLASSIFIED: '', RESOURCE: '' },
    } as const;
    await startDispatch({ config, clock: new ManualClock(1_700_000_000_000), stack, log });
    const ofDispatch = createPool(databases.dispatch.url);
    const opened = async () =>
      (await ofDispatch.query<{ data: { alarmId: string } }>("SELECT data FROM events WHERE type = 'incident.opened'"))
        .rows;
    await until('the incident is open', async () => (await opened()).length > 0);
    await stack.stop();
    expect((await opened()).map((row) => JSON.stringify(row.data).includes(alarmId))).toEqual([true]);
    await ofDispatch.end();
  });
});
