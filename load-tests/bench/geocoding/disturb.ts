import { pinyinOf, readingOf } from '@muster/city/gazetteer/pinyin';
import { integerBetween, type Random } from '@muster/kernel/random';
import type { MadeAddress } from './made-addresses.ts';

export const DISTURBANCES = [
  'as named',
  'homophone',
  'character lost',
  'characters swapped',
  'numbers in words',
  'inside a call',
  'with a wrong district',
  'in pinyin',
] as const;
export type Disturbance = (typeof DISTURBANCES)[number];

/** Says an address the way it may arrive; null where the disturbance does not fit it. Truth and kind stay. */
export class Disturber {
  /** Sound → characters of the city's own names that sound so. */
  readonly #homophones = new Map<string, string[]>();
  readonly #districts: readonly string[];

  constructor(names: Iterable<string>, districts: readonly string[]) {
    this.#districts = districts;
    for (const char of new Set([...names].join(''))) {
      const sound = /\p{Script=Han}/u.test(char) ? readingOf(char) : '';
      if (sound !== '') this.#homophones.set(sound, [...(this.#homophones.get(sound) ?? []), char]);
    }
  }

  disturb(address: MadeAddress, how: Disturbance, random: Random): string | null {
    const { text, lang } = address;
    switch (how) {
      case 'as named':
        return text;
      case 'homophone':
        return lang === 'zh' ? this.#misheard(text, random) : null;
      case 'character lost':
        return replaceOne(text, lang, random, () => '');
      case 'characters swapped':
        return swapped(text, lang, random);
      case 'numbers in words':
        return lang === 'zh' ? inChineseNumerals(text) : null;
      case 'inside a call':
        return insideACall(text, lang, random);
      case 'with a wrong district':
        if (lang !== 'zh' || this.#districts.length === 0) return null;
        return `${this.#districts[integerBetween(random, 0, this.#districts.length)]}${text}`;
      case 'in pinyin':
        return lang === 'zh' && address.kind === 'named' ? pinyinOf(text).replaceAll(' ', '') || null : null;
    }
  }

  #misheard(text: string, random: Random): string | null {
    return replaceOne(text, 'zh', random, (char) => {
      const others = (this.#homophones.get(readingOf(char)) ?? []).filter((other) => other !== char);
      return others.length === 0 ? null : (others[integerBetween(random, 0, others.length)] as string);
    });
  }
}

/** Characters that carry the name: not the ending (路, 号), not figures. */
const ZH_NAME_CHAR =
  /[^\P{Script=Han}路街道巷弄号楼栋幢口站区与和交叉界的地方往东南西北米公里处出单元行对面旁边门二三一百]/u;

function positions(text: string, lang: 'zh' | 'en'): number[] {
  const chars = [...text];
  const isName = (char: string) => (lang === 'zh' ? ZH_NAME_CHAR.test(char) : /[a-z]/.test(char));
  return chars.flatMap((char, i) => (isName(char) ? [i] : []));
}

function replaceOne(
  text: string,
  lang: 'zh' | 'en',
  random: Random,
  replace: (char: string) => string | null,
): string | null {
  const at = positions(text, lang);
  // A name of one character or two is not itself any more.
  if (at.length < (lang === 'zh' ? 3 : 6)) return null;
  const chars = [...text];
  for (let tries = 0; tries < 5; tries++) {
    const i = at[integerBetween(random, 0, at.length)] as number;
    const other = replace(chars[i] as string);
    if (other !== null) return chars.with(i, other).join('');
  }
  return null;
}

function swapped(text: string, lang: 'zh' | 'en', random: Random): string | null {
  const at = positions(text, lang).filter((i, n, all) => all[n + 1] === i + 1);
  if (at.length < (lang === 'zh' ? 2 : 5)) return null;
  const i = at[integerBetween(random, 0, at.length)] as number;
  const chars = [...text];
  const [a, b] = [chars[i] as string, chars[i + 1] as string];
  return a === b
    ? null
    : chars
        .with(i, b)
        .with(i + 1, a)
        .join('');
}

const DIGITS = '零一二三四五六七八九';

function inChineseNumerals(text: string): string | null {
  // House and building numbers are spoken; what stands after a K or in a name is not touched.
  const said = text.replace(/\d+(?=号|栋|幢|公里)/g, (figures) => spoken(Number(figures)));
  return said === text ? null : said;
}

/** 1–9999 as it is said: 120 → 一百二十, 12 → 十二. */
function spoken(value: number): string {
  const units = ['', '十', '百', '千'];
  const digits = [...String(value)].map(Number);
  let said = '';
  digits.forEach((digit, i) => {
    const unit = units[digits.length - 1 - i] as string;
    if (digit > 0) said += `${DIGITS[digit]}${unit}`;
    else if (said !== '' && !said.endsWith('零')) said += '零';
  });
  return said.replace(/零$/, '').replace(/^一十/, '十');
}

const CALLS = {
  zh: [
    ['喂你好我在', '这里有人晕倒了叫不醒你们快来'],
    ['', '，着火了，烟很大，快点'],
    ['刚才路过', '看到两辆车撞了，有人受伤'],
    ['我妈摔了一跤起不来了，地址是', '，麻烦快一点'],
  ],
  en: [
    ["hi i'm at ", ' and there is a man lying on the floor please hurry'],
    ['Smoke coming out of a window, ', '. Please send someone.'],
    ['we just got hit by a truck at ', ', two people hurt'],
  ],
} as const;

function insideACall(text: string, lang: 'zh' | 'en', random: Random): string {
  const ways = CALLS[lang];
  const [before, after] = ways[integerBetween(random, 0, ways.length)] as readonly [string, string];
  return `${before}${text}${after}`;
}
