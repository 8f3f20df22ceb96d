import { seededRandom } from '@muster/kernel/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';
import { Gazetteer } from './gazetteer.ts';
import { pinyinOf } from './pinyin.ts';

let next = 0;
function entry(kind: GazetteerKind, zh: string, en: string, more: Partial<GazetteerEntry> = {}): GazetteerEntry {
  next++;
  return { id: `e${next}`, kind, names: { zh, en }, pinyin: pinyinOf(zh), lon: 114 + next / 1000, lat: 22.5, ...more };
}

const house = (street: string, number: number, lon: number, en = street): GazetteerEntry =>
  entry('house-number', /\w$/.test(street) ? `${number} ${street}` : `${street}${number}号`, `${number} ${en}`, {
    street,
    houseNumber: String(number),
    lon,
  });
const crossing = (a: string, b: string): GazetteerEntry =>
  entry('crossing', `${a}与${b}路口`, `${a} & ${b}`, { street: a, crossStreet: b });

const town = new Gazetteer([
  entry('street', '滨海大道', 'Binhai Avenue'),
  entry('street', '龙翔路', 'Longxiang Road'),
  entry('street', 'Falls Road', 'Falls Road'),
  entry('street', 'North Charles Street', 'North Charles Street'),
  entry('street', 'South Charles Street', 'South Charles Street'),
  entry('street', '12th Avenue', '12th Avenue'),
  entry('street', 'Main Street', 'Main Street'),
  house('滨海大道', 100, 114.102, 'Binhai Avenue'),
  house('滨海大道', 121, 114.15, 'Binhai Avenue'),
  house('滨海大道', 120, 114.12, 'Binhai Avenue'),
  house('滨海大道', 140, 114.11, 'Binhai Avenue'),
  house('Falls Road', 1200, 114.3),
  crossing('滨海大道', '龙翔路'),
  crossing('12th Avenue', 'Main Street'),
  entry('compound', '阳光花园', 'Sunshine Garden', { aliases: ['阳光小区'] }),
  entry('hospital', '第一人民医院', 'First People’s Hospital', { population: 900 }),
  entry('school', '实验小学', 'Experimental Primary School'),
  entry('metro', '大运站', 'Universiade Station'),
]);
const first = (query: string) => town.search(query)[0];

describe('address search', () => {
  it.each([
    ['滨海大道', '滨海大道'],
    ['binhai dadao', '滨海大道'],
    ['binhaida', '滨海大道'],
    ['bhdd', '滨海大道'],
    ['宾海大道', '滨海大道'],
    ['Binhai Ave', '滨海大道'],
    ['N Charles St', 'North Charles Street'],
    ['south charles', 'South Charles Street'],
    ['fals road', 'Falls Road'],
    ['阳光小区', '阳光花园'],
    ['第一人民医', '第一人民医院'],
    ['实验小雪', '实验小学'],
    ['深圳市龙岗区阳光花园', '阳光花园'],
  ])('%s is %s', (query, name) => {
    expect(first(query).name).toBe(name);
  });

  it('finds a house by number in either language, in figures or in words', () => {
    for (const query of [
      '滨海大道120号',
      '滨海大道一百二十号',
      '宾海大道120号',
      '120 Binhai Avenue',
      '广东省深圳市滨海大道120号',
    ]) {
      expect(first(query), query).toMatchObject({ name: '滨海大道120号', lon: 114.12 });
      expect(first(query).approximate).toBeUndefined();
    }
    expect(first('1200 Falls Rd')).toMatchObject({ kind: 'house-number', score: 1 });
    expect(first('1200 block of Falls Road').name).toBe('1200 Falls Road');
  });

  it('places an unknown number between its neighbours on the same side, and says so', () => {
    const found = first('滨海大道110号');
    expect(found).toMatchObject({ name: '滨海大道110号', approximate: 'between-houses' });
    expect(found.lon).toBeCloseTo(114.111, 6);
    // Past the last house the street goes on, 60 m at most.
    expect(first('滨海大道160号').approximate).toBe('nearest-house');
    expect(first('滨海大道160号').lon).toBeCloseTo(114.10945, 5);
    expect(first('龙翔路8号')).toMatchObject({ name: '龙翔路', approximate: 'street' });
  });

  it.each([
    '滨海大道与龙翔路交叉口',
    '龙翔路滨海大道路口',
    '滨海大道和龙翔路',
    '龙翔路与滨海大道',
    '滨海大道龙祥路口',
    '滨海大道/龙翔路',
  ])('finds the crossing %s', (query) => {
    expect(first(query)).toMatchObject({ kind: 'crossing', name: '滨海大道与龙翔路路口' });
  });

  it.each(['12th and Main', 'Main St & 12th Ave', 'corner of twelfth avenue and main', 'Main at 12th'])(
    'finds the crossing %s',
    (query) => {
      expect(first(query)).toMatchObject({ kind: 'crossing', name: '12th Avenue与Main Street路口' });
    },
  );

  it('offers the crossings of a street while the second is being typed', () => {
    expect(first('滨海大道与')).toMatchObject({ kind: 'crossing' });
  });

  it('knows a building by its compound', () => {
    expect(first('阳光花园3栋')).toMatchObject({ name: '阳光花园3栋', approximate: 'compound', kind: 'compound' });
    expect(first('阳光花园十二栋2单元').name).toBe('阳光花园12栋');
  });

  it('goes from a compound to the entry of its building', () => {
    const compound = entry('compound', '柳岭小区', 'Liuling Community', { lon: 114 });
    const building = entry('building', '柳岭小区8号楼', 'Building 8, Liuling Community', { lon: 114.002 });
    const gazetteer = new Gazetteer([compound, building]);
    for (const query of [
      '柳岭小区8号楼',
      '柳岭小区八栋',
      '柳岭小区8栋',
      'Building 8, Liuling Community',
      'liu ling xiao qu 8 hao lou',
    ]) {
      expect(gazetteer.search(query)[0].entry, query).toBe(building);
    }
    expect(gazetteer.findPlaces('我在柳岭小区8号楼门口')[0].candidates[0].entry).toBe(building);
  });

  it('splits a crossing after a street, not inside its name', () => {
    const gazetteer = new Gazetteer([
      entry('street', '义和街', 'Yihe Street'),
      entry('street', '仁台路', 'Rentai Road'),
      crossing('义和街', '仁台路'),
    ]);
    for (const query of ['义和街与仁台路交叉口', 'yi he jie yu ren tai lu jiao cha kou']) {
      expect(gazetteer.search(query)[0].kind, query).toBe('crossing');
    }
  });

  it('takes 四弄 for the name of a lane', () => {
    const gazetteer = new Gazetteer([
      entry('street', '鹭光路', 'Luguang Road'),
      house('鹭光路', 4, 114),
      entry('street', '鹭光四弄', 'Luguang 4th Alley'),
    ]);
    expect(gazetteer.search('鹭光四弄')[0].name).toBe('鹭光四弄');
  });

  it('prefers what is near among equals', () => {
    const chain = [114.1, 114.2, 114.3].map((lon) => entry('poi', '便民超市', 'Handy Store', { lon }));
    const found = new Gazetteer(chain).search('便民超市', { near: { lon: 114.21, lat: 22.5 } });
    expect(found.map((candidate) => candidate.lon)).toEqual([114.2, 114.3, 114.1]);
  });

  it('answers nothing to nothing', () => {
    for (const query of ['', '  ', '!!', '号', '与']) expect(() => town.search(query)).not.toThrow();
    expect(town.search('')).toEqual([]);
    expect(new Gazetteer([]).search('滨海大道')).toEqual([]);
  });

  it('never fails and keeps scores between 0 and 1, whatever is typed', () => {
    const piece = fc.constantFrom(
      '滨',
      '海',
      '大道',
      '号',
      '与',
      '路',
      '12',
      '栋',
      'th',
      ' and ',
      'main',
      'St',
      '&',
      '#',
      '😀',
      '𠮷',
      "'",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
          fc.string(),
        ),
        (query) => {
          for (const { score } of town.search(query)) if (!(score > 0 && score <= 1)) return false;
          return town
            .findPlaces(query)
            .every((mention) => mention.text === [...query].slice(mention.start, mention.end).join(''));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('every entry', () => {
  const hanzi = fc.constantFrom(...'龙翔飞海滨阳光花园新城东西南北中山和平人民建设文化长江珠翠湖景');
  const zhName = fc.tuple(
    fc.array(hanzi, { minLength: 2, maxLength: 4 }),
    fc.constantFrom('路', '大道', '花园', '小学', '大厦', '街'),
  );
  const enName = fc.tuple(
    fc.stringMatching(/^[A-Z][a-z]{3,8}( [A-Z][a-z]{3,8})?$/),
    fc.constantFrom('Street', 'Road', 'Park', 'Avenue', 'School'),
  );
  const names = fc.oneof(
    zhName.map(([chars, end]) => chars.join('') + end),
    enName.map(([words, end]) => `${words} ${end}`),
  );
  const named = fc.uniqueArray(names, { minLength: 1, maxLength: 60 });

  it('finds itself first or ties, by its name and by its pinyin', () => {
    fc.assert(
      fc.property(named, (list) => {
        const entries = list.map((name) =>
          entry(/[路街道]$|Street|Road|Avenue/.test(name) ? 'street' : 'poi', name, name),
        );
        const gazetteer = new Gazetteer(entries);
        for (const own of entries) {
          const found = gazetteer.search(own.names.zh, { limit: 60 });
          if (found.find((candidate) => candidate.entry === own)?.score !== found[0].score) return false;
          if (own.pinyin === '') continue;
          const spoken = gazetteer.search(own.pinyin, { limit: 60 });
          const mine = spoken.find((candidate) => candidate.entry === own);
          if (mine === undefined || mine.score < spoken[0].score - 0.04) return false;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });

  it('is found with one Latin letter wrong', () => {
    fc.assert(
      fc.property(named, fc.nat(), (list, at) => {
        const latin = list.filter((name) => /^[A-Z][a-z]{4,}/.test(name));
        const gazetteer = new Gazetteer(latin.map((name) => entry('street', name, name)));
        for (const name of latin) {
          const spot = 1 + (at % 3);
          const slip = `${name.slice(0, spot)}${name[spot] === 'q' ? 'z' : 'q'}${name.slice(spot + 1)}`;
          if (!gazetteer.search(slip, { limit: 60 }).some((candidate) => candidate.name === name)) return false;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });
});

describe('places for a drill', () => {
  it('are drawn in proportion to the people there, the same from the same seed', () => {
    const many = entry('compound', '大社区', 'Large', { population: 900 });
    const few = entry('compound', '小社区', 'Small', { population: 100 });
    const gazetteer = new Gazetteer([few, many, entry('district', '区', 'District')]);
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 1000 }, () => gazetteer.samplePlace(random));
    };
    const drawn = draw(3);
    expect(drawn.filter((place) => place === many).length).toBeGreaterThan(850);
    expect(drawn.filter((place) => place === many).length).toBeLessThan(950);
    expect(draw(3)).toEqual(drawn);
    expect(new Gazetteer([]).samplePlace(seededRandom(1))).toBeUndefined();
  });
});

describe('what a point is called', () => {
  it('is the house, the crossing or the landmark nearby', () => {
    const at = (lon: number, lat: number) => ({ lon, lat });
    const gazetteer = new Gazetteer([
      entry('house-number', '滨海大道120号', '120 Binhai Avenue', {
        ...at(114, 22.5),
        street: '滨海大道',
        houseNumber: '120',
      }),
      entry('school', '实验小学', 'Primary School', at(114.01, 22.5)),
    ]);
    expect(gazetteer.reverse(114.0001, 22.5).names.zh).toBe('滨海大道120号');
    expect(gazetteer.reverse(114.01, 22.502).names).toEqual({
      zh: '实验小学北侧约220米',
      en: 'about 220 m north of Primary School',
    });
    const named = gazetteer.reverse(114.01, 22.502, () => ({ zh: '学府街', en: 'Xuefu Street' }));
    expect(named.names.zh).toBe('学府街（实验小学北侧约220米）');
    expect(new Gazetteer([]).reverse(114, 22).names.zh).toBe('22.00000, 114.00000');
  });
});
