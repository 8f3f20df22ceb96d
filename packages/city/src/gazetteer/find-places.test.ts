import { describe, expect, it } from 'vitest';
import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';
import { Gazetteer } from './gazetteer.ts';
import { parseChineseNumber } from './numerals.ts';
import { pinyinOf } from './pinyin.ts';

function entry(kind: GazetteerKind, zh: string, more: Partial<GazetteerEntry> = {}): GazetteerEntry {
  return { id: zh, kind, names: { zh, en: zh }, pinyin: pinyinOf(zh), lon: 114, lat: 22.5, ...more };
}

const town = new Gazetteer([
  entry('street', '滨海大道'),
  entry('street', '龙翔路'),
  entry('crossing', '滨海大道与龙翔路路口', { street: '滨海大道', crossStreet: '龙翔路' }),
  entry('house-number', '滨海大道120号', { street: '滨海大道', houseNumber: '120' }),
  entry('compound', '阳光花园'),
  entry('mall', '万达广场'),
  entry('hospital', '医院'),
  entry('school', '香港中文大学（深圳）'),
  entry('street', 'Falls Road'),
  entry('street', 'East Pratt Street'),
  entry('street', 'South Calvert Street'),
  entry('crossing', 'East Pratt Street & South Calvert Street', {
    street: 'East Pratt Street',
    crossStreet: 'South Calvert Street',
  }),
  entry('house-number', '4100 Falls Road', { street: 'Falls Road', houseNumber: '4100' }),
  entry('park', 'Patterson Park'),
]);

const best = (text: string) => {
  const mention = town.findPlaces(text)[0];
  return mention === undefined ? undefined : [mention.text, mention.candidates[0].name];
};

describe('places in a transcript', () => {
  it.each([
    ['快来人啊滨海大道120号三楼着火了', '滨海大道120号', '滨海大道120号'],
    ['在滨海大道一百二十号,有人晕倒', '滨海大道一百二十号', '滨海大道120号'],
    ['我在滨海大道和龙翔路的交叉口被车撞了', '滨海大道和龙翔路的交叉口', '滨海大道与龙翔路路口'],
    ['宾海大道龙翔路口两车相撞', '宾海大道龙翔路口', '滨海大道与龙翔路路口'],
    ['老人在阳光花园3栋楼下摔倒了', '阳光花园3栋', '阳光花园3栋'],
    ['地库里倒车蹭到柱子，万达广场地库B2', '万达广场', '万达广场'],
    ['香港中文大学这边有人打架', '香港中文大学', '香港中文大学（深圳）'],
    ['Came out and someone had taken my mirror. 4100 Falls Road lot', '4100 Falls Road', '4100 Falls Road'],
    [
      'crash at pratt street and calvert street two cars',
      'pratt street and calvert street',
      'East Pratt Street & South Calvert Street',
    ],
    ['man down by the pond in patterson park', 'patterson park', 'Patterson Park'],
    ['theres smoke on fals road near the school', 'fals road', 'Falls Road'],
  ])('%s', (text, words, name) => {
    expect(best(text)).toEqual([words, name]);
  });

  it('are not seen where there are none', () => {
    for (const text of [
      '有人晕倒了快来',
      '我要去医院',
      '永康市西溪路口兴隆药店',
      'my son is two and he cannot breathe',
      '',
    ]) {
      expect(town.findPlaces(text), text).toEqual([]);
    }
  });

  it('stand where their code points say, past characters of two units', () => {
    const text = '😀𠮷在滨海大道120号着火';
    const [mention] = town.findPlaces(text);
    expect([mention.start, mention.end]).toEqual([3, 11]);
    expect([...text].slice(mention.start, mention.end).join('')).toBe('滨海大道120号');
  });

  it('come most exact first', () => {
    const mentions = town.findPlaces('我刚从万达广场出来现在在滨海大道120号');
    expect(mentions.map((mention) => mention.text)).toEqual(['滨海大道120号', '万达广场']);
  });
});

describe('numbers in words', () => {
  it.each([
    ['一百二十', 120],
    ['十二', 12],
    ['二零零一', 2001],
    ['两千零一', 2001],
    ['三百', 300],
    ['路', undefined],
  ])('%s is %s', (text, value) => {
    expect(parseChineseNumber(text)).toBe(value);
  });
});
