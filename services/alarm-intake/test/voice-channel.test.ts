import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChannelRig, startChannelRig, until } from './channel-rig.ts';
import { type SpeechServer, startSpeechServer } from './speech-server.ts';

let rig: ChannelRig;
let speech: SpeechServer;
beforeAll(async () => {
  speech = await startSpeechServer();
  rig = await startChannelRig({
    ...{ MUSTER_STT_URL: speech.url, MUSTER_STT_KEY: 'stt-key', MUSTER_STT_MODEL: 'sensevoice' },
    MUSTER_STT_STREAM_URL: speech.streamUrl,
  });
});
afterAll(async () => {
  await rig.stop();
  await speech.stop();
});

const voice = (body: unknown, key = 'voice-key-1') => rig.post('/intake/v1/voice/segments', key, body);
const dial = async (query: string, key = 'voice-key-1') => {
  const url = `ws://127.0.0.1:${rig.service.httpPort}/intake/v1/voice/stream?${query}`;
  const ws = new WebSocket(url, { headers: { authorization: `Bearer ${key}` } });
  await once(ws, 'open');
  return ws;
};
const SILENCE = Buffer.alloc(960);

describe('words of any recogniser', () => {
  it('grow in their call, are corrected in place, and know who spoke', async () => {
    const first = await voice({
      callId: 'c1',
      callerNumber: '13600001111',
      segment: 0,
      text: '三楼小',
      speaker: 'caller',
    });
    const { alarmId } = first.body;
    await voice({ callId: 'c1', segments: [{ segment: 1, text: '在哪个小区', speaker: 'agent', final: true }] });
    const corrected = await voice({ callId: 'c1', segment: 0, text: '三楼冒烟', speaker: 'caller', final: true });
    expect(corrected.body.alarmId).toBe(alarmId);
    expect(await rig.alarm(alarmId)).toMatchObject({
      ...{ channel: 'voice', callerNumber: '13600001111', text: '三楼冒烟\n在哪个小区' },
      segments: [
        { segment: 0, text: '三楼冒烟', speaker: 'caller', final: true },
        { segment: 1, text: '在哪个小区', speaker: 'taker', final: true },
      ],
    });
    expect((await voice({ alarmId: 'none', segment: 0, text: 'x' })).status).toBe(404);
    expect((await voice({ segment: 0, text: 'x' })).status).toBe(400);
  });
});

describe('words that come before the ring', () => {
  const call = (body: object) => rig.post('/intake/v1/calls', 'voice-key-1', body);
  const flagsOf = async (alarmId: string) => (await rig.alarm(alarmId)).flags.map(({ flag }) => flag);

  it('lose neither the number nor the line nor the place that the phone system knows', async () => {
    const number = '13600002222';
    const before = await voice({
      callId: 'w0',
      callerNumber: number,
      segment: 0,
      text: '我不方便说话',
      speaker: 'caller',
    });
    expect(await flagsOf(before.body.alarmId)).toContain('duress');
    const { alarmId } = (await voice({ callId: 'w1', segment: 0, text: '喂', speaker: 'caller' })).body;
    expect((await rig.alarm(alarmId)).callerNumber).toBe('匿名');
    const place = { lon: 114.21, lat: 22.69, accuracyM: 30, source: 'network', datum: 'wgs84' };
    const ring = { callId: 'w1', state: 'ringing', callerNumber: number, line: '110', place };
    expect((await call(ring)).body.alarmId).toBe(alarmId);
    expect(await rig.alarm(alarmId)).toMatchObject({ callerNumber: number, line: '110', place: { accuracyM: 30 } });
    await until(async () => (await flagsOf(alarmId)).find((flag) => flag === 'address-history'));
    await call({ ...ring, state: 'answered', callerNumber: '13600009999', line: '119' });
    expect(await rig.alarm(alarmId)).toMatchObject({ callerNumber: number, line: '110' });
    const third = await call({ callId: 'w2', state: 'ringing', callerNumber: number, line: '110' });
    const past = await rig.client.getCallContext({
      callerNumber: number,
      place: undefined,
      alarmId: third.body.alarmId,
    });
    expect(past.fromNumber.map((alarm) => alarm.alarmId)).toContain(alarmId);
  });

  it('keep the place that is better than what the phone system says later', async () => {
    const { alarmId } = (await voice({ callId: 'w3', segment: 0, text: '喂', speaker: 'caller' })).body;
    const confirmed = { lon: 114.2, lat: 22.69, accuracyM: 5, source: 'caller', text: '锦绣路', datum: 'wgs84' };
    const place = { ...confirmed, confirmed: true, observedAtMs: 0 };
    await rig.client.locateContact({ alarmId, place, actor: { kind: 'user', id: 'u', name: 'U' } });
    const cell = { lon: 114.3, lat: 22.7, accuracyM: 900, source: 'cell', datum: 'wgs84' };
    expect((await call({ callId: 'w3', place: cell })).status).toBe(200);
    await call({ callId: 'w3', state: 'ringing', callerNumber: '13600003333', place: cell });
    expect((await rig.alarm(alarmId)).place).toMatchObject({ lon: 114.2, confirmed: true, text: '锦绣路' });
  });

  it('find a place with a violent past by both of its coordinates', async () => {
    const at = (lon: number) => ({ lon, lat: 22.5, accuracyM: 20, datum: 'wgs84' });
    const app = (reportId: string, text: string, lon: number) =>
      rig.post('/intake/v1/app', 'app-key-1', { reportId, text, position: at(lon), cannotSpeak: text === '' });
    await app('p1', '', 113.9);
    const near = await app('p2', '路灯坏了', 113.9);
    const far = await app('p3', '路灯坏了', 113.8);
    await until(async () => (await flagsOf(near.body.alarmId)).find((flag) => flag === 'address-history'));
    expect(await flagsOf(far.body.alarmId)).toEqual([]);
  });
});

describe('a recording', () => {
  it('is written down by an OpenAI-compatible recogniser, a segment a turn', async () => {
    const path = '/intake/v1/voice/audio?callId=c2&lang=zh';
    const { status, body } = await rig.post(path, 'voice-key-1', Buffer.from('119请讲|我家着火了'), 'audio/wav');
    expect([status, body.segments]).toEqual([200, 2]);
    const alarm = await rig.alarm(body.alarmId);
    expect(alarm.segments.map(({ text, speaker }) => [text, speaker])).toEqual([
      ['119请讲', 'taker'],
      ['我家着火了', 'caller'],
    ]);
    expect(speech.seen.at(-1)).toEqual({
      key: 'Bearer stt-key',
      model: 'sensevoice',
      language: 'zh',
      fileName: 'call.wav',
    });
  });
});

describe('a call while it is spoken', () => {
  it('grows by partial turns, and each is corrected when it is over', async () => {
    const ws = await dial('callId=c3&speaker=caller&lang=zh');
    const back: { alarmId: string; text: string; final: boolean }[] = [];
    ws.on('message', (data) => back.push(JSON.parse(String(data))));
    ws.send(Buffer.from('我家厨房'));
    const { alarmId } = await until(async () => back[0]);
    expect((await until(async () => (await rig.alarm(alarmId)).segments[0])).text).toBe('我家厨房');
    ws.send(Buffer.from('着货了'));
    ws.send(SILENCE);
    ws.send(Buffer.from('快来'));
    ws.send('end');
    await once(ws, 'close');
    const alarm = await rig.alarm(alarmId);
    expect(alarm.segments).toMatchObject([
      { text: '我家厨房着火了', speaker: 'caller', final: true },
      { text: '快来', speaker: 'caller', final: true },
    ]);
    expect(back.map(({ final }) => final)).toEqual([false, false, true, false, true]);
  });

  it('has two legs whose turns stand in the order in which they began', async () => {
    const [taker, caller] = [await dial('callId=c4&speaker=taker'), await dial('callId=c4&speaker=caller')];
    let alarmId = '';
    caller.on('message', (data) => {
      alarmId = JSON.parse(String(data)).alarmId;
    });
    const segments = async (count: number) =>
      until(async () => {
        if (alarmId === '') return undefined;
        const found = (await rig.alarm(alarmId)).segments;
        return found.length >= count ? found : undefined;
      });
    caller.send(Buffer.from('救命'));
    await segments(1);
    taker.send(Buffer.from('您在哪里'));
    await segments(2);
    caller.send(SILENCE);
    caller.send(Buffer.from('锦绣路'));
    for (const ws of [caller, taker]) ws.send('end');
    await Promise.all([once(caller, 'close'), once(taker, 'close')]);
    expect((await segments(3)).map(({ text, speaker }) => [speaker, text])).toEqual([
      ['caller', '救命'],
      ['taker', '您在哪里'],
      ['caller', '锦绣路'],
    ]);
  });

  it('keeps what was heard when the recogniser is cut off, and goes on when it is back', async () => {
    const ws = await dial('callId=c5&speaker=caller');
    let alarmId = '';
    ws.on('message', (data) => {
      alarmId = JSON.parse(String(data)).alarmId;
    });
    ws.send(Buffer.from('里面有人'));
    await until(async () => (alarmId === '' ? undefined : alarmId));
    const before = speech.sessions();
    speech.cut();
    ws.send(Buffer.from('被困'));
    await until(async () => (speech.sessions() > before ? true : undefined));
    ws.send('end');
    await once(ws, 'close');
    expect((await rig.alarm(alarmId)).text).toBe('里面有人\n被困');
  });

  it('is taken with the key of voice alone', async () => {
    await expect(dial('callId=c6', 'sms-key-1')).rejects.toThrow('401');
  });
});
