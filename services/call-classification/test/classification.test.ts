import { HEADER } from '@muster/contracts/envelope';
import type { AlarmReceived, AlarmUpdated } from '@muster/contracts/events/alarm';
import type { AlarmClassified } from '@muster/contracts/events/classification';
import { CallClassificationServiceService } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { connectGrpc } from '@muster/platform/grpc/client';
import { connectNats } from '@muster/platform/nats/connection';
import { ensureStream } from '@muster/platform/nats/streams';
import { createPool, type Pool } from '@muster/platform/postgres/pool';
import { jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';

/** Nobody listens there: tracing is on, and exporting fails quietly. */
const NO_COLLECTOR = 'http://127.0.0.1:9';
let database: TestDatabase;
let nats: TestNats;
let service: TestService;
let pool: Pool;
let bus: NatsConnection;

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('call-classification'), startTestNats()]);
  service = await startTestService('call-classification', {
    DATABASE_URL: database.url,
    NATS_URL: nats.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: NO_COLLECTOR,
  });
  pool = createPool(database.url);
  bus = await connectNats(nats.url, 'test');
  await ensureStream(bus, 'ALARM');
});
afterAll(async () => {
  await service.stop();
  await Promise.all([pool.end(), bus.drain()]);
  await Promise.all([database.drop(), nats.stop()]);
});

const received = (alarmId: string, text: string): AlarmReceived => ({
  ...{ type: 'alarm.received', alarmId, idempotencyKey: alarmId, channel: 'voice', line: '', callerNumber: '' },
  ...{ callerName: '', text, lang: '', place: null, reportedType: '', rangAtMs: 0, receivedAtMs: 1, warnings: [] },
  reporter: null,
});

async function publish(event: AlarmReceived | AlarmUpdated, version: number, traceparent?: string): Promise<void> {
  const h = headers();
  h.set(HEADER.eventId, `${event.alarmId}-${version}`);
  h.set(HEADER.stream, `alarm-${event.alarmId}`);
  h.set(HEADER.version, String(version));
  h.set(HEADER.mode, 'test');
  h.set(HEADER.atMs, '1');
  if (traceparent !== undefined) h.set(HEADER.traceparent, traceparent);
  await jetstream(bus).publish(event.type, JSON.stringify(event), { headers: h });
}

interface OnBus {
  readonly data: AlarmClassified;
  readonly traceparent: string;
}

/** What CLASSIFIED holds of these alarms, once it is `count` events. */
async function classified(alarmIds: readonly string[], count: number): Promise<OnBus[]> {
  const consumer = await jetstream(bus).consumers.get('CLASSIFIED');
  const found: OnBus[] = [];
  for (let tries = 0; found.length < count && tries < 400; tries++) {
    const message = await consumer.next({ expires: 1_000 });
    if (message === null) continue;
    const data = message.json<AlarmClassified>();
    if (alarmIds.includes(data.alarmId)) found.push({ data, traceparent: message.headers?.get('traceparent') ?? '' });
  }
  return found;
}

/** What the killed process held comes again when the server has waited for its answer (30 s). */
const settled = async (expected: number): Promise<number> => {
  let rows = -1;
  for (let tries = 0; tries < 800 && rows !== expected; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    rows = (await pool.query("SELECT 1 FROM events WHERE stream LIKE 'classification-k%'")).rowCount ?? 0;
  }
  return rows;
};

describe('call-classification', () => {
  it('classifies an alarm on the bus within the same trace', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await publish(received('t1', '我家厨房着火了，烟很大，锦绣路12号'), 1, `00-${traceId}-b7ad6b7169203331-01`);
    const [event] = await classified(['t1'], 1);
    expect(event?.data.classification).toMatchObject({ type: 'fire.building', priority: 1 });
    expect(event?.data.classification.location?.text).toBe('锦绣路12号');
    expect(event?.traceparent).toContain(traceId);
  });

  it('says nothing of a call without words, and nothing twice', async () => {
    await publish(received('t2', ''), 1);
    const words = { type: 'alarm.updated', alarmId: 't2', segment: 0, speaker: 'caller', final: true } as const;
    await publish({ ...words, segmentText: '电梯停了，我们三个人困在里面' }, 2);
    await publish({ ...words, segmentText: '电梯停了，我们三个人困在里面' }, 3);
    await publish(received('t3', '手机被偷了'), 1);
    const events = await classified(['t2', 't3'], 2);
    expect(events.map(({ data }) => data.alarmId)).toEqual(['t2', 't3']);
    expect(events[0]?.data.classification.type).toBe('rescue.elevator');
  });

  it('reads the whole of what was said when an event carries one segment, and what older events carry besides', async () => {
    await publish(received('t4', '三楼'), 1);
    const words = { type: 'alarm.updated', alarmId: 't4', speaker: 'caller', final: true } as const;
    await publish({ ...words, segment: 2, segmentText: '烟很大，有人困在里面' }, 2);
    await publish({ ...words, segment: 1, segmentText: '厨房着火了', text: '三楼\n厨房着火了' }, 3);
    for (let tries = 0; tries < 200; tries++) {
      const { rows } = await pool.query<{ data: { classification: { evidence: { start: number; end: number }[] } } }>(
        "SELECT data FROM events WHERE stream = 'classification-t4' ORDER BY version DESC LIMIT 1",
      );
      const whole = '三楼\n厨房着火了\n烟很大，有人困在里面';
      const furthest = Math.max(0, ...(rows[0]?.data.classification.evidence ?? []).map(({ end }) => end));
      if (furthest > whole.indexOf('烟')) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect.fail('no classification of the whole text');
  });

  it('answers and is corrected over gRPC, and sheds suggestions first', async () => {
    const client = connectGrpc(CallClassificationServiceService, `127.0.0.1:${service.grpcPort}`, 'token');
    const { classification } = await client.classify({ text: 'my chest hurts so bad', lang: '', channel: '' });
    expect(classification?.type).toBe('medical.chest-pain');
    expect(await client.correct({ alarmId: 't1', type: 'fire.gas-leak', priority: 1, by: 'u1' })).toEqual({
      version: 2,
    });
    expect(await client.correct({ alarmId: 't1', type: 'fire.gas-leak', priority: 1, by: 'u1' })).toEqual({
      version: 2,
    });
    await expect(client.correct({ alarmId: 't1', type: 'fire.nothing', priority: 1, by: 'u1' })).rejects.toMatchObject({
      refusal: { code: 'invalid' },
    });
    const text = '着火了,'.repeat(60);
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => client.suggest({ text, lang: '' })));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeLessThan(60);
    for (const r of refused) expect(r).toMatchObject({ reason: { refusal: { code: 'limit' } } });
    await client.stop();
  });

  it('guides a call-taker over gRPC', async () => {
    const client = connectGrpc(CallClassificationServiceService, `127.0.0.1:${service.grpcPort}`, 'token');
    const guide = await client.guide({ type: 'medical.cardiac-arrest', known: ['age:adult'], text: '他没呼吸了' });
    expect(guide.instructions[0]).toMatchObject({ id: 'cpr-adult', metronomePerMinute: 110 });
    expect(guide.questions[0]).toMatchObject({ id: 'place', asks: 'place' });
    expect(guide.known).toContainEqual({ fact: 'breathing', value: 'no' });
    await expect(client.guide({ type: 'no.such', known: [], text: '' })).rejects.toMatchObject({
      refusal: { code: 'invalid' },
    });
    await client.stop();
  });

  it('loses nothing and says nothing twice when it is killed at work', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `k${i}`);
    const sending = (async () => {
      for (const id of ids) await publish(received(id, `小区里有人打架，${id.length}个人`), 1);
    })();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await service.kill();
    await sending;
    await service.restart();
    expect(await settled(ids.length)).toBe(ids.length);
    const events = await classified(ids, ids.length);
    expect(new Set(events.map(({ data }) => data.alarmId)).size).toBe(ids.length);
  });
});
