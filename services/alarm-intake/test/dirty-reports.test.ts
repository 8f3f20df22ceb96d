import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { RefusalError } from '@muster/kernel/result';
import { connectGrpc } from '@muster/platform/grpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';
import { type CutLink, startCutLink, throughLink } from '../../../packages/platform/test/cut-link.ts';

let database: TestDatabase;
let nats: TestNats;
let link: CutLink;
let service: TestService;
let client: ReturnType<typeof connect>;
const connect = () => connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${service.grpcPort}`, 'token');

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('alarm-intake'), startTestNats()]);
  link = await startCutLink(Number(new URL(database.url).port));
  service = await startTestService('alarm-intake', {
    DATABASE_URL: throughLink(database.url, link),
    NATS_URL: nats.url,
    MUSTER_INTAKE_KEY: 'key',
    MUSTER_LOG_LEVEL: 'silent',
  });
  client = connect();
});
afterAll(async () => {
  await client.stop();
  await service.stop();
  await Promise.all([database.drop(), nats.stop(), link.stop()]);
});

let n = 0;
const report = (more: Record<string, unknown>) =>
  fetch(`http://127.0.0.1:${service.httpPort}/intake/v1/alarms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
    body: typeof more === 'string' ? more : JSON.stringify({ idempotencyKey: `d${++n}`, text: '着火了', ...more }),
  });

const NUL = 'a\u0000b';
const HALF = 'a\ud83d';
const FLAMES = '🔥'.repeat(100);

describe('an alarm with anything usable in it is kept', () => {
  it.each([
    ['a zero character in the key', { idempotencyKey: NUL }],
    ['half a character in the key', { idempotencyKey: HALF }],
    ['an unknown channel with a zero character', { channel: NUL }],
    ['an unknown channel cut in the middle of a character', { channel: `x${FLAMES}` }],
    ['an unknown type cut in the middle of a character', { reportedType: `x${FLAMES}` }],
    ['a source of its place cut in the middle of a character', { place: { lon: 120, lat: 30, source: `x${FLAMES}` } }],
    ['a reporter with zero characters', { reporter: { kind: NUL, id: NUL, name: HALF } }],
    ['numbers beyond all bounds', { rangAtMs: 1e308, place: { lon: 1e308, lat: -1e308, accuracyM: 1e308 } }],
    ['numbers that are words', { rangAtMs: 'soon', place: { lon: 'east', lat: {}, accuracyM: [] } }],
    ['things where words belong', { text: { a: 1 }, callerNumber: [1, 2], place: 7, reporter: 'me' }],
  ])('%s', async (_what, more) => {
    const answer = await report(more);
    expect([answer.status, answer.ok ? '' : await answer.text()]).toEqual([201, '']);
  });

  it('a transcript, a speaker and a reason with zero characters', async () => {
    const { alarmId } = (await (await report({})).json()) as { alarmId: string };
    await client.appendTranscript({ alarmId, segment: 0, text: 'x🔥\u0000', speaker: NUL, final: true });
    const long = { alarmId, segment: 1, text: `x${'🔥'.repeat(10_000)}`, speaker: '', final: true };
    await expect(client.appendTranscript(long)).rejects.toMatchObject({ refusal: { code: 'limit' } });
    await client.closeAlarm({ alarmId, reason: NUL, actor: { kind: 'user', id: NUL, name: NUL } });
    const { alarm } = await client.getAlarm({ alarmId });
    expect(alarm?.text).toBe('着火了\nx🔥');
    expect(alarm?.closedAtMs).toBeGreaterThan(0);
  });
});

describe('what cannot be', () => {
  it('is refused, and is no internal error', async () => {
    await expect(client.getAlarm({ alarmId: NUL })).rejects.toBeInstanceOf(RefusalError);
    await expect(client.getAlarm({ alarmId: 'x'.repeat(1_000_000) })).rejects.toBeInstanceOf(RefusalError);
    const { alarms } = await client.listAlarms({ limit: 2_147_483_647, openOnly: false });
    expect(alarms.length).toBeGreaterThan(5);
    expect((await client.listAlarms({ limit: -1, openOnly: true })).alarms.length).toBeGreaterThan(0);
  });
});

describe('a database that is away', () => {
  it('is told as such, so that the caller tries again; then the same report is taken once', async () => {
    link.cut();
    const away = await report({ idempotencyKey: 'away' });
    expect(away.status).toBe(503);
    expect(await away.json()).toMatchObject({ error: { code: 'unavailable' } });
    await expect(client.listAlarms({ limit: 1, openOnly: true })).rejects.toMatchObject({
      refusal: { code: 'unavailable' },
    });
    link.mend();
    expect((await report({ idempotencyKey: 'away' })).ok).toBe(true);
    expect((await report({ idempotencyKey: 'away' })).status).toBe(200);
  });
});
