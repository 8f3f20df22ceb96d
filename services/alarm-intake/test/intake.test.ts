import type { AlarmReceipt } from '@muster/contracts/edge';
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

const KEY = 'intake-key';
let database: TestDatabase;
let nats: TestNats;
let service: TestService;

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('alarm-intake'), startTestNats()]);
  service = await startTestService('alarm-intake', {
    DATABASE_URL: database.url,
    NATS_URL: nats.url,
    MUSTER_INTAKE_KEY: KEY,
  });
});
afterAll(async () => {
  await service.stop();
  await Promise.all([database.drop(), nats.stop()]);
});

const report = (body: unknown, key = KEY) =>
  fetch(`http://127.0.0.1:${service.httpPort}/intake/v1/alarms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('alarm-intake', () => {
  it('gives the same receipt for the same report, over HTTP and gRPC', async () => {
    const first = await report({ idempotencyKey: 'one', channel: 'app', text: '电梯困人' });
    expect(first.status).toBe(201);
    const receipt = (await first.json()) as AlarmReceipt;
    const again = await report({ idempotencyKey: 'one', channel: 'app', text: '电梯困人' });
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ alarmId: receipt.alarmId, receivedAtMs: receipt.receivedAtMs });
    const client = connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${service.grpcPort}`, 'token');
    const { alarm } = await client.getAlarm({ alarmId: receipt.alarmId });
    expect(alarm?.text).toBe('电梯困人');
    const listed = await client.listAlarms({ limit: 10, openOnly: true });
    expect(listed.alarms.map((a) => a.alarmId)).toContain(receipt.alarmId);
    await client.closeAlarm({ alarmId: receipt.alarmId, reason: 'test', actor: { kind: 'user', id: 'u', name: 'U' } });
    const open = await client.listAlarms({ limit: 10, openOnly: true });
    expect(open.alarms.map((a) => a.alarmId)).not.toContain(receipt.alarmId);
    await client.stop();
  });

  it('keeps out who has no key, and says what is wrong with a bad body', async () => {
    expect((await report({ idempotencyKey: 'x', text: 'x' }, 'wrong')).status).toBe(401);
    expect((await report('{"not json')).status).toBe(400);
    expect((await report('[]')).status).toBe(400);
    const huge = await report({ idempotencyKey: 'big', text: 'x'.repeat(2_000_000) });
    expect(huge.status).toBe(413);
    const wrongMode = await report({ idempotencyKey: 'm', text: 'x', mode: 'live' });
    expect(wrongMode.status).toBe(409);
    expect(await wrongMode.json()).toMatchObject({ error: { code: 'wrong-mode' } });
  });

  it('keeps out gRPC callers without the internal token', async () => {
    const client = connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${service.grpcPort}`, 'wrong');
    await expect(client.listAlarms({ limit: 1, openOnly: false })).rejects.toMatchObject({ code: 16 });
    await client.stop();
  });

  it('loses nothing it has given a receipt for when it is killed while calls come in', async () => {
    const receipts = new Set<string>();
    let stop = false;
    const callers = [0, 1, 2, 3].map(async (c) => {
      for (let i = 0; !stop; i++) {
        const answer = await report({ idempotencyKey: `kill-${c}-${i}`, channel: 'app', text: `第${i}次` }).catch(
          () => null,
        );
        if (answer?.status === 201) receipts.add(((await answer.json()) as AlarmReceipt).alarmId);
        else await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await service.kill();
    stop = true;
    await Promise.all(callers);
    await service.restart();
    const pool = createPool(database.url);
    const stored = await pool.query<{ stream: string }>('SELECT stream FROM events WHERE version = 1');
    const ids = new Set(stored.rows.map((row) => row.stream.replace('alarm-', '')));
    expect(receipts.size).toBeGreaterThan(10);
    expect([...receipts].filter((id) => !ids.has(id))).toEqual([]);
    for (let i = 0; i < 200; i++) {
      if ((await pool.query('SELECT 1 FROM outbox')).rowCount === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await pool.query('SELECT 1 FROM outbox')).rowCount).toBe(0);
    await pool.end();
  });
});
