import { ResourceRegistryServiceService } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { UnitTrackingServiceService } from '@muster/contracts/gen/muster/unit_tracking/v1/unit_tracking';
import { readTrackFrame, TrackFrameWriter } from '@muster/contracts/track-frame';
import { connectGrpc } from '@muster/platform/grpc/client';
import { connectNats } from '@muster/platform/nats/connection';
import { subscribePacked } from '@muster/platform/nats/packed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';

const KEY = 'tracking-key';
const UNITS = 40;
let databases: TestDatabase[];
let nats: TestNats;
let registry: TestService;
let tracking: TestService;
let client: ReturnType<typeof connect>;
const connect = () => connectGrpc(UnitTrackingServiceService, `127.0.0.1:${tracking.grpcPort}`, 'token');

async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`never came true: ${what}`);
}

beforeAll(async () => {
  [nats, ...databases] = await Promise.all([
    startTestNats(),
    createTestDatabase('resource-registry'),
    createTestDatabase('unit-tracking'),
  ]);
  const env = (i: number) => ({ DATABASE_URL: databases[i]?.url ?? '', NATS_URL: nats.url, MUSTER_TRACKING_KEY: KEY });
  [registry, tracking] = await Promise.all([
    startTestService('resource-registry', env(0)),
    startTestService('unit-tracking', env(1)),
  ]);
  client = connect();
  const resources = connectGrpc(ResourceRegistryServiceService, `127.0.0.1:${registry.grpcPort}`, 'token');
  const unit = {
    agency: 'medical',
    kind: 'ambulance',
    stationId: 's',
    capabilities: ['als'],
    crew: 3,
    exclusive: true,
  };
  for (let i = 1; i <= UNITS; i++) {
    await resources.putUnit({ unit: { ...unit, unitId: `M${i}`, callSign: `M${i}`, unitNo: 0, version: 0 } });
  }
  await resources.stop();
  await until('the last unit is known', async () => {
    const { accepted } = await client.report({ positions: [at(UNITS, 121, 29, Date.now())] });
    return accepted === 1;
  });
});
afterAll(async () => {
  await client.stop();
  await Promise.all([registry.stop(), tracking.stop()]);
  await Promise.all([...databases.map((database) => database.drop()), nats.stop()]);
});

const at = (unitNo: number, lon: number, lat: number, observedAtMs: number) => ({
  ...{ unitId: '', unitNo, lon, lat, observedAtMs, speedKmh: NaN, headingDeg: NaN, accuracyM: 0 },
});
const post = (body: Uint8Array | string, key = KEY) =>
  fetch(`http://127.0.0.1:${tracking.httpPort}/tracking/v1/positions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
    },
    body: body as string,
  });

describe('unit-tracking', () => {
  it('hands every position it took to a subscriber, decoded equal, from HTTP and from WebSocket', async () => {
    const bus = await connectNats(nats.url, 'subscriber');
    const seen = new Map<number, number>();
    const subscription = subscribePacked(bus, 'track.*', (bytes, subject) => {
      const frame = readTrackFrame(bytes);
      if (frame === null) throw new Error('not a frame');
      for (let i = 0; i < frame.count; i++) {
        expect(subject).toBe(`track.${(frame.unitNo[i] as number) % 4}`);
        seen.set(frame.unitNo[i] as number, (frame.lonE7[i] as number) / 1e7);
      }
    });
    await bus.flush();
    const writer = new TrackFrameWriter(UNITS);
    const now = Date.now();
    for (let no = 1; no <= 20; no++) writer.add(no, 121 + no / 1000, 29, now, 90, 36);
    expect(await (await post(writer.take())).json()).toEqual({ accepted: 20 });
    const ws = new WebSocket(`ws://127.0.0.1:${tracking.httpPort}/tracking/v1/stream`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
    for (let no = 21; no <= UNITS; no++) writer.add(no, 121 + no / 1000, 29, now + 1, 90, 36);
    ws.send(writer.take());
    await until('all positions', () => seen.size === UNITS);
    for (const [no, lon] of seen) expect(lon).toBeCloseTo(121 + no / 1000, 6);
    ws.close();
    await subscription.stop();
    await bus.close();
  });

  it('never moves a unit back, and refuses what cannot be a position', async () => {
    const now = Date.now();
    await client.report({ positions: [at(1, 121.5, 29.5, now)] });
    const answer = await client.report({
      positions: [
        at(1, 121.6, 29.6, now - 500),
        at(999, 121, 29, now),
        at(2, 200, 29, now + 10),
        at(3, 121, 29, now + 3_600_000),
      ],
    });
    expect(answer.accepted).toBe(0);
    expect(answer.refused.map((line) => line.split(': ')[1])).toEqual([
      'not newer',
      'unknown unit',
      'no possible place',
      'wrong time',
    ]);
    const { units } = await client.nearest({
      ...{ lon: 121.5, lat: 29.5, limit: 1, agency: 'medical', availableOnly: true, maxDistanceM: 0 },
    });
    expect(units[0]).toMatchObject({ unitId: 'M1', observedAtMs: now });
  });

  it('keeps out who has no key, and answers garbage with what to send', async () => {
    expect((await post('{}', 'wrong')).status).toBe(401);
    expect((await post('{"positions": 5}')).status).toBe(400);
    expect((await post(new Uint8Array([1, 2, 3]))).status).toBe(400);
    const ws = new WebSocket(`ws://127.0.0.1:${tracking.httpPort}/tracking/v1/stream`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    await new Promise((resolve) => ws.once('open', resolve));
    ws.send('not json');
    expect(await new Promise((resolve) => ws.once('close', resolve))).toBe(1007);
  });

  it('has the track it took, also after it was killed, and knows its units again', async () => {
    const start = Date.now() - 60_000;
    for (let i = 0; i < 5; i++) await client.report({ positions: [at(7, 121 + i / 100, 29, start + 60_000 + i * 10)] });
    await until('the track is stored', async () => {
      const { positions } = await client.track({ unitId: 'M7', fromMs: start, toMs: 0, limit: 100 });
      return positions.length >= 5;
    });
    await tracking.kill();
    await tracking.restart();
    const { positions } = await client.track({ unitId: 'M7', fromMs: start, toMs: 0, limit: 100 });
    const times = positions.map((p) => p.observedAtMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((await client.report({ positions: [at(7, 121, 29, Date.now() + 100)] })).accepted).toBe(1);
  });
});
