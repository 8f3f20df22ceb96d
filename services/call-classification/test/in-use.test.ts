import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { CallClassificationServiceService } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { DispatchServiceService } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { connectGrpc } from '@muster/platform/grpc/client';
import { createPool, type Pool } from '@muster/platform/postgres/pool';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../infra/local/free-ports.ts';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';
import { forgetInUse } from '../src/adapters/in-use.ts';

const NAMES = ['alarm-intake', 'dispatch', 'call-classification'] as const;
const EVERY_MS = 200;
const seat = { kind: 'user', id: 'seat', name: '接警员' };
let nats: TestNats;
let databases: TestDatabase[];
let services: TestService[] = [];
let pool: Pool;
const toIntake = (address: string) => connectGrpc(AlarmIntakeServiceService, address, 'token');
const toDispatch = (address: string) => connectGrpc(DispatchServiceService, address, 'token');
const toClassification = (address: string) => connectGrpc(CallClassificationServiceService, address, 'token');
let intake: ReturnType<typeof toIntake>;
let dispatch: ReturnType<typeof toDispatch>;
let classification: ReturnType<typeof toClassification>;

beforeAll(async () => {
  [nats, databases] = await Promise.all([startTestNats(), Promise.all(NAMES.map((name) => createTestDatabase(name)))]);
  const env = (i: number) => ({
    ...{ DATABASE_URL: databases[i]?.url ?? '', NATS_URL: nats.url, MUSTER_INTAKE_KEY: 'k' },
    MUSTER_IN_USE_EVERY_MS: String(EVERY_MS),
  });
  const [tracking = 0] = await freePorts(1);
  const others = await Promise.all([
    startTestService('alarm-intake', env(0)),
    startTestService('dispatch', {
      ...env(1),
      MUSTER_RESOURCE_REGISTRY_GRPC: `127.0.0.1:${tracking}`,
      MUSTER_UNIT_TRACKING_GRPC: `127.0.0.1:${tracking}`,
    }),
  ]);
  const [first, second] = others.map(({ grpcPort }) => `127.0.0.1:${grpcPort}`) as [string, string];
  const own = await startTestService('call-classification', {
    ...env(2),
    MUSTER_ALARM_INTAKE_GRPC: first,
    MUSTER_DISPATCH_GRPC: second,
  });
  services = [...others, own];
  pool = createPool(databases[2]?.url ?? '');
  intake = toIntake(first);
  dispatch = toDispatch(second);
  classification = toClassification(`127.0.0.1:${own.grpcPort}`);
});
afterAll(async () => {
  await Promise.all([intake.stop(), dispatch.stop(), classification.stop(), pool.end()]);
  for (const service of services.toReversed()) await service.stop();
  await Promise.all(databases.map((database) => database.drop()));
  await nats.stop();
});

async function call(text: string, reportedType = ''): Promise<string> {
  const report = { idempotencyKey: `k-${text}`, channel: 'form', line: '110', callerNumber: '', callerName: '' };
  const more = { lang: 'zh', place: undefined, reportedType, rangAtMs: 0, mode: 'test', deviceJson: '' };
  return (await intake.reportAlarm({ ...report, ...more, text, reporter: seat })).alarmId;
}
async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 400; i++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited too long until ${what}`);
}
const rows = async () => (await pool.query('SELECT * FROM in_use_calls ORDER BY alarm_id')).rows;
const report = () =>
  classification.reportInUse({ fromMs: Date.now() - 3_600_000, toMs: Date.now() + 3_600_000 }, { deadlineMs: 30_000 });
const incidentOf = (alarmId: string) =>
  until(`${alarmId} has an incident with a classification`, async () => {
    const { incidents } = await dispatch.listIncidents({ openOnly: false, limit: 100 });
    return incidents.find(
      ({ alarmIds, classificationJson }) => alarmIds.includes(alarmId) && classificationJson !== '',
    );
  });

describe('the classifier in use', () => {
  it('is judged by call-takers and dispatchers, and rebuilt from the logs row by row', async () => {
    const said = '我家厨房着火了,烟很大,我叫张伟,电话13812345678,锦绣路12号';
    const corrected = await call(said);
    const changed = await call('手机在公交车上被偷了');
    const confirmed = await call('电梯停了,我们三个人困在里面', 'rescue.elevator');
    const joinedTo = await call('楼下有人打架');
    const other = await call('我也看见了,楼下打起来了');
    await incidentOf(corrected);
    await classification.correct({ alarmId: corrected, type: 'fire.gas-leak', priority: 1, by: 'seat' });
    const incident = await incidentOf(changed);
    const type = { reason: '', priority: 0, actor: seat };
    await dispatch.setType({ ...type, incidentId: incident.incidentId, type: 'police.robbery' });
    // After another call has joined, a new type is no judgement of the first.
    const [first, second] = [await incidentOf(joinedTo), await incidentOf(other)];
    await dispatch.merge({ incidentId: second.incidentId, intoIncidentId: first.incidentId, actor: seat });
    await dispatch.setType({ ...type, incidentId: first.incidentId, type: 'police.weapon' });
    await incidentOf(confirmed);

    const found = await until('the report has it all', async () => {
      const now = await report();
      return now.all?.calls === 5 && now.all.judged === 3 && (now.drift?.callsInTraining ?? 0) > 0 ? now : undefined;
    });
    expect(found.all).toMatchObject({ calls: 5, judged: 3, right: 1 });
    expect(found.byChannel).toMatchObject([{ key: 'form', counts: { calls: 5 } }]);
    expect(found.confusions.map(({ human }) => human).sort()).toEqual(['fire.gas-leak', 'police.robbery']);
    expect(found.drift?.callsInTraining).toBeGreaterThan(1_000);

    const { calls, next } = await classification.listCorrections({ after: '', limit: 10 });
    expect(next).toBe('');
    expect(calls.map(({ type: chosen }) => chosen).sort()).toEqual(['fire.gas-leak', 'police.robbery']);
    const line = calls.find(({ alarmId }) => alarmId === corrected);
    expect(line).toMatchObject({ proposed: 'fire.building', priority: 1, channel: 'form' });
    expect(line?.text).not.toMatch(/张伟|13812345678/);

    // Two rounds with nothing new: the rows stand still.
    await new Promise((resolve) => setTimeout(resolve, 3 * EVERY_MS));
    const before = await rows();
    await forgetInUse(pool);
    expect(await rows()).toEqual([]);
    await until('everything was read again', async () => ((await rows()).length === 5 ? true : undefined));
    const again = await until('the same', async () => {
      const now = await rows();
      return JSON.stringify(now) === JSON.stringify(before) ? now : undefined;
    });
    expect(again).toEqual(before);
  });

  it('refuses a report about no time', async () => {
    await expect(classification.reportInUse({ fromMs: 2, toMs: 1 })).rejects.toMatchObject({
      refusal: { code: 'invalid' },
    });
  });
});
