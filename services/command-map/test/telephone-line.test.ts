import type { Alarm, GetQueueResponse } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../infra/local/free-ports.ts';
import { PLAIN_CALLER } from '../../../packages/sim/src/telephony/caller.ts';
import {
  startTelephonySimulator,
  type TelephonySimulator,
} from '../../../packages/sim/src/telephony/start-simulator.ts';
import { INTAKE_KEY, type Rig, startRig, until } from './rig.ts';

let rig: Rig;
let phones: TelephonySimulator;

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  // Every service of this file inherits them; only intake reads them.
  process.env.MUSTER_TELEPHONY_URL = `http://127.0.0.1:${port}/commands`;
  process.env.MUSTER_TELEPHONY_KEY = 'command-key';
  process.env.MUSTER_CENTRES = JSON.stringify([{ name: '12345', phone: '12345' }]);
  rig = await startRig();
  phones = await startTelephonySimulator({
    ...{ reportUrl: `${rig.url}/intake/v1/calls`, reportKey: INTAKE_KEY, commandKey: 'command-key', port },
    ...{ agents: [{ seat: '03', id: 'seat', name: '三号席' }], seed: 1, speed: 20 },
  });
});
afterAll(async () => {
  await phones.stop();
  await rig.stop();
});

const seat = async (method: string, path: string, body?: unknown) => {
  const answer = await rig.as('seat', method, path, body);
  return { status: answer.status, body: (await answer.json()) as Alarm & { error?: { code: string } } };
};

describe('a call through the edge', () => {
  it('rings, is answered at one seat and seen by all, is lost, and is called back with one key', async () => {
    const screen = await rig.screen('boss');
    const caller = { ...PLAIN_CALLER, number: '13700000001', ends: 'cut-off', talkMs: 4_000 } as const;
    const alarmId = await phones.phones.ring('edge-1', caller);
    const seen = () => screen.picture?.alarms.find((alarm) => alarm.alarmId === alarmId);
    const leg = await screen.until('it is answered', () => seen()?.legs.find(({ state }) => state === 'answered'));
    expect(leg).toMatchObject({ seat: '03' });
    const queue = (await (await rig.as('seat', 'GET', '/api/queue')).json()) as GetQueueResponse;
    expect(queue.seats).toMatchObject([{ seat: '03', byId: 'seat', state: 'talking', alarmId }]);
    await screen.until('it is cut off', () => seen()?.nextStep?.kind === 'call-back');
    const path = `/api/alarms/${alarmId}`;
    expect((await rig.as('crew', 'POST', `${path}/dial`, { kind: 'voice' })).status).toBe(403);
    expect((await rig.as('wall', 'POST', `${path}/dial`, { kind: 'voice' })).status).toBe(403);
    expect((await seat('POST', `${path}/dial`, { kind: 'carrier-pigeon' })).status).toBe(400);
    const dialled = await seat('POST', `${path}/dial`, { kind: 'voice' });
    expect(dialled.body.pendingCallBacks).toMatchObject([{ kind: 'voice' }]);
    await screen.until('they are reached', () => seen()?.callBacks.some(({ outcome }) => outcome === 'reached'));
    expect(seen()).toMatchObject({ pendingCallBacks: [] });
  });

  it('is held and resumed by key; who may be transferred to is known', async () => {
    const alarmId = await phones.phones.ring('edge-2', { ...PLAIN_CALLER, number: '13700000002', ends: 'stays' });
    const now = async () => (await seat('GET', `/api/alarms/${alarmId}`)).body;
    await until('it is answered', async () => (await now()).legs[0]?.state === 'answered');
    await seat('POST', `/api/alarms/${alarmId}/transcript`, { segment: 0, text: '路灯坏了', speaker: 'caller' });
    expect((await seat('POST', `/api/alarms/${alarmId}/call`, { action: 'hold' })).status).toBe(200);
    await until('it is held', async () => (await now()).legs[0]?.state === 'held');
    expect((await seat('POST', `/api/alarms/${alarmId}/call`, { action: 'hold' })).status).toBe(409);
    await seat('POST', `/api/alarms/${alarmId}/call`, { action: 'resume' });
    await until('it is resumed', async () => (await now()).legs[0]?.state === 'answered');
    const centres = await (await rig.as('seat', 'GET', '/api/centres')).json();
    expect(centres).toEqual({ centres: [{ name: '12345', linked: false, phone: true }] });
    expect((await seat('POST', `/api/alarms/${alarmId}/call`, { action: 'three-way', centre: '12345' })).status).toBe(
      200,
    );
    expect(phones.phones.calls.get('edge-2')?.joined).toEqual(['12345']);
  });
});
