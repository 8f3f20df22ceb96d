import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { connectGrpc } from '@muster/platform/grpc/client';
import { createPool } from '@muster/platform/postgres/pool';
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
let database: TestDatabase;
let nats: TestNats;
let service: TestService;
let client: ReturnType<typeof connect>;
const connect = () => connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${service.grpcPort}`, 'token');

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('alarm-intake'), startTestNats()]);
  service = await startTestService('alarm-intake', {
    ...{ DATABASE_URL: database.url, NATS_URL: nats.url, MUSTER_INTAKE_KEY: 'key', MUSTER_SILENT_AFTER_S: '2' },
    // Configured, so that silence means something; no test here speaks.
    MUSTER_STT_STREAM_URL: 'ws://127.0.0.1:9/v1/realtime',
  });
  client = connect();
});
afterAll(async () => {
  await client.stop();
  await service.stop();
  await Promise.all([database.drop(), nats.stop()]);
});

const phone = async (body: object): Promise<{ alarmId: string }> => {
  const answer = await fetch(`http://127.0.0.1:${service.httpPort}/intake/v1/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { alarmId: string };
};
const alarm = async (alarmId: string) => (await client.getAlarm({ alarmId })).alarm;
const flagsOf = async (alarmId: string) => (await alarm(alarmId))?.flags.map(({ flag }) => flag) ?? [];

describe('the watch', () => {
  it('raises what became due while the service was killed, once', async () => {
    const ring = { line: '110', callerNumber: '13800000001', state: 'ringing' };
    const { alarmId } = await phone({ ...ring, callId: 'k1' });
    await phone({ callId: 'k1', state: 'answered', seat: '03', actor: LI });
    expect(await flagsOf(alarmId)).toEqual([]);
    await service.kill();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await service.restart();
    await client.stop();
    client = connect();
    await until('the silent call is flagged', async () => (await flagsOf(alarmId)).includes('silent'));
    expect((await alarm(alarmId))?.nextStep?.kind).toBe('stay-on-line');
    await service.kill();
    await service.restart();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const pool = createPool(database.url);
    const { rows } = await pool.query(`SELECT 1 FROM events WHERE stream = $1 AND data->>'flag' = 'silent'`, [
      `alarm-${alarmId}`,
    ]);
    await pool.end();
    expect(rows.length).toBe(1);
  });

  it('leaves a caller alone who spoke or pressed a key', async () => {
    const ids: string[] = [];
    for (const callId of ['s1', 's2', 's3']) {
      const { alarmId } = await phone({ callId, line: '110', callerNumber: '13800000002', state: 'ringing' });
      await phone({ callId, state: 'answered', seat: '04', actor: LI });
      ids.push(alarmId);
    }
    const [spoke = '', pressed = '', silent = ''] = ids;
    await client.appendTranscript({ alarmId: spoke, segment: 0, text: '楼下着火了', speaker: 'caller', final: true });
    await phone({ callId: 's2', key: '1' });
    await until('the third is flagged', async () => (await flagsOf(silent)).includes('silent'));
    expect([await flagsOf(spoke), await flagsOf(pressed)]).toEqual([['danger-said'], []]);
    expect((await alarm(pressed))?.replies).toMatchObject([{ answer: 'yes', via: 'keypress' }]);
  });
});

describe('a call-back where no phone system is connected', () => {
  it('is refused and is no try', async () => {
    const { alarmId } = await phone({ callId: 'd1', line: '110', callerNumber: '13800000003', state: 'ringing' });
    await phone({ callId: 'd1', state: 'ended', endReason: 'caller-hung-up' });
    const dialled = client.dialCallBack({ alarmId, kind: 'voice', actor: LI });
    await expect(dialled).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
    expect(await alarm(alarmId)).toMatchObject({
      ...{ callBacks: [], pendingCallBacks: [], nextStep: { kind: 'call-back', attempt: 1 } },
    });
  });
});

describe('what is said', () => {
  it('raises duress for a meal ordered from 110, and plain danger for a fire in a restaurant', async () => {
    const report = (idempotencyKey: string, text: string) =>
      client.reportAlarm({
        ...{ idempotencyKey, channel: 'sms', line: '110', callerNumber: '1', callerName: '', text, lang: '' },
        ...{ place: undefined, reportedType: '', rangAtMs: 0, mode: '', reporter: undefined, deviceJson: '' },
      });
    const coded = await report('m1', '我要点一份外卖炒饭，送到阳光花园5栋302');
    expect(await flagsOf(coded.alarmId)).toEqual(['duress']);
    const open = await report('m2', '麻辣烫店后厨着火了');
    expect(await flagsOf(open.alarmId)).toEqual(['danger-said']);
    const refused = client.dialCallBack({ alarmId: coded.alarmId, kind: 'voice', actor: LI });
    await expect(refused).rejects.toMatchObject({ refusal: { code: 'conflict' } });
  });

  it('shows a cancel, and closes nothing by it; a later call from there is known for its danger at the first ring', async () => {
    const number = '13900000009';
    const { alarmId } = await phone({ callId: 'h1', line: '110', callerNumber: number, state: 'ringing' });
    await phone({ callId: 'h1', state: 'answered', seat: '05', actor: LI });
    await client.appendTranscript({ alarmId, segment: 0, text: '我不方便说话', speaker: 'caller', final: true });
    await client.appendTranscript({ alarmId, segment: 1, text: '算了，你们不用来了', speaker: 'caller', final: true });
    expect((await flagsOf(alarmId)).sort()).toEqual(['cancel-said', 'duress']);
    expect((await alarm(alarmId))?.closedAtMs).toBe(0);
    const again = await phone({ callId: 'h2', line: '110', callerNumber: number, state: 'ringing' });
    await until('its history is known', async () => (await flagsOf(again.alarmId)).includes('address-history'));
    const other = await phone({ callId: 'h3', line: '110', callerNumber: '13900000010', state: 'ringing' });
    expect(await flagsOf(other.alarmId)).toEqual([]);
    const { owners } = await client.getQueue({});
    expect(owners.find(({ id }) => id === 'li')?.owned).toBeGreaterThan(0);
  });
});
