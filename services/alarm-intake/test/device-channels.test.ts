import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChannelRig, startChannelRig, until } from './channel-rig.ts';

let rig: ChannelRig;
let broker: Aedes;
let server: Server;
let device: MqttClient;
const receipts: { topic: string; answer: { alarmId: string; outcome: string; error?: { code: string } } }[] = [];

beforeAll(async () => {
  broker = await Aedes.createBroker();
  server = createServer(broker.handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  rig = await startChannelRig({ MUSTER_MQTT_URL: url });
  device = await connectAsync(url);
  await device.subscribeAsync('muster/v1/+/+/receipt');
  device.on('message', (topic, payload) => receipts.push({ topic, answer: JSON.parse(payload.toString()) }));
});
afterAll(async () => {
  await device.endAsync(true);
  await rig.stop();
  await new Promise<void>((resolve) => broker.close(() => resolve()));
  server.close();
});

const post = (body: unknown, key = 'panel-key-1') => rig.post('/intake/v1/devices', key, body);
const smoke = { deviceId: 'smoke-12', deviceType: 'smoke', state: 'alarm', zone: '3F' };
const say = (topic: string, payload: unknown) =>
  device.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 });
const receiptFor = (topic: string, at = 0) =>
  until(async () => receipts.filter((receipt) => receipt.topic === `${topic}/receipt`)[at]?.answer);

describe('a device over HTTP', () => {
  it('that goes on alarming has one alarm; a restore is noted and closes nothing; its next alarm is noted, too', async () => {
    const first = await post({ ...smoke, eventId: '1', readings: { smoke: 0.7 } });
    expect([first.status, first.body.outcome]).toEqual([201, 'alarm']);
    const { alarmId } = first.body;
    const again = await Promise.all(['2', '3', '4'].map((eventId) => post({ ...smoke, eventId })));
    expect(again.map(({ body }) => [body.alarmId, body.outcome])).toEqual(again.map(() => [alarmId, 'repeated']));
    expect((await post({ ...smoke, state: 'cleared' })).body).toMatchObject({ alarmId, outcome: 'noted' });
    expect((await post({ ...smoke, state: 'cleared' })).body).toMatchObject({ alarmId, outcome: 'repeated' });
    const cleared = await rig.alarm(alarmId);
    expect(cleared).toMatchObject({ channel: 'panel', reportedType: 'fire.alarm', closedAtMs: 0 });
    expect((await post({ ...smoke, text: '二次火警' })).body).toMatchObject({ alarmId, outcome: 'noted' });
    expect((await rig.alarm(alarmId)).text).toBe(
      '烟感报警，分区 3F，设备 smoke-12\n设备恢复正常（未经人工核实，警情不自动关闭）\n设备再次报警：二次火警',
    );
  });

  it('whose alarm a human has closed raises a new one', async () => {
    const heat = { ...smoke, deviceId: 'heat-1', deviceType: 'heat' };
    const { alarmId } = (await post(heat)).body;
    await rig.client.closeAlarm({ alarmId, reason: '误报', actor: { kind: 'user', id: 'u', name: 'U' } });
    const next = await post(heat);
    expect([next.body.outcome, next.body.alarmId === alarmId]).toEqual(['alarm', false]);
  });

  it('with the same name at another sender is another device', async () => {
    const [a, b] = [
      await post({ ...smoke, deviceId: 'same' }),
      await post({ ...smoke, deviceId: 'same' }, 'iot-key-1'),
    ];
    expect(a.body.alarmId).not.toBe(b.body.alarmId);
  });

  it('with a fault, a test or a heartbeat opens nothing', async () => {
    for (const state of ['fault', 'test', 'heartbeat', 'cleared']) {
      expect((await post({ ...smoke, deviceId: `f-${state}`, state })).body).toMatchObject({
        outcome: 'ignored',
        alarmId: '',
      });
    }
  });

  it('is slowed down when it floods, a panic button never', async () => {
    const flood = await Promise.all(
      Array.from({ length: 900 }, (_, i) =>
        post({ deviceId: `f${i % 3}`, deviceType: 'water', state: 'alarm' }, 'iot-key-1'),
      ),
    );
    const slowed = flood.filter(({ status }) => status === 429);
    expect(slowed.length).toBeGreaterThan(0);
    expect(slowed[0]?.body.error.code).toBe('limit');
    const panic = await post({ deviceId: 'p1', deviceType: 'panic', state: 'alarm' }, 'iot-key-1');
    expect(panic.status).toBe(201);
  });
});

describe('a device over MQTT', () => {
  it('gets its receipt when the alarm is stored; broken payloads are alarms of the device all the same', async () => {
    await say('muster/v1/panel/tower-a', {
      deviceType: 'manual-call-point',
      state: 'alarm',
      zone: '12F',
      address: '锦绣路12号',
    });
    const { alarmId, outcome } = await receiptFor('muster/v1/panel/tower-a');
    expect(outcome).toBe('alarm');
    const alarm = await rig.alarm(alarmId);
    expect(alarm).toMatchObject({
      channel: 'panel',
      text: '手动火灾报警按钮，分区 12F，地址：锦绣路12号，设备 tower-a',
    });
    await say('muster/v1/iot/broken', '\u0000{not json');
    const broken = await rig.alarm((await receiptFor('muster/v1/iot/broken')).alarmId);
    expect(broken.warnings).toEqual(['the payload could not be read']);
  });

  it('loses nothing that was published while the service was down', async () => {
    await rig.service.kill();
    for (let i = 0; i < 20; i++)
      await say(`muster/v1/iot/down-${i}`, { deviceType: 'gas', state: 'alarm', eventId: 'e' });
    await rig.service.restart();
    const ids = new Set<string>();
    for (let i = 0; i < 20; i++) ids.add((await receiptFor(`muster/v1/iot/down-${i}`)).alarmId);
    expect(ids.size).toBe(20);
    await say('muster/v1/iot/down-3', { deviceType: 'gas', state: 'alarm', eventId: 'e' });
    expect((await receiptFor('muster/v1/iot/down-3', 1)).outcome).toBe('repeated');
  });
});
