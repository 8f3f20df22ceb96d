import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HEADER } from '@muster/contracts/envelope';
import { CallClassificationServiceService } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { connectGrpc } from '@muster/platform/grpc/client';
import { connectNats } from '@muster/platform/nats/connection';
import { ensureStream } from '@muster/platform/nats/streams';
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

let [database, nats, service, bus, model] = [] as unknown as [
  TestDatabase,
  TestNats,
  TestService,
  NatsConnection,
  Server,
];
/** What left, and what the model says to it. */
const left: string[] = [];
let answer: unknown = null;

beforeAll(async () => {
  model = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      left.push(Buffer.concat(parts).toString());
      if (answer === null) response.writeHead(500).end();
      else response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify(answer) } }] }));
    });
  });
  await once(model.listen(0, '127.0.0.1'), 'listening');
  [database, nats] = await Promise.all([createTestDatabase('call-classification'), startTestNats()]);
  service = await startTestService('call-classification', {
    DATABASE_URL: database.url,
    NATS_URL: nats.url,
    MUSTER_LLM_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`,
    MUSTER_LLM_MODEL: 'tiny',
    MUSTER_LOG_LEVEL: 'fatal',
  });
  bus = await connectNats(nats.url, 'test');
  await ensureStream(bus, 'ALARM');
});
afterAll(async () => {
  await service.stop();
  model.close();
  await bus.drain();
  await Promise.all([database.drop(), nats.stop()]);
});

async function report(alarmId: string, text: string): Promise<void> {
  const h = headers();
  const facts = { eventId: `${alarmId}-1`, stream: `alarm-${alarmId}`, version: '1', mode: 'test', atMs: '1' };
  for (const [name, value] of Object.entries(facts)) h.set(HEADER[name as keyof typeof facts], value);
  const event = { type: 'alarm.received', alarmId, text, channel: 'voice', receivedAtMs: 1, warnings: [] };
  await jetstream(bus).publish('alarm.received', JSON.stringify(event), { headers: h });
}

describe('a second opinion', () => {
  it('stands beside our answer to an unsure call, and nothing personal has left', async () => {
    answer = { type: 'call.silent', priority: 5, confidence: 0.6, because: '听不清' };
    const client = connectGrpc(CallClassificationServiceService, `127.0.0.1:${service.grpcPort}`, 'token');
    const standing = async (alarmId: string, done: (s: Awaited<ReturnType<typeof get>>) => boolean) => {
      for (let i = 0; i < 400; i++) {
        const found = await get(alarmId);
        if (done(found)) return found;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`waited too long for ${alarmId}`);
    };
    const get = (alarmId: string) => client.getClassification({ alarmId });
    await report('unsure', '呃那个你们你们过来看一下吧我叫赵铁柱电话13812345678');
    const { classification, secondOpinion } = await standing('unsure', (found) => found.secondOpinion !== undefined);
    expect(secondOpinion).toMatchObject({ type: 'call.silent', source: 'tiny', because: '听不清' });
    expect(secondOpinion?.priority).toBeLessThanOrEqual(classification?.priority ?? 0);
    expect(left.join()).not.toMatch(/赵铁柱|13812345678/);

    const asked = left.length;
    await report('sure', '我家厨房着火了,火很大,烟从窗户往外冒,里面还有人,锦绣路12号');
    await standing('sure', (found) => found.classification !== undefined);
    answer = null;
    await report('failed', '呃就是那个那个情况你们快来看一下吧');
    expect((await standing('failed', (found) => found.classification !== undefined)).secondOpinion).toBeUndefined();
    for (let i = 0; i < 400 && left.length === asked; i++) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(left.length).toBe(asked + 1);
    expect(left.at(-1)).not.toContain('厨房着火');
    await client.stop();
  });
});
