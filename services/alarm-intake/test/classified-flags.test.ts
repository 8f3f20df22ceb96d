import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { connectGrpc } from '@muster/platform/grpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';
import { until } from './until.ts';

const LI = { kind: 'user', id: 'li', name: '李' };
let databases: TestDatabase[];
let nats: TestNats;
let services: TestService[];
let client: ReturnType<typeof connectTo>;
const connectTo = (port: number) => connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${port}`, 'token');

beforeAll(async () => {
  databases = await Promise.all([createTestDatabase('alarm-intake'), createTestDatabase('call-classification')]);
  nats = await startTestNats();
  const env = (i: number) => ({ DATABASE_URL: databases[i]?.url ?? '', NATS_URL: nats.url });
  services = [
    await startTestService('alarm-intake', { ...env(0), MUSTER_INTAKE_KEY: 'key' }),
    await startTestService('call-classification', env(1)),
  ];
  client = connectTo(services[0]?.grpcPort ?? 0);
});
afterAll(async () => {
  await client.stop();
  for (const service of services) await service.stop();
  await Promise.all([...databases.map((database) => database.drop()), nats.stop()]);
});

let n = 0;
const report = (text: string) =>
  client.reportAlarm({
    ...{ idempotencyKey: `c${++n}`, channel: 'voice', line: '110', callerNumber: '1', callerName: '', text, lang: '' },
    ...{ place: undefined, reportedType: '', rangAtMs: 0, mode: '', reporter: undefined, deviceJson: '' },
  });
const offer = (alarmId: string) => client.offerTransfer({ alarmId, centre: '12345', note: '', actor: LI });

describe('what the classifier finds', () => {
  it('blocks the transfer of a caller in danger until a human takes the flag back with a reason', async () => {
    const { alarmId } = await report('万达广场门口有人拿刀砍人，好几个人受伤流血了');
    const flag = await until('danger is flagged', async () => {
      const { alarm } = await client.getAlarm({ alarmId });
      // The words alone have raised it before; the classifier adds the hazard.
      return alarm?.flags.find(({ flag, zh }) => flag === 'danger-said' && zh.includes('weapon'));
    });
    expect(flag.zh).toContain('weapon');
    await expect(offer(alarmId)).rejects.toMatchObject({ refusal: { code: 'conflict' } });
    await client.resolveFlag({ alarmId, flag: 'danger-said', reason: '核实为剧组拍戏', actor: LI });
    expect((await offer(alarmId)).alarm?.transfer?.state).toBe('offered');
    // The classifier hears more of the same: what a human has taken back is not raised again.
    await client.appendTranscript({ alarmId, segment: 0, text: '是剧组，道具刀', speaker: 'caller', final: true });
    const later = await report('有人持刀');
    await until('the later one is flagged', async () =>
      (await client.getAlarm({ alarmId: later.alarmId })).alarm?.flags.find(({ zh }) => zh.includes('weapon')),
    );
    const { alarm } = await client.getAlarm({ alarmId });
    expect(alarm?.flags.filter(({ resolvedAtMs }) => resolvedAtMs === 0)).toEqual([]);
  });
});
