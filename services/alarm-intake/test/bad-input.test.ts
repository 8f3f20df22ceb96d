import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChannelRig, startChannelRig } from './channel-rig.ts';

let rig: ChannelRig;
beforeAll(async () => {
  rig = await startChannelRig();
});
afterAll(() => rig.stop());

let n = 0;
/** Channels that carry words, and how each writes a text, a position and a time. */
const CHANNELS = [
  {
    name: 'sms',
    path: '/intake/v1/sms',
    make: (text: string) => ({ messageId: `b${++n}`, from: '13500001111', text }),
  },
  {
    name: 'app',
    path: '/intake/v1/app',
    make: (text: string) => ({ reportId: `b${++n}`, callerNumber: '13500002222', text }),
  },
  { name: 'iot', path: '/intake/v1/devices', make: (text: string) => ({ deviceId: `b${++n}`, state: 'alarm', text }) },
  {
    name: 'centre',
    path: '/intake/v1/centre',
    make: (text: string) => ({ ticketId: `b${++n}`, callerNumber: '1350', text }),
  },
] as const;

const NASTY = [
  ['emoji', '着火了😱🔥👨‍👩‍👧'],
  ['SQL', "'; DROP TABLE events; -- $1"],
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['template marks', '$(id) {{7*7}} %s %n'],
  ['writing from right to left', '\u202e着火 مساعدة'],
] as const;

describe.each(CHANNELS)('over $name', ({ name, path, make }) => {
  const post = (body: unknown, type?: string) => rig.post(path, `${name}-key-1`, body, type);

  it.each(NASTY)('%s is stored as it was said', async (_what, text) => {
    const { status, body } = await post(make(text));
    expect(status).toBe(201);
    expect((await rig.alarm(body.alarmId)).text).toContain(text);
  });

  it('control characters and halves of characters become spaces, the rest is kept', async () => {
    const { body } = await post(make('着\u0000火\u0007了\ud83d'));
    expect((await rig.alarm(body.alarmId)).text).toMatch(/着 火 了/);
  });

  it('a long text is cut and said so; ten megabytes are refused with the limit', async () => {
    const long = await post(make('火'.repeat(200_000)));
    expect(long.status).toBe(201);
    expect(long.body.warnings.join()).toContain('was cut to 20000');
    const huge = await post(make('x'.repeat(10_000_000)));
    expect([huge.status, huge.body.error.message]).toEqual([413, expect.stringContaining('1048576 bytes')]);
  });

  it('wrong encoding is read, broken JSON is refused in both languages', async () => {
    const json = Buffer.from(JSON.stringify(make('@')));
    const [before, after] = [json.subarray(0, json.indexOf('@')), json.subarray(json.indexOf('@') + 1)];
    const { status, body } = await post(Buffer.concat([before, Buffer.from('d7c5bbf0c1cb', 'hex'), after]));
    expect(status).toBe(201);
    expect((await rig.alarm(body.alarmId)).text).toContain('着火了');
    for (const broken of ['{"text":', '[]', 'null', '', '\u0000']) {
      const refused = await post(broken);
      expect(refused.status).toBe(400);
      expect(refused.body.error).toMatchObject({
        code: 'invalid',
        messageZh: expect.stringMatching(/[\u4e00-\u9fff]/),
      });
    }
  });

  it('what nobody knows is named, and no prototype is touched', async () => {
    const body = JSON.stringify(make('着火')).replace('{', '{"__proto__":{"admin":true},"colour":"red",');
    const { status, body: answer } = await post(body);
    expect([status, answer.warnings.join()]).toEqual([201, expect.stringContaining('colour')]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('wrong kinds of values are left out one by one', async () => {
    const { status } = await post({
      ...make('着火'),
      callerName: { a: 1 },
      lang: [],
      callerNumber: 13500001111,
      line: {},
    });
    expect(status).toBe(201);
  });
});

describe('places and times', () => {
  const app = (more: object) =>
    rig.post('/intake/v1/app', 'app-key-1', { reportId: `p${++n}`, callerNumber: '1', text: '着火', ...more });
  it.each([
    ['off the planet', { lon: 999, lat: 22, datum: 'wgs84' }],
    ['in the sea at zero', { lon: 0, lat: 0, datum: 'gcj02' }],
    ['of an unknown datum', { lon: 114, lat: 22, datum: 'mars' }],
    ['that is half of one', { lon: 114 }],
    ['in words', { lon: 'east', lat: 'north' }],
  ])('a place %s is left out and the alarm kept', async (_what, position) => {
    const { status, body } = await app({ position });
    expect(status).toBe(201);
    expect(body.warnings.length).toBeGreaterThan(0);
    expect((await rig.alarm(body.alarmId)).place).toBeUndefined();
  });
  it('a time in the future is left out and the alarm kept', async () => {
    const { body } = await app({ sentAtMs: Date.now() + 3_600_000 });
    expect(body.warnings.join()).toContain('not a past time');
    expect((await rig.alarm(body.alarmId)).rangAtMs).toBe(0);
  });
});

describe('a flood of people', () => {
  it('is taken whole: no message of a human is turned away', async () => {
    const messages = Array.from({ length: 600 }, (_, i) => ({
      messageId: `f${i}`,
      from: `1351${i}`,
      text: `求助${i}`,
    }));
    const answers = await Promise.all(messages.map((message) => rig.post('/intake/v1/sms', 'sms-key-1', message)));
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body.alarmId)).size).toBe(600);
  });
});
