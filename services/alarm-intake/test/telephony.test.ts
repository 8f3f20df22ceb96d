import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { connectGrpc } from '@muster/platform/grpc/client';
import { createPool } from '@muster/platform/postgres/pool';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from '../../../infra/local/free-ports.ts';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';
import { seededRandom } from '../../../packages/kernel/src/random.ts';
import { type Caller, drawCaller, PLAIN_CALLER } from '../../../packages/sim/src/telephony/caller.ts';
import {
  startTelephonySimulator,
  type TelephonySimulator,
} from '../../../packages/sim/src/telephony/start-simulator.ts';
import { until } from './until.ts';

const LI = { kind: 'user', id: 'li', name: '李' };
const SPEED = 20;
const AGENTS = ['li', 'wang', 'zhao'].map((id, i) => ({ seat: `0${i + 1}`, id, name: id }));
const connect = () => connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${service.grpcPort}`, 'token');

let database: TestDatabase;
let nats: TestNats;
let service: TestService;
let client: ReturnType<typeof connect>;
let phones: TelephonySimulator;
let phonePort: number;

beforeAll(async () => {
  const [http = 0, grpc = 0, port = 0] = await freePorts(3);
  phonePort = port;
  [database, nats] = await Promise.all([createTestDatabase('alarm-intake'), startTestNats()]);
  service = await startTestService(
    'alarm-intake',
    {
      ...{ DATABASE_URL: database.url, NATS_URL: nats.url, MUSTER_INTAKE_KEY: 'general-key' },
      ...{ MUSTER_CHANNEL_KEYS: 'voice:acd=voice-key', MUSTER_TELEPHONY_KEY: 'command-key' },
      ...{ MUSTER_TELEPHONY_URL: `http://127.0.0.1:${phonePort}/commands`, MUSTER_OVERFLOW_NUMBER: '0571-119' },
      ...{ MUSTER_OVERFLOW_AFTER_S: '2', MUSTER_SILENT_AFTER_S: '1', MUSTER_LOG_LEVEL: 'fatal' },
      MUSTER_CENTRES: JSON.stringify([{ name: '12345', phone: '12345' }, { name: '邻市' }]),
    },
    [http, grpc],
  );
  client = connect();
});
afterAll(async () => {
  await client.stop();
  await service.stop();
  await Promise.all([database.drop(), nats.stop()]);
});
beforeEach(async () => {
  phones = await startTelephonySimulator({
    ...{ reportUrl: `http://127.0.0.1:${service.httpPort}/intake/v1/calls`, reportKey: 'voice-key' },
    ...{ commandKey: 'command-key', agents: AGENTS, seed: 7, speed: SPEED, port: phonePort },
  });
});
afterEach(() => phones.stop());

let n = 0;
/** Rings; gives the alarm and the call's id. */
async function ring(caller: Partial<Caller>): Promise<{ alarmId: string; callId: string }> {
  const callId = `call-${++n}`;
  const number = `137${String(n).padStart(8, '0')}`;
  return { callId, alarmId: await phones.phones.ring(callId, { ...PLAIN_CALLER, number, ...caller }) };
}
const alarm = async (alarmId: string): Promise<Alarm> => (await client.getAlarm({ alarmId })).alarm as Alarm;
const when = (alarmId: string, what: string, test: (alarm: Alarm) => boolean) =>
  until(what, async () => {
    const now = await alarm(alarmId);
    return test(now) ? now : null;
  });
const legIs = (state: string) => (now: Alarm) => now.legs.at(-1)?.state === state;
const hear = (alarmId: string, text: string) =>
  client.appendTranscript({ alarmId, segment: 0, text, speaker: 'caller', final: true });
const dial = (alarmId: string, kind: string) => client.dialCallBack({ alarmId, kind, actor: LI });

describe('a shift at the telephones', () => {
  it('hands every caller to one seat, and Muster knows of each what the phone system knows', async () => {
    const random = seededRandom(11);
    const rung = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        await new Promise((resolve) => setTimeout(resolve, i * 60));
        return ring({ ...drawCaller(random), patienceMs: 20_000, talkMs: 6_000 });
      }),
    );
    await until('all calls are over but those who stay', async () =>
      rung.every(({ callId }) => {
        const call = phones.phones.calls.get(callId);
        return call?.state === 'ended' || call?.caller.ends === 'stays';
      }),
    );
    await phones.reporter.settled();
    expect(phones.reporter.lost).toEqual([]);
    for (const { alarmId, callId } of rung) {
      const call = phones.phones.calls.get(callId);
      const leg = (await alarm(alarmId)).legs.find((one) => one.callId === callId);
      expect({ callId, state: leg?.state }).toEqual({ callId, state: call?.state });
      if (leg?.answeredAtMs) expect(leg.seat).toBe(call?.agent?.seat);
    }
    const pool = createPool(database.url);
    const { rows } = await pool.query<{ seat: string; state: string; call: string }>(
      `SELECT data->>'seat' AS seat, data->>'state' AS state, data->>'callId' AS call
       FROM events WHERE type = 'contact.call-changed' AND data->>'seat' <> '' ORDER BY (data->>'deviceAtMs')::float8, position`,
    );
    await pool.end();
    const busy = new Map<string, string>();
    for (const { seat, state, call } of rows) {
      if (state === 'answered') {
        expect({ seat, has: busy.get(seat) }).toEqual({ seat, has: undefined });
        busy.set(seat, call);
      } else if (state === 'ended' && busy.get(seat) === call) busy.delete(seat);
    }
    expect(rows.filter(({ state }) => state === 'answered').length).toBeGreaterThan(10);
  });
});

describe('a call-back by one key', () => {
  it('rings through the phone system; reached is recorded for whoever pressed it', async () => {
    const { alarmId } = await ring({ ends: 'cut-off', talkMs: 3_000 });
    await when(alarmId, 'it is cut off', (now) => now.nextStep?.kind === 'call-back');
    const dialled = await dial(alarmId, 'voice');
    expect(dialled.alarm?.pendingCallBacks).toMatchObject([{ kind: 'voice', by: '李' }]);
    await expect(dial(alarmId, 'voice')).rejects.toMatchObject({ refusal: { code: 'conflict' } });
    const reached = await when(alarmId, 'they are reached', ({ callBacks }) => callBacks.length > 0);
    expect(reached.callBacks).toMatchObject([{ kind: 'voice', outcome: 'reached', by: '李', attempt: 1 }]);
    expect(reached.pendingCallBacks).toEqual([]);
  });

  it('that nobody answers, or that is busy, is a try', async () => {
    for (const calledBack of ['no-answer', 'busy'] as const) {
      const { alarmId } = await ring({ ends: 'cut-off', talkMs: 2_000, calledBack });
      await when(alarmId, 'it is cut off', (now) => now.nextStep?.kind === 'call-back');
      await dial(alarmId, 'voice');
      const tried = await when(alarmId, 'it was tried', ({ callBacks }) => callBacks.length > 0);
      expect(tried).toMatchObject({
        callBacks: [{ outcome: calledBack }],
        nextStep: { kind: 'call-back', attempt: 2 },
      });
    }
  });

  it('is refused under duress; a silent text goes out, its answer comes in, and a location is asked for', async () => {
    const place = { lon: 120.16, lat: 30.25, accuracyM: 900 };
    const { alarmId } = await ring({ ends: 'cut-off', talkMs: 4_000, textReply: '1', place });
    await when(alarmId, 'it is answered', legIs('answered'));
    await hear(alarmId, '我不方便说话');
    await when(alarmId, 'it is cut off', legIs('ended'));
    await expect(dial(alarmId, 'voice')).rejects.toMatchObject({ refusal: { code: 'conflict' } });
    await dial(alarmId, 'silent-text');
    await when(alarmId, 'they have answered', ({ replies }) => replies.length > 0);
    await dial(alarmId, 'location-request');
    const found = await when(alarmId, 'they are located', (now) => now.place?.accuracyM === 15);
    expect(found.callBacks.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'silent-text sent',
      'location-request sent',
    ]);
    expect(found.replies).toMatchObject([{ answer: 'yes', via: 'text' }]);
    expect(phones.phones.texts.every(({ text }) => !/110|警/.test(text))).toBe(true);
  });

  it('that rings when duress becomes known is stopped', async () => {
    const { alarmId } = await ring({ ends: 'cut-off', talkMs: 2_000, calledBack: 'rings-on' });
    await when(alarmId, 'it is cut off', (now) => now.nextStep?.kind === 'call-back');
    await dial(alarmId, 'voice');
    await when(alarmId, 'it rings', legIs('ringing'));
    await client.raiseFlag({ alarmId, flag: 'duress', zh: '他在旁边', en: '', actor: LI });
    const stopped = await when(alarmId, 'it is stopped', legIs('ended'));
    expect(stopped).toMatchObject({ pendingCallBacks: [], nextStep: { kind: 'silent-text' } });
    expect(stopped.legs.at(-1)).toMatchObject({ direction: 'call-back', endReason: 'taker-hung-up', answeredAtMs: 0 });
  });

  it('counts as failed when the phone system is away, and says so at once', async () => {
    const { alarmId } = await ring({ ends: 'cut-off', talkMs: 2_000 });
    await when(alarmId, 'it is cut off', (now) => now.nextStep?.kind === 'call-back');
    await phones.stop();
    await expect(dial(alarmId, 'voice')).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
    expect(await alarm(alarmId)).toMatchObject({ callBacks: [{ outcome: 'failed' }], pendingCallBacks: [] });
  });
});

describe('a call at a seat', () => {
  const control = (alarmId: string, action: string, centre = '') =>
    client.controlCall({ alarmId, callId: '', action, centre, actor: LI });
  it('is held, resumed, joined by another centre, and handed over', async () => {
    const { alarmId, callId } = await ring({ ends: 'stays' });
    await when(alarmId, 'it is answered', legIs('answered'));
    await hear(alarmId, '路灯坏了');
    await expect(control(alarmId, 'resume')).rejects.toMatchObject({ refusal: { code: 'precondition' } });
    await control(alarmId, 'hold');
    const held = await when(alarmId, 'it is held', legIs('held'));
    expect(held.nextStep?.kind).toBe('call-again');
    await control(alarmId, 'resume');
    await when(alarmId, 'it is resumed', legIs('answered'));
    await expect(control(alarmId, 'three-way', '邻市')).rejects.toMatchObject({ refusal: { code: 'invalid' } });
    await control(alarmId, 'three-way', '12345');
    expect(phones.phones.calls.get(callId)?.joined).toEqual(['12345']);
    await control(alarmId, 'transfer', '12345');
    const gone = await when(alarmId, 'it is handed over', legIs('ended'));
    expect(gone.legs.at(-1)?.endReason).toBe('transferred');
  });

  it('is not handed over while anything speaks of danger', async () => {
    const { alarmId } = await ring({ ends: 'stays' });
    await when(alarmId, 'it is answered', legIs('answered'));
    await hear(alarmId, '我不能大声说话，他在门外');
    await expect(control(alarmId, 'transfer', '12345')).rejects.toMatchObject({ refusal: { code: 'conflict' } });
  });
});

describe('a queue that is too long', () => {
  it('sends who waits too long to the second centre', async () => {
    const busy = await Promise.all(AGENTS.map(() => ring({ ends: 'stays' })));
    for (const { alarmId } of busy) await when(alarmId, 'all seats talk', legIs('answered'));
    const { alarmId } = await ring({ patienceMs: 600_000 });
    const gone = await when(alarmId, 'it overflows', legIs('ended'));
    expect(gone.legs.at(-1)?.endReason).toBe('overflowed');
    await until('the queue counts it', async () => (await client.getQueue({})).overflowedLastHour === 1);
  });
});
