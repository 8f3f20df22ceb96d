import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { ResourceRegistryServiceService } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { UnitTrackingServiceService } from '@muster/contracts/gen/muster/unit_tracking/v1/unit_tracking';
import { TRACK_HEADER_BYTES, TrackFrameWriter } from '@muster/contracts/track-frame';
import { seededRandom } from '@muster/kernel/random';
import { connectGrpc } from '@muster/platform/grpc/client';
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
let databases: TestDatabase[];
let nats: TestNats;
let registry: TestService;
let tracking: TestService;
let client: ReturnType<typeof connect>;
const connect = () => connectGrpc(UnitTrackingServiceService, `127.0.0.1:${tracking.grpcPort}`, 'token');

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
  const unit = { unitId: 'M1', callSign: 'M1', unitNo: 0, version: 0, stationId: 's', crew: 3, exclusive: true };
  await resources.putUnit({ unit: { ...unit, agency: 'medical', kind: 'ambulance', capabilities: ['als'] } });
  await resources.stop();
  for (let known = 0; known === 0; ) {
    known = (await client.report({ positions: [at(1, 121, 29, Date.now())] })).accepted;
    if (known === 0) await new Promise((resolve) => setTimeout(resolve, 30));
  }
});
afterAll(async () => {
  await client.stop();
  await Promise.all([registry.stop(), tracking.stop()]);
  await Promise.all([...databases.map((database) => database.drop()), nats.stop()]);
});

const at = (unitNo: number, lon: number, lat: number, observedAtMs: number) => ({
  ...{ unitId: '', unitNo, lon, lat, observedAtMs, speedKmh: NaN, headingDeg: NaN, accuracyM: 0 },
});
const post = (body: Uint8Array | string) =>
  fetch(`http://127.0.0.1:${tracking.httpPort}/tracking/v1/positions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEY}`,
      'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
    },
    body: body as string,
  });
const alive = async () => (await fetch(`http://127.0.0.1:${tracking.httpPort}/healthz`)).ok;

describe('100,000 garbage positions', () => {
  it('move nobody, and the next good one is taken', async () => {
    const random = seededRandom(11).next;
    const frame = new TrackFrameWriter(50_000);
    for (let i = 0; i < 50_000; i++) frame.add(1 + Math.floor(random() * 2), 121, 29, Date.now());
    const bytes = frame.take();
    for (let i = TRACK_HEADER_BYTES; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
    new DataView(bytes.buffer).setFloat64(8, NaN, true);
    expect(await (await post(bytes)).json()).toEqual({ accepted: 0 });
    const odd = [NaN, Infinity, -Infinity, 1e308, -1e308, 181, -91, 4_294_967_297, -1, 0];
    const pick = () => odd[Math.floor(random() * odd.length)] as number;
    for (let i = 0; i < 5; i++) {
      const positions = Array.from({ length: 10_000 }, () => ({
        ...at(1, pick(), pick(), pick()),
        headingDeg: pick(),
      }));
      expect((await client.report({ positions })).accepted).toBe(0);
    }
    for (const unitNo of [-1, 0, 2, 1.5, 1e9]) {
      const positions = [{ unitNo, lon: 121, lat: 29, observedAtMs: Date.now() }];
      expect(await (await post(JSON.stringify({ positions }))).json()).toMatchObject({ accepted: 0 });
    }
    const [unit] = (await client.nearest({ ...NEAR, limit: 10 })).units;
    expect(unit).toMatchObject({ unitId: 'M1', lon: 121, lat: 29 });
    expect((await client.report({ positions: [at(1, 121.5, 29.5, Date.now())] })).accepted).toBe(1);
  });
});

const NEAR = { lon: 121, lat: 29, limit: 10, agency: '', availableOnly: false, maxDistanceM: 0 };

describe('numbers without sense', () => {
  it('in a question give an answer, not an internal error', async () => {
    for (const odd of [NaN, Infinity, -Infinity, 1e300]) {
      await client.nearest({ ...NEAR, lon: odd });
      await client.nearest({ ...NEAR, maxDistanceM: odd });
      expect((await client.track({ unitId: 'M1', fromMs: odd, toMs: 0, limit: 5 })).positions).toBeDefined();
      expect((await client.track({ unitId: 'M1', fromMs: 0, toMs: odd, limit: -5 })).positions).toBeDefined();
    }
    await expect(client.track({ unitId: '\u0000', fromMs: 0, toMs: 0, limit: 1 })).rejects.toMatchObject({
      refusal: { code: 'not-found' },
    });
  });
});

describe('a connection that asks for nonsense', () => {
  it('does not end the service', async () => {
    const upgrade = 'HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
    for (const path of ['//', 'http://[', '/tracking/v1/stream', '*']) {
      const socket = connectTcp(tracking.httpPort, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`GET ${path} ${upgrade}\r\n`);
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      socket.resetAndDestroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await alive()).toBe(true);
  });

  it('nor one that sends refused positions without end and never reads', async () => {
    const ws = new WebSocket(`ws://127.0.0.1:${tracking.httpPort}/tracking/v1/stream`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    await once(ws, 'open');
    ws.pause();
    const bad = JSON.stringify({ positions: Array(20).fill({ unitId: 'nobody'.repeat(50), lon: 1, lat: 1 }) });
    for (let i = 0; i < 500; i++) ws.send(bad);
    await new Promise((resolve) => setTimeout(resolve, 200));
    ws.terminate();
    expect(await alive()).toBe(true);
  });
});
