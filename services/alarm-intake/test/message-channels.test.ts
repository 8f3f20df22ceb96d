import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChannelRig, startChannelRig, until } from './channel-rig.ts';

let rig: ChannelRig;
/** Texts that a gateway of our own was asked to send. */
const sent: { to: string; text: string; key: string }[] = [];
const gateway = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    sent.push({ ...(JSON.parse(body) as { to: string; text: string }), key: request.headers.authorization ?? '' });
    response.writeHead(202).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  rig = await startChannelRig({
    MUSTER_SMS_SEND_URL: `http://127.0.0.1:${port}/send`,
    MUSTER_SMS_SEND_KEY: 'gateway-key',
    MUSTER_SMS_CONFIRM: '1',
  });
});
afterAll(async () => {
  await rig.stop();
  gateway.close();
});

const sms = (body: unknown, contentType?: string) => rig.post('/intake/v1/sms', 'sms-key-1', body, contentType);
const app = (body: unknown) => rig.post('/intake/v1/app', 'app-key-1', body);

describe('a short message', () => {
  it('becomes an alarm once, and its sender is told', async () => {
    const message = { messageId: 'm1', from: '13800001111', to: '12110', text: '公交车上有人持刀' };
    const first = await sms(message);
    expect(first).toMatchObject({ status: 201, body: { repeated: false, warnings: [] } });
    expect(await sms(message)).toMatchObject({ status: 200, body: { alarmId: first.body.alarmId, repeated: true } });
    expect(await rig.alarm(first.body.alarmId)).toMatchObject({
      ...{ channel: 'sms', line: '12110', callerNumber: '13800001111', text: '公交车上有人持刀' },
      nextStep: { kind: 'claim' },
    });
    await until(async () => sent.find(({ to }) => to === '13800001111'));
    expect(sent.filter(({ to }) => to === '13800001111')).toHaveLength(1);
    expect(sent[0]?.key).toBe('Bearer gateway-key');
    expect(sent[0]?.text).not.toMatch(/警|集结|报案|police|alarm|emergency/i);
  });

  it('of somebody under duress, or from a number with a violent past, is answered by nothing', async () => {
    const held = await sms({ messageId: 'd1', from: '13800001120', text: '我不方便说话，他在旁边' });
    expect((await rig.alarm(held.body.alarmId)).flags.map(({ flag }) => flag)).toContain('duress');
    const later = await sms({ messageId: 'd2', from: '13800001120', text: '小区路灯坏了' });
    await until(async () => (await rig.alarm(later.body.alarmId)).flags.find(({ flag }) => flag === 'address-history'));
    // Confirmations go out in the order of their alarms here: when this one is there, those would be.
    await sms({ messageId: 'd3', from: '13800001121', text: '路灯坏了' });
    await until(async () => sent.find(({ to }) => to === '13800001121'));
    expect(sent.filter(({ to }) => to === '13800001120')).toEqual([]);
  });

  it('may be a form, also in GBK', async () => {
    const gbk = 'Body=%B3%F8%B7%BF%D7%C5%BB%F0%C1%CB&From=13800001112&To=12110&MessageSid=SM1';
    const { status, body } = await sms(gbk, 'application/x-www-form-urlencoded');
    expect(status).toBe(201);
    expect((await rig.alarm(body.alarmId)).text).toBe('厨房着火了');
    expect(body.warnings).toEqual(['the text is not utf-8; it was read as gb18030']);
  });

  it('of several parts is one alarm that grows, whatever their order and however often they come', async () => {
    const part = (index: number, text: string) => ({
      from: '13800001113',
      to: '12110',
      text,
      part: { ref: '7', index, of: 3 },
    });
    const parts = [part(3, '快来'), part(1, '锦绣路12号'), part(3, '快来'), part(2, '三楼冒烟'), part(1, '锦绣路12号')];
    const answers = [];
    for (const each of parts) answers.push((await sms(each)).body);
    expect(new Set(answers.map(({ alarmId }) => alarmId)).size).toBe(1);
    expect(answers.map(({ grown }) => grown)).toEqual([false, true, false, true, false]);
    expect((await rig.alarm(answers[0]?.alarmId ?? '')).text).toBe('锦绣路12号\n三楼冒烟\n快来');
    const later = await sms(part(2, '另一条消息'));
    expect(later.body.alarmId).not.toBe(answers[0]?.alarmId);
  });

  it('whose parts come at once is one alarm, too', async () => {
    const part = (index: number) => ({ from: '13800001114', text: `第${index}段`, ref: 'r9', index, of: 5 });
    const answers = await Promise.all([4, 2, 5, 1, 3].map((index) => sms(part(index))));
    expect(new Set(answers.map(({ body }) => body.alarmId)).size).toBe(1);
    const { text } = await rig.alarm(answers[0]?.body.alarmId ?? '');
    for (const index of [1, 2, 3, 4, 5]) expect(text).toContain(`第${index}段`);
  });

  it('with an id that was used before loses none of its words', async () => {
    const first = await sms({ messageId: '1', from: '13800001115', text: '有人打架' });
    const again = await sms({ messageId: '1', from: '13800001115', text: '他们有刀' });
    expect(again.body).toMatchObject({ alarmId: first.body.alarmId, grown: true });
    expect((await rig.alarm(first.body.alarmId)).text).toBe('有人打架\n他们有刀');
  });

  it('that answers a silent text stays in its alarm, and a plain yes is kept as one', async () => {
    const { body } = await sms({ messageId: 'q', from: '13800001116', text: '救我' });
    await rig.client.recordCallBack({
      ...{ alarmId: body.alarmId, kind: 'silent-text', outcome: 'sent' },
      actor: { kind: 'user', id: 'u', name: 'U' },
    });
    const answer = await sms({ messageId: 'q2', from: '+8613800001116', text: '是' });
    expect(answer.body.alarmId).toBe(body.alarmId);
    expect((await rig.alarm(body.alarmId)).replies).toMatchObject([{ answer: 'yes', via: 'text' }]);
  });

  it('with nothing but its sender is an incomplete alarm, and with nothing at all is refused', async () => {
    const { body } = await sms({ messageId: 'e', from: '13800001117' });
    expect((await rig.alarm(body.alarmId)).incomplete).toBe(true);
    expect(await sms({ messageId: 'e' })).toMatchObject({ status: 400, body: { error: { code: 'invalid' } } });
  });
});

describe('a report of an app', () => {
  it('is placed in WGS-84 whatever its datum, with its media', async () => {
    const position = { lon: 114.2, lat: 22.69, accuracyM: 12, datum: 'GCJ-02' };
    const media = [{ kind: 'photo', url: 'https://app.example/p/1.jpg' }, { url: 'javascript:alert(1)' }];
    const { status, body } = await app({
      reportId: 'a1',
      callerNumber: '13800002221',
      text: '小区着火',
      position,
      media,
    });
    expect(status).toBe(201);
    const alarm = await rig.alarm(body.alarmId);
    expect(alarm.place?.datum).toBe('wgs84');
    expect(Math.abs((alarm.place?.lon ?? 0) - 114.2)).toBeGreaterThan(0.003);
    expect(JSON.parse(alarm.deviceJson)).toEqual({ media: [{ kind: 'photo', url: 'https://app.example/p/1.jpg' }] });
    expect(body.warnings).toEqual(['a media reference without a usable http(s) address was left out']);
  });

  it('of somebody who cannot speak must never be answered by a ring', async () => {
    const { body } = await app({
      reportId: 'a2',
      callerNumber: '13800002222',
      text: '有人闯进来了',
      cannotSpeak: true,
    });
    const alarm = await rig.alarm(body.alarmId);
    expect(alarm.flags.map(({ flag }) => flag).sort()).toEqual(['duress', 'silent']);
    expect(alarm.nextStep).toMatchObject({ kind: 'silent-text', noVoice: true });
    const ring = {
      alarmId: body.alarmId,
      kind: 'voice',
      outcome: 'no-answer',
      actor: { kind: 'user', id: 'u', name: 'U' },
    };
    await expect(rig.client.recordCallBack(ring)).rejects.toMatchObject({ refusal: { code: 'conflict' } });
  });

  it('grows by its updates, and each comes once', async () => {
    const report = { reportId: 'a3', callerNumber: '13800002223', text: '电梯停了' };
    const { body } = await app(report);
    const update = { ...report, text: '里面有孩子', update: 1, position: { lon: 114.2, lat: 22.69, datum: 'wgs84' } };
    expect((await app(update)).body).toMatchObject({ alarmId: body.alarmId, grown: true });
    expect((await app(update)).body).toMatchObject({ alarmId: body.alarmId, grown: false });
    expect(await rig.alarm(body.alarmId)).toMatchObject({ text: '电梯停了\n里面有孩子', place: { lon: 114.2 } });
  });

  it('without a datum has a circle as wide as the doubt', async () => {
    const { body } = await app({ reportId: 'a4', text: '着火', position: { lng: 114.2, lat: 22.69, accuracy: 5 } });
    expect((await rig.alarm(body.alarmId)).place?.accuracyM).toBe(700);
  });
});

describe('a channel', () => {
  it('opens for its own key alone', async () => {
    for (const key of ['', 'app-key-1', 'intake-key', 'sms-key-2']) {
      const { status, body } = await rig.post('/intake/v1/sms', key, { from: '1', text: 'x' });
      expect([status, body.error.code]).toEqual([401, 'unauthenticated']);
    }
  });
});
