import { moved } from '@muster/city/geocode/relative-place';
import type { GazetteerEntry } from '@muster/city/pack/format';
import { integerBetween, type Random } from '@muster/kernel/random';

/** What somebody could call a place, and where it truly is. Degrees, WGS-84. */
export interface MadeAddress {
  readonly kind: AddressKind;
  readonly text: string;
  readonly lang: 'zh' | 'en';
  readonly lon: number;
  readonly lat: number;
}

export const ADDRESS_KINDS = [
  'house',
  'house-missing',
  'crossing',
  'building',
  'metro-exit',
  'km-post',
  'named',
  'relative',
] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

const NAMED = new Set(
  'compound school mall hospital metro hotel market office factory government station transport poi village'.split(' '),
);
const BEARINGS: readonly (readonly [zh: string, en: string, bearingDeg: number])[] = [
  ['北', 'north', 0],
  ['东', 'east', 90],
  ['南', 'south', 180],
  ['西', 'west', 270],
];

/** Every tenth house is taken out of the gazetteer: what is asked for then is known to the bench alone. */
export function withoutEveryTenthHouse(entries: readonly GazetteerEntry[]): {
  kept: GazetteerEntry[];
  missing: GazetteerEntry[];
} {
  const kept: GazetteerEntry[] = [];
  const missing: GazetteerEntry[] = [];
  let houses = 0;
  for (const entry of entries) (entry.kind === 'house-number' && ++houses % 10 === 0 ? missing : kept).push(entry);
  return { kept, missing };
}

/** Addresses of every kind that the city has, in equal numbers, Chinese and English in turns where both names exist. */
export function makeAddresses(
  entries: readonly GazetteerEntry[],
  missing: readonly GazetteerEntry[],
  each: number,
  random: Random,
): MadeAddress[] {
  const pools: Record<AddressKind, readonly GazetteerEntry[]> = {
    house: uniqueNames(entries.filter((entry) => entry.kind === 'house-number')),
    'house-missing': uniqueNames(missing),
    crossing: uniqueNames(entries.filter((entry) => entry.kind === 'crossing' && entry.crossStreet !== undefined)),
    building: uniqueNames(entries.filter((entry) => entry.kind === 'building' && /\d+号楼$/.test(entry.names.zh))),
    'metro-exit': entries.filter((entry) => entry.kind === 'metro-exit'),
    'km-post': entries.filter((entry) => entry.kind === 'km-post'),
    named: uniqueNames(entries.filter((entry) => NAMED.has(entry.kind))),
    relative: uniqueNames(entries.filter((entry) => NAMED.has(entry.kind) || entry.kind === 'crossing')),
  };
  const made: MadeAddress[] = [];
  for (const kind of ADDRESS_KINDS) {
    const pool = pools[kind];
    for (let i = 0; i < Math.min(each, pool.length); i++) {
      const entry = pool[integerBetween(random, 0, pool.length)] as GazetteerEntry;
      const hasZh = /\p{Script=Han}/u.test(entry.street ?? entry.names.zh);
      made.push(say(kind, entry, hasZh && (i % 3 < 2 || entry.names.en === '') ? 'zh' : 'en', random));
    }
  }
  return made;
}

/** A name that two places share has no right answer. */
function uniqueNames(entries: readonly GazetteerEntry[]): GazetteerEntry[] {
  const count = new Map<string, number>();
  const names = ({ names: { zh, en } }: GazetteerEntry) => [zh, `en:${en.toLowerCase()}`];
  for (const entry of entries) for (const name of names(entry)) count.set(name, (count.get(name) ?? 0) + 1);
  return entries.filter((entry) => names(entry).every((name) => count.get(name) === 1));
}

function say(kind: AddressKind, entry: GazetteerEntry, lang: 'zh' | 'en', random: Random): MadeAddress {
  const pick = <T>(...ways: readonly T[]): T => ways[integerBetween(random, 0, ways.length)] as T;
  const { lon, lat, names, street = '', crossStreet = '', houseNumber = '' } = entry;
  const made = (text: string, at = { lon, lat }): MadeAddress => ({ kind, text, lang, ...at });
  const en = names.en;
  switch (kind) {
    case 'house':
    case 'house-missing':
      return made(lang === 'zh' ? `${street}${houseNumber}号` : en);
    case 'crossing':
      if (lang === 'en') return made(pick(en, `corner of ${en.replace(' & ', ' and ')}`, en.replace(' & ', ' at ')));
      return made(
        pick(`${street}与${crossStreet}交叉口`, `${street}${crossStreet}路口`, `${crossStreet}和${street}交界的地方`),
      );
    case 'building': {
      const [, compound, number] = /^(.*?)(\d+)号楼$/.exec(names.zh) as unknown as [string, string, string];
      if (lang === 'en') return made(en);
      return made(`${compound}${number}${pick('号楼', '栋', '幢', '号楼2单元501', '栋三单元')}`);
    }
    case 'metro-exit': {
      const [, station, exit] = /^(.*?)地铁站([A-Z])口$/.exec(names.zh) ?? [];
      if (lang === 'en' || station === undefined) return made(en);
      return made(pick(names.zh, `${station}地铁${exit}出口`, `${station}站${exit}口`, `地铁${station}站${exit}出口`));
    }
    case 'km-post': {
      const [, road, km] = /^(.*?)K(\d+)\+000$/.exec(names.zh) ?? [];
      if (lang === 'en' || road === undefined) return made(en);
      return made(pick(names.zh, `${road}${km}公里处`, `${road}北行${km}公里`, `${road}K${km}`));
    }
    case 'named':
      return made(lang === 'zh' ? names.zh : en);
    case 'relative': {
      const [zh, english, bearingDeg] = pick(...BEARINGS);
      const distanceM = pick(100, 200, 300);
      const at = moved(lon, lat, { bearingDeg, distanceM, accuracyM: 0 });
      if (lang === 'en') return pick(made(`${distanceM} meters ${english} of ${en}`, at), made(`opposite ${en}`));
      return pick(made(`${names.zh}往${zh}${distanceM}米`, at), made(`${names.zh}${pick('对面', '旁边', '门口')}`));
    }
  }
}
