import { editDistance } from './edit-distance.ts';
import { foldSyllable, isHanzi, readingOf } from './pinyin.ts';

/**
 * A unit is what names are compared by: one hanzi, one Latin word in its short form, or one number. Streets are written
 * "N Charles St", "North Charles Street" and "north charles": the short forms make them alike.
 */
export interface Unit {
  readonly text: string;
  readonly kind: 'hanzi' | 'word' | 'number';
  /** Hanzi: the usual reading; otherwise the text. */
  readonly sound: string;
  /** Hanzi: the reading with confusable sounds made one; otherwise the text. */
  readonly fold: string;
  /** 1; less for what names share (road, street, north). */
  readonly weight: number;
}

/** Where a unit stands in a text, in code points. */
export interface PlacedUnit {
  readonly unit: Unit;
  readonly start: number;
  readonly end: number;
}

const SHORT: Readonly<Record<string, string>> = {
  street: 'st',
  str: 'st',
  saint: 'st',
  avenue: 'ave',
  av: 'ave',
  boulevard: 'blvd',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  place: 'pl',
  court: 'ct',
  highway: 'hwy',
  parkway: 'pkwy',
  square: 'sq',
  terrace: 'ter',
  circle: 'cir',
  expressway: 'expy',
  freeway: 'fwy',
  mount: 'mt',
  fort: 'ft',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
  eleventh: '11th',
  twelfth: '12th',
  thirteenth: '13th',
  fourteenth: '14th',
  fifteenth: '15th',
  sixteenth: '16th',
  seventeenth: '17th',
  eighteenth: '18th',
  nineteenth: '19th',
  twentieth: '20th',
  center: 'centre',
  hosp: 'hospital',
  dept: 'department',
  apts: 'apartments',
  apt: 'apartments',
  univ: 'university',
  elem: 'elementary',
  sch: 'school',
  stn: 'station',
  martin: 'martin',
  bldg: 'building',
};

export const STREET_WORDS: ReadonlySet<string> = new Set([
  'st',
  'ave',
  'blvd',
  'rd',
  'dr',
  'ln',
  'pl',
  'ct',
  'hwy',
  'pkwy',
  'sq',
  'ter',
  'cir',
  'expy',
  'fwy',
  'way',
  'alley',
]);
export const DIRECTIONS: ReadonlySet<string> = new Set(['n', 's', 'e', 'w', 'ne', 'nw', 'se', 'sw']);
const FILLERS: ReadonlySet<string> = new Set(['the', 'of', 'and', 'at', 'on', 'in']);
const COMMON_HANZI: ReadonlySet<string> = new Set(['路', '街', '道', '巷', '弄', '市', '区', '县', '镇', '号', '的']);
const WORD_WEIGHT = 0.35;
const COMMON_HANZI_WEIGHT = 0.5;

const known = new Map<string, Unit>();
/** Names of one city have far fewer different words than this; free text could go on for ever. */
const MAX_KNOWN = 200_000;

export function unitOf(raw: string): Unit {
  let unit = known.get(raw);
  if (unit === undefined) {
    unit = makeUnit(raw);
    if (known.size < MAX_KNOWN) known.set(raw, unit);
  }
  return unit;
}

function makeUnit(raw: string): Unit {
  if (isHanzi(raw)) {
    const sound = readingOf(raw) || raw;
    return {
      text: raw,
      kind: 'hanzi',
      sound,
      fold: foldSyllable(sound),
      weight: COMMON_HANZI.has(raw) ? COMMON_HANZI_WEIGHT : 1,
    };
  }
  const text = SHORT[raw] ?? misspeltStreetWord(raw) ?? raw;
  const light = STREET_WORDS.has(text) || DIRECTIONS.has(text) || FILLERS.has(text);
  const kind = /^\d+$/.test(text) ? 'number' : 'word';
  return { text, kind, sound: text, fold: text, weight: light ? WORD_WEIGHT : 1 };
}

const LONG_STREET_WORDS = Object.keys(SHORT).filter((word) => word.length >= 4 && STREET_WORDS.has(SHORT[word]));

/** "avenu" still being typed, "streat" misspelt. */
function misspeltStreetWord(raw: string): string | undefined {
  if (raw.length < 3 || raw.length > 11) return undefined;
  const meant = LONG_STREET_WORDS.find(
    (word) => (raw.length >= 4 && word.startsWith(raw)) || (raw[0] === word[0] && isSlip(raw, word)),
  );
  return meant === undefined ? undefined : SHORT[meant];
}

/** One letter lost, or two swapped; of short words any other change makes another word. */
const isSlip = (raw: string, word: string): boolean =>
  editDistance(raw, word, 1) <= 1 &&
  (word.length >= 5 || raw.length < word.length || [...raw].sort().join('') === [...word].sort().join(''));

const UNIT =
  /\p{Script=Han}|\p{N}+(?:\p{Script=Latin}{1,2}(?!\p{Script=Latin}))?|[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Hangul}\p{Script=Kana}]+|[\p{L}]+/gu;

/** Full-width to half-width, lower case, accents and apostrophes off. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}|['’`]/gu, '')
    .normalize('NFC');

export function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  for (const match of plainText(text).matchAll(UNIT)) units.push(unitOf(match[0]));
  return units;
}

/** As unitsOf, with code point positions in the text as given. */
export function placedUnitsOf(text: string): PlacedUnit[] {
  const chars = [...text];
  // One code point in, one or no code point out, so that positions hold; rare letters that unfold to more are kept.
  const flat: string[] = [];
  const origin: number[] = [];
  chars.forEach((char, index) => {
    for (const plain of plainText(char)) {
      flat.push(plain);
      origin.push(index);
    }
  });
  const joined = flat.join('');
  // matchAll counts UTF-16 units; hanzi beyond the first plane take two.
  const codePointAt: number[] = [];
  flat.forEach((char, index) => {
    for (let i = 0; i < char.length; i++) codePointAt.push(index);
  });
  return [...joined.matchAll(UNIT)].map((match) => {
    const first = origin[codePointAt[match.index]];
    const last = origin[codePointAt[match.index + match[0].length - 1]];
    return { unit: unitOf(match[0]), start: first, end: last + 1 };
  });
}

export const keyOf = (units: readonly Unit[]): string => units.map((unit) => unit.text).join(' ');
export const foldKeyOf = (units: readonly Unit[]): string => units.map((unit) => unit.fold).join(' ');
export const squash = (units: readonly Unit[]): string => units.map((unit) => unit.text).join('');
