import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yesOrNo } from '../../app/sms-desk.ts';
import { decodeAmlHttps, decodeAmlSms } from './aml.ts';
import { decodeApp } from './app.ts';
import { decodeText, readBody } from './body.ts';
import { decodeCentre } from './centre.ts';
import { decodeDevice } from './device.ts';
import { decodeEcall } from './ecall.ts';
import { Fields } from './fields.ts';
import { parseChannelKeys } from './keys.ts';
import { datumOf } from './place.ts';
import { RateLimit } from './rate-limit.ts';
import { decodeSms } from './sms.ts';

const names = fc.constantFrom(
  ...['text', 'from', 'part', 'index', 'of', 'ref', 'position', 'media', 'update', 'lon', 'lat', 'msd', 'datum'],
  ...['callbackComponent', 'locationComponent', 'notesComponent', '$id', 'state', 'readings', 'deviceId', 'place'],
  ...['location_latitude', 'location_time', 'sentAt', 'cannotSpeak', '__proto__', 'constructor', 'toString'],
);
/** Any JSON under the names that decoders look for. */
const bag = fc.dictionary(names, fc.jsonValue()).map((object) => JSON.parse(JSON.stringify(object)) as object);
const fields = (object: object) => new Fields(object as Record<string, unknown>);

describe('a decoder', () => {
  it('never throws, whatever is in the fields', () => {
    fc.assert(
      fc.property(bag, (object) => {
        decodeSms(fields(object));
        decodeApp(fields(object));
        decodeEcall(fields(object));
        decodeAmlHttps(fields(object));
        decodeCentre(fields(object));
        decodeCentre(fields({ ...object, eidoVersion: '1', callComponent: Object.values(object) }));
        decodeDevice(fields(object));
      }),
    );
  });
  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 40 }), (bytes, type) => {
        decodeText(bytes, type);
        for (const contentType of [type, 'application/json', 'application/x-www-form-urlencoded; charset=gbk']) {
          const body = readBody(bytes, contentType);
          if (body.ok) decodeSms(new Fields(body.value.bag));
        }
        decodeAmlSms(`A"ML=1;${Buffer.from(bytes).toString('latin1')}`, '1');
      }),
    );
  });
});

describe('text', () => {
  it('is read as UTF-8, as what was declared, or as GB18030, and says which', () => {
    expect(decodeText(Buffer.from('着火了'))).toEqual({ text: '着火了', warnings: [] });
    const gbk = Buffer.from('d7c5bbf0c1cb', 'hex');
    expect(decodeText(gbk, 'gbk')).toEqual({ text: '着火了', warnings: [] });
    expect(decodeText(gbk)).toEqual({ text: '着火了', warnings: ['the text is not utf-8; it was read as gb18030'] });
    expect(decodeText(gbk, 'utf-8').text).toBe('着火了');
    expect(decodeText(Buffer.from('fffe4b4e6b70', 'hex')).text).toBe(
      '之火'.replace('之', '\u4e4b').replace('火', '\u706b'),
    );
    expect(decodeText(Buffer.from('ff80ff', 'hex')).warnings[0]).toContain('broken');
    expect(decodeText(Buffer.from('x'), 'klingon').warnings).toEqual(['the declared encoding is unknown']);
  });
  it('of a form keeps plus, percent and what is neither', () => {
    const form = readBody(Buffer.from('text=a+b%2Bc%zz%&from=%2B86138'), 'application/x-www-form-urlencoded');
    expect(form).toMatchObject({ ok: true, value: { bag: { text: 'a b+c%zz%', from: '+86138' } } });
  });
});

describe('fields', () => {
  it('read times of any spelling, and none that is none', () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    const read = (time: unknown) => fields({ time } as object).timeMs('time');
    expect([at, at / 1_000, String(at), '2026-01-02T03:04:05Z', '2026-01-02T11:04:05+08:00'].map(read)).toEqual(
      Array.from({ length: 5 }, () => at),
    );
    expect(['soon', -1, {}, [], true].map(read)).toEqual([0, 0, 0, 0, 0]);
  });
  it('name what nobody asked for, once', () => {
    const given = fields({ text: 'x', colour: 'red' });
    decodeSms(given);
    expect(given.warnings).toEqual(['unknown fields were left out: colour']);
  });
  it('know a datum in any spelling', () => {
    expect(['GCJ-02', 'gcj02', 'BD-09', 'bd09ll', 'WGS-84', 'CGCS2000', ''].map(datumOf)).toEqual([
      'gcj02',
      'gcj02',
      'bd09',
      'bd09',
      'wgs84',
      'wgs84',
      '',
    ]);
  });
});

describe('an AML message', () => {
  const TEXT =
    'A"ML=1;lt=+54.76397;lg=-0.18305;rd=50;top=20130717141935;lc=90;pm=W;si=123456789012345;ei=1234567890123456;mcc=234;mnc=30;ml=128';
  it('in the form of the standard is read, without the identities of card and telephone', () => {
    const read = decodeAmlSms(TEXT, '+441234567890');
    expect(read).toEqual({
      number: '+441234567890',
      place: {
        lon: -0.18305,
        lat: 54.76397,
        accuracyM: 50,
        source: 'aml-wifi',
        text: '',
        confirmed: false,
        datum: 'wgs84',
      },
      observedAtMs: Date.UTC(2013, 6, 17, 14, 19, 35),
      confidence: 90,
      dialled: '',
    });
    expect(JSON.stringify(read)).not.toContain('123456789012345');
  });
  it('with an impossible place or time has none', () => {
    expect(decodeAmlSms('A"ML=1;lt=+154.7;lg=1.0;rd=N;top=20139917141935;pm=G', '1')).toMatchObject({
      place: null,
      observedAtMs: 0,
    });
  });
});

describe('a key', () => {
  it('is of one channel alone, and mistakes are told in words', () => {
    expect(parseChannelKeys('sms=12345678, panel:tower-a=abcdefgh')).toEqual({
      keys: [
        { channel: 'sms', sender: 'sms', key: '12345678' },
        { channel: 'panel', sender: 'tower-a', key: 'abcdefgh' },
      ],
      mistakes: [],
    });
    expect(parseChannelKeys('fax=12345678,sms=1,app=12345678,aml=12345678').mistakes).toHaveLength(3);
  });
});

describe('a rate limit', () => {
  it('takes a burst, then as many as a second allows', () => {
    const limit = new RateLimit(10, 3);
    expect([0, 0, 0, 0].map((atMs) => limit.waitMs('k', atMs))).toEqual([0, 0, 0, 100]);
    expect(limit.waitMs('k', 100)).toBe(0);
    expect(limit.waitMs('other', 100)).toBe(0);
  });
});

describe('a plain answer', () => {
  it('is yes or no only when it is nothing else', () => {
    expect(['是', 'Y', '1', '不是', 'no', '2', '是我邻居', '10', ''].map(yesOrNo)).toEqual([
      'yes',
      'yes',
      'yes',
      'no',
      'no',
      'no',
      null,
      null,
      null,
    ]);
  });
});
