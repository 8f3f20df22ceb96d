import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gazetteer } from '../gazetteer/gazetteer.ts';
import { pinyinOf } from '../gazetteer/pinyin.ts';
import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';
import { geocode } from './geocode.ts';
import { geocodeLine } from './geocode-lines.ts';

let next = 0;
const entry = (
  kind: GazetteerKind,
  zh: string,
  en: string,
  lon: number,
  lat: number,
  more: Partial<GazetteerEntry> = {},
) => ({ id: `e${next++}`, kind, names: { zh, en }, pinyin: pinyinOf(zh), lon, lat, ...more }) as GazetteerEntry;
const town = new Gazetteer([
  entry('district', '江南区', 'Jiangnan', 120.5, 30.5),
  entry('street', '滨海大道', 'Binhai Avenue', 120.1, 30.1),
  entry('street', '龙翔路', 'Longxiang Road', 120.12, 30.1),
  entry('crossing', '滨海大道与龙翔路交叉口', 'Binhai Avenue & Longxiang Road', 120.11, 30.1, {
    street: '滨海大道',
    crossStreet: '龙翔路',
  }),
  entry('house-number', '滨海大道120号', '120 Binhai Avenue', 120.102, 30.1, {
    street: '滨海大道',
    houseNumber: '120',
  }),
  entry('compound', '阳光花园', 'Sunshine Garden', 120.2, 30.2),
  entry('building', '阳光花园3号楼', 'Building 3, Sunshine Garden', 120.2003, 30.2003),
  entry('metro', '大运地铁站', 'Dayun Metro Station', 120.3, 30.3),
  entry('metro-exit', '大运地铁站C口', 'Dayun Metro Station, Exit C', 120.3005, 30.3, {}),
  entry('km-post', '环城快速路K12+000', 'Ring Expressway K12+000', 120.4, 30.4, { street: '环城快速路' }),
  entry('km-post', '环城快速路K13+000', 'Ring Expressway K13+000', 120.41, 30.4, { street: '环城快速路' }),
  entry('school', '实验小学', 'Experimental Primary School', 120.6, 30.1),
  entry('school', '实验小学', 'Experimental Primary School', 120.1, 30.6),
]);
const first = (text: string, near?: { lon: number; lat: number }) => geocode(town, text, near ? { near } : {})[0];

describe('geocoding', () => {
  it.each([
    ['滨海大道120号三楼着火了，快来人', '滨海大道120号'],
    ['滨海大道和龙翔路路口撞车了', '滨海大道与龙翔路交叉口'],
    ['江南区滨海大道120号', '滨海大道120号'],
    ['阳光花园3栋2单元501有人晕倒', '阳光花园3号楼'],
    ['阳光花圆三号楼', '阳光花园3号楼'],
    ['大运站C出口有人打架', '大运地铁站C口'],
    ['地铁大运站C口', '大运地铁站C口'],
    ['smoke at Building 3, Sunshine Garden', '阳光花园3号楼'],
    ['corner of Binhai Ave and Longxiang Rd', '滨海大道与龙翔路交叉口'],
    ['环城快速路十二公里三百米处追尾', '环城快速路K12+300'],
    ['环城快速路K12+300', '环城快速路K12+300'],
  ])('%s is %s', (text, name) => {
    expect(first(text)?.name).toBe(name);
  });
  it('puts a kilometre post between its neighbours', () => {
    expect(first('环城快速路K12+300')?.lon).toBeCloseTo(120.403, 6);
  });
  it('goes from the named place where the caller points', () => {
    const found = first('阳光花园3号楼往北200米，有人落水');
    expect(found).toMatchObject({ approximate: 'relative', name: '阳光花园3号楼' });
    expect(((found?.lat ?? 0) - 30.2003) * 111_195).toBeCloseTo(200, 3);
  });
  it('prefers the one of two namesakes that is near the caller', () => {
    expect(first('实验小学门口', { lon: 120.11, lat: 30.59 })?.lat).toBe(30.6);
    expect(first('实验小学门口', { lon: 120.59, lat: 30.11 })?.lat).toBe(30.1);
  });
  it('gives no confident answer for what the city does not have', () => {
    expect(first('火星基地第九区')?.score ?? 0).toBeLessThan(0.6);
  });
  it('answers whatever it is asked, best first, at most five, with possible points', () => {
    const pieces = fc.constantFrom(
      '滨海大道',
      '120号',
      '往北',
      '100米',
      '阳光花园',
      '3栋',
      'K12',
      '+',
      ' of ',
      'C口',
      '🔥',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 8 }), (parts) => {
        const found = geocode(town, parts.join(''));
        expect(found.length).toBeLessThanOrEqual(5);
        for (const { lon, lat, score } of found) {
          expect(Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && score > 0 && score <= 1).toBe(true);
        }
      }),
    );
  });
});

describe('a line to geocode', () => {
  const ask = (line: string) => JSON.parse(geocodeLine(town, line));
  it('keeps its id and names its datum', () => {
    const answer = ask('{"id": 7, "text": "滨海大道120号"}');
    expect(answer).toMatchObject({ id: 7, candidates: expect.any(Array) });
    expect(answer.candidates[0]).toMatchObject({ name: '滨海大道120号', datum: 'wgs84', lon: 120.102 });
  });
  it.each(['', '{', '[]', '{"id":"x"}', '{"id":"x","text":5}'])('%j gets an answer with the problem', (line) => {
    expect(ask(line)).toMatchObject({ candidates: [], problem: expect.any(String) });
  });
});
