import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMsd, encodeMsd, type Msd } from '../src/adapters/channels/msd.ts';
import { type ChannelRig, startChannelRig, until } from './channel-rig.ts';

let rig: ChannelRig;
beforeAll(async () => {
  rig = await startChannelRig({ MUSTER_AML_WAITS_S: '15' });
});
afterAll(() => rig.stop());

/** The published example of EN 15722:2015. */
const EXAMPLE = '02251C0680E30A51439E2955D43800800437F80A3105669023F8A71166932185B004150043C040';
const crash = decodeMsd(Buffer.from(EXAMPLE, 'hex')) as Msd;
const hexOf = (msd: Msd) => Buffer.from(encodeMsd(msd)).toString('hex');
const ecall = (body: unknown, contentType?: string) => rig.post('/intake/v1/ecall', 'ecall-key-1', body, contentType);

describe('an eCall', () => {
  it('says what it is, where, and what burns; again with news it is the same alarm', async () => {
    const { status, body } = await ecall({ msd: EXAMPLE, callerNumber: '+8613900001111' });
    expect(status).toBe(201);
    const alarm = await rig.alarm(body.alarmId);
    expect(alarm).toMatchObject({
      channel: 'ecall',
      reportedType: 'traffic.crash-injury',
      rangAtMs: 1_367_878_452_000,
    });
    expect(alarm.text).toContain('ECALLEXAMPLE02013');
    expect(alarm.text).toContain('汽油');
    expect(alarm.place?.lat).toBeCloseTo(5.2387, 4);
    expect(JSON.parse(alarm.deviceJson).ecall).toMatchObject({
      passengers: 2,
      directionDeg: 90,
      propulsion: ['gasoline'],
    });
    expect((await ecall({ msd: EXAMPLE })).body).toMatchObject({ alarmId: body.alarmId, grown: false });
    const position = { latMas: 18_900_000, lonMas: 188_000_000 };
    const later = await ecall({ msd: hexOf({ ...crash, messageIdentifier: 2, passengers: 3, position }) });
    expect(later.body).toMatchObject({ alarmId: body.alarmId, grown: true });
    const grown = await rig.alarm(body.alarmId);
    expect(grown.text).toContain('车内 3 人');
    expect(grown.place?.lat).toBeCloseTo(5.25, 4);
  });

  it('may be the bare message in its own media type, version 1 and 3 too', async () => {
    for (const version of [1, 3] as const) {
      const msd: Msd = {
        ...crash,
        version,
        vin: `WVWZZZ1KZ6W00000${version}`,
        propulsion: crash.propulsion.slice(0, 6),
      };
      const bytes = encodeMsd({ ...msd, propulsion: version === 1 ? msd.propulsion : crash.propulsion });
      const { status, body } = await ecall(bytes, 'application/EmergencyCallData.eCall.MSD');
      expect(status).toBe(201);
      expect((await rig.alarm(body.alarmId)).text).toContain(msd.vin);
    }
  });

  it('for a test is decoded and opens nothing', async () => {
    const before = await rig.client.listAlarms({ limit: 1_000, openOnly: false });
    const { status, body } = await ecall({ msd: hexOf({ ...crash, testCall: true }) });
    expect([status, body.test, body.alarmId]).toEqual([200, true, '']);
    const after = await rig.client.listAlarms({ limit: 1_000, openOnly: false });
    expect(after.alarms).toHaveLength(before.alarms.length);
  });

  it('that cannot be decoded is an alarm all the same', async () => {
    const { status, body } = await ecall({ msd: 'ff00ff00', callerNumber: '13900002222' });
    expect(status).toBe(201);
    expect(body.warnings).toEqual(['the MSD could not be decoded']);
    const alarm = await rig.alarm(body.alarmId);
    expect(JSON.parse(alarm.deviceJson)).toEqual({ unreadMsdHex: 'ff00ff00' });
    expect(alarm.callerNumber).toBe('13900002222');
  });
});

const aml = (text: string, from: string) => rig.post('/intake/v1/aml', 'aml-key-1', { text, from });
const call = (idempotencyKey: string, callerNumber: string) =>
  rig.client.reportAlarm({
    ...{ idempotencyKey, channel: 'voice', line: '110', callerNumber, callerName: '', text: '救命', lang: '' },
    ...{ place: undefined, reportedType: '', rangAtMs: 0, mode: '', reporter: undefined, deviceJson: '' },
  });
const at = (lt: string, lg: string, rd: string, pm: string, top = '20260101120000') =>
  `A"ML=1;lt=${lt};lg=${lg};rd=${rd};top=${top};lc=90;pm=${pm};si=123456789012345;ei=1234567890123456;mcc=460;mnc=00;ml=128`;

describe('the position of a telephone', () => {
  it('finds the open alarm of its number, however that is written', async () => {
    const { alarmId } = await call('v1', '13900003331');
    const { status, body } = await aml(at('+22.69000', '+114.20000', '50', 'W'), '+8613900003331');
    expect([status, body.state, body.alarmId]).toEqual([200, 'located', alarmId]);
    expect((await rig.alarm(alarmId)).place).toMatchObject({
      lon: 114.2,
      lat: 22.69,
      accuracyM: 50,
      source: 'aml-wifi',
    });
    const cell = await aml(at('+22.70000', '+114.30000', '4000', 'C'), '+8613900003331');
    expect(cell.body.state).toBe('known-better');
    const better = await aml(at('+22.69010', '+114.20010', '8', 'G'), '+8613900003331');
    expect(better.body.state).toBe('located');
    expect((await rig.alarm(alarmId)).place?.accuracyM).toBe(8);
  });

  it('that comes before its call waits for it, also over a restart', async () => {
    const https = new URLSearchParams({
      ...{ v: '1', device_number: '+8613900003332', location_latitude: '22.69', location_longitude: '114.21' },
      ...{
        location_time: '1476189444435',
        location_accuracy: '10.4',
        location_source: 'GPS',
        location_certainty: '83',
      },
    });
    const waiting = await rig.post(
      '/intake/v1/aml',
      'aml-key-1',
      https.toString(),
      'application/x-www-form-urlencoded',
    );
    expect([waiting.status, waiting.body.state]).toEqual([202, 'waiting']);
    await rig.service.kill();
    await rig.service.restart();
    const { alarmId } = await call('v2', '13900003332');
    const place = await until(async () => (await rig.alarm(alarmId)).place);
    expect(place).toMatchObject({ lon: 114.21, lat: 22.69, accuracyM: 10.4, source: 'aml-gnss' });
  });

  it('whose call never comes is an alarm of its own: somebody dialled and was not heard', async () => {
    expect((await aml(at('+22.69700', '+114.20700', '15', 'G'), '13900003335')).body.state).toBe('waiting');
    const found = await until(async () => {
      const { alarms } = await rig.client.listAlarms({ limit: 100, openOnly: true });
      return alarms.find(({ callerNumber }) => callerNumber === '13900003335');
    });
    expect(found).toMatchObject({ channel: 'aml', text: '', incomplete: true, place: { lon: 114.207, lat: 22.697 } });
    expect(found.warnings[0]).toContain('call back');
  });

  it('comes also through the gateway of short messages, and none of it is an alarm', async () => {
    const { alarmId } = await call('v3', '13900003333');
    const text = at('+22.69500', '+114.20500', '20', 'G');
    const { body } = await rig.post('/intake/v1/sms', 'sms-key-1', { messageId: 'x', from: '13900003333', text });
    expect(body).toMatchObject({ state: 'located', alarmId });
  });

  it('that the telephone does not know is said to be none; without a number it is refused', async () => {
    expect((await aml('A"ML=1;pm=N;ml=20', '13900003334')).body.state).toBe('no-position');
    expect(await aml(at('+22.69500', '+114.20500', '20', 'G'), '')).toMatchObject({ status: 400 });
  });
});
