import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { connectGrpc } from '@muster/platform/grpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../infra/local/free-ports.ts';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';
import { until } from './until.ts';

const LI = { kind: 'user', id: 'li', name: '李' };
const WANG = { kind: 'user', id: 'wang', name: '王' };
const DEADLINE_S = '3';
const connectTo = (port: number) => connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${port}`, 'token');

/** A Muster of its own: database, bus, intake. */
class Instance {
  readonly name: string;
  readonly ports: readonly number[];
  database!: TestDatabase;
  nats!: TestNats;
  service!: TestService;
  client!: ReturnType<typeof connectTo>;
  constructor(name: string, ports: readonly number[]) {
    this.name = name;
    this.ports = ports;
  }

  async start(others: readonly Instance[]): Promise<void> {
    [this.database, this.nats] = await Promise.all([createTestDatabase('alarm-intake'), startTestNats()]);
    const pair = (other: Instance) => [this.ports[0], other.ports[0]].sort().join('+');
    const centres = others.map((other) => ({
      ...{ name: other.name, url: `http://127.0.0.1:${other.ports[0]}`, key: `key-of-${pair(other)}` },
    }));
    const env = {
      ...{ DATABASE_URL: this.database.url, NATS_URL: this.nats.url, MUSTER_INTAKE_KEY: 'key' },
      ...{ MUSTER_CENTRES: JSON.stringify(centres), MUSTER_CENTRE_NAME: this.name },
      ...{ MUSTER_TRANSFER_ANSWER_S: DEADLINE_S, MUSTER_LOG_LEVEL: 'fatal' },
    };
    this.service = await startTestService('alarm-intake', env, this.ports);
    this.client = connectTo(this.service.grpcPort);
  }
  async stop(): Promise<void> {
    await this.client.stop();
    await this.service.stop();
    await Promise.all([this.database.drop(), this.nats.stop()]);
  }
  async report(text: string): Promise<string> {
    const request = { idempotencyKey: `${Math.random()}`, channel: 'voice', line: '110', callerNumber: '13512345678' };
    const { alarmId } = await this.client.reportAlarm({
      ...{ ...request, callerName: '赵', text, lang: '', place: undefined, reportedType: '', rangAtMs: 0, mode: '' },
      ...{ reporter: undefined, deviceJson: '' },
    });
    await this.client.answerAlarm({ alarmId, actor: LI });
    return alarmId;
  }
  async alarm(alarmId: string) {
    const { alarm } = await this.client.getAlarm({ alarmId });
    if (alarm === undefined) throw new Error(`${this.name} has no alarm ${alarmId}`);
    return alarm;
  }
  /** The alarm that came with somebody's ticket. */
  received(transferId: string) {
    return until(`${this.name} has the ticket`, async () => {
      const { alarms } = await this.client.listAlarms({ limit: 100, openOnly: false });
      return alarms.find(({ transfer }) => transfer?.transferId === transferId);
    });
  }
  offer = async (alarmId: string, centre: string, note = '') =>
    (await this.client.offerTransfer({ alarmId, centre, note, actor: LI })).alarm?.transfer?.transferId ?? '';
  answer = (alarmId: string, transferId: string, accepted: boolean, reason = '') =>
    this.client.answerTransfer({ alarmId, transferId, accepted, reason, actor: WANG });
  transferState = async (alarmId: string) => (await this.alarm(alarmId)).transfer?.state;
}

let [hangzhou, ningbo, hotline]: Instance[] = [];
let all: Instance[];
const city110 = () => hangzhou as Instance;
const next110 = () => ningbo as Instance;
const city12345 = () => hotline as Instance;

beforeAll(async () => {
  const ports = await freePorts(6);
  all = ['杭州110', '宁波110', '12345'].map((name, i) => new Instance(name, ports.slice(2 * i, 2 * i + 2)));
  [hangzhou, ningbo, hotline] = all;
  for (const one of all) await one.start(all.filter((other) => other !== one));
});
afterAll(async () => {
  for (const one of all) await one.stop();
});

describe('a caller handed to another Muster', () => {
  it('is ours until they accept; then they own it, and the first receipt time stands, over two hops', async () => {
    const alarmId = await city110().report('路灯坏了好几天没人修');
    const first = await city110().alarm(alarmId);
    const transferId = await city110().offer(alarmId, '宁波110', '人在宁波');
    const there = await next110().received(transferId);
    expect(there).toMatchObject({ channel: 'centre', callerNumber: '13512345678', rangAtMs: first.receivedAtMs });
    expect(there.text).toContain('路灯坏了');
    expect(there.text).toContain('人在宁波');
    expect(there.transfer).toMatchObject({ direction: 'in', centre: '杭州110', state: 'offered' });
    expect(await city110().alarm(alarmId)).toMatchObject({ owner: { id: 'li' }, transfer: { state: 'offered' } });
    await next110().answer(there.alarmId, transferId, true);
    await until('the answer arrives', async () => (await city110().transferState(alarmId)) === 'accepted');
    expect(await next110().alarm(there.alarmId)).toMatchObject({ owner: { id: 'wang' } });
    const second = await next110().offer(there.alarmId, '12345');
    const last = await city12345().received(second);
    expect(last.rangAtMs).toBe(first.receivedAtMs);
    expect(last.receivedAtMs).toBeGreaterThan(first.receivedAtMs);
  });

  it('comes back to the same seat with the reason when they refuse', async () => {
    const alarmId = await city110().report('咨询社保缴费');
    const transferId = await city110().offer(alarmId, '12345');
    const there = await city12345().received(transferId);
    await expect(city12345().answer(there.alarmId, transferId, false)).rejects.toMatchObject({
      refusal: { code: 'invalid' },
    });
    await city12345().answer(there.alarmId, transferId, false, '来电人称有人受伤，属110');
    await until('the refusal arrives', async () => (await city110().transferState(alarmId)) === 'refused');
    const back = await city110().alarm(alarmId);
    expect(back).toMatchObject({ owner: { id: 'li' }, transfer: { reason: '来电人称有人受伤，属110' } });
    expect(back.closedAtMs).toBe(0);
    const again = await city110().offer(alarmId, '宁波110');
    expect(again).not.toBe(transferId);
  });

  it('unanswered is overdue at both, once, and can still be accepted', async () => {
    const alarmId = await city110().report('想反映小区物业问题');
    const transferId = await city110().offer(alarmId, '12345');
    const there = await city12345().received(transferId);
    await until('it is overdue here', async () => (await city110().transferState(alarmId)) === 'overdue');
    await until('it is overdue there', async () => (await city12345().transferState(there.alarmId)) === 'overdue');
    await city12345().answer(there.alarmId, transferId, true);
    await until('it is accepted', async () => (await city110().transferState(alarmId)) === 'accepted');
  });

  it('is not handed over while anything speaks of danger', async () => {
    const alarmId = await city110().report('我不方便说话，解放路5号');
    await expect(city110().offer(alarmId, '12345')).rejects.toMatchObject({ refusal: { code: 'conflict' } });
  });
});

describe('between centres', () => {
  it('a ticket waits for a centre that is down, and an answer for one that was killed', async () => {
    const alarmId = await city110().report('自来水发黄');
    await city12345().service.kill();
    const transferId = await city110().offer(alarmId, '12345');
    await city110().service.kill();
    await city110().service.restart();
    await city12345().service.restart();
    for (const one of [city110(), city12345()]) {
      await one.client.stop();
      one.client = connectTo(one.service.grpcPort);
    }
    const there = await city12345().received(transferId);
    await city110().service.kill();
    await city12345().answer(there.alarmId, transferId, true);
    await city12345().service.kill();
    await city12345().service.restart();
    await city110().service.restart();
    for (const one of [city110(), city12345()]) {
      await one.client.stop();
      one.client = connectTo(one.service.grpcPort);
    }
    await until('the answer arrives', async () => (await city110().transferState(alarmId)) === 'accepted');
    const { alarms } = await city12345().client.listAlarms({ limit: 100, openOnly: false });
    expect(alarms.filter(({ transfer }) => transfer?.transferId === transferId).length).toBe(1);
  });

  it('only a configured key gets in, and only the centre that was asked may answer', async () => {
    const alarmId = await city110().report('问路');
    const transferId = await city110().offer(alarmId, '12345');
    const url = `http://127.0.0.1:${city110().ports[0]}/intake/v1/transfers`;
    const post = (path: string, key: string, body: object) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
      });
    expect((await post('', 'wrong', { transferId: 'x', ticket: {} })).status).toBe(401);
    const ofNingbo = `key-of-${[city110().ports[0], next110().ports[0]].sort().join('+')}`;
    expect((await post('', ofNingbo, { transferId: '', ticket: {} })).status).toBe(400);
    const asked = { alarmId, accepted: true, reason: '', by: '' };
    expect((await post(`/${transferId}/answer`, ofNingbo, asked)).status).toBe(404);
  });
});
