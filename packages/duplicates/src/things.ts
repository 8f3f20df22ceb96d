import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Thing {
  readonly name: string;
  readonly group: string;
  /** Log-odds that sharing it is worth, before the cap. */
  readonly rarity: number;
  /** To show. */
  readonly zh: string;
  readonly en: string;
}

/** Words of things in both languages, looked up longest first. */
export class ThingLexicon {
  readonly #zh = new Map<string, Thing[]>();
  readonly #en = new Map<string, Thing[]>();
  readonly byName = new Map<string, Thing>();
  #longestZh = 1;
  #longestEn = 1;

  /** @throws Error that names the line */
  constructor(text: string) {
    let group = '';
    for (const line of text.split('\n')) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const head = /^\[(.+)\]$/.exec(line.trim());
      if (head) group = head[1] as string;
      else this.#add(group, line);
    }
  }

  #add(group: string, line: string): void {
    const [name = '', rarity = '', zh = '', en = ''] = line.split('|').map((cell) => cell.trim());
    const words = zh.split(/\s+/).filter(Boolean);
    const phrases = en
      .split(',')
      .map((phrase) => phrase.trim().split(/\s+/).map(stem))
      .filter((phrase) => phrase[0] !== '');
    if (!(Number(rarity) > 0) || words.length === 0 || phrases.length === 0) {
      throw new Error(`things: "${line}" wants name | rarity | Chinese | English`);
    }
    const first = en.split(',')[0] as string;
    const thing = { name, group, rarity: Number(rarity), zh: words[0] as string, en: first.trim() };
    this.byName.set(name, thing);
    for (const word of words) {
      const key = word.toLowerCase();
      this.#longestZh = Math.max(this.#longestZh, key.length);
      push(this.#zh, key, thing);
    }
    for (const phrase of phrases) {
      this.#longestEn = Math.max(this.#longestEn, phrase.length);
      push(this.#en, phrase.join(' '), thing);
    }
  }

  /**
   * @param flat lower case, one width
   * @param shortest hanzi a word must have: 山 of 山姆 is no hill
   */
  find(flat: string, words: readonly string[], shortest = 1): Set<Thing> {
    const found = new Set<Thing>();
    for (let at = 0; at < flat.length; at++) {
      if (!isHan(flat.charCodeAt(at))) continue;
      for (let n = Math.min(this.#longestZh, flat.length - at); n >= shortest; n--) {
        const things = this.#zh.get(flat.slice(at, at + n));
        if (things === undefined) continue;
        for (const thing of things) found.add(thing);
        at += n - 1;
        break;
      }
    }
    for (let at = 0; at < words.length; at++) {
      for (let n = Math.min(this.#longestEn, words.length - at); n >= 1; n--) {
        const things = this.#en.get(words.slice(at, at + n).join(' '));
        if (things === undefined) continue;
        for (const thing of things) found.add(thing);
        at += n - 1;
        break;
      }
    }
    return found;
  }
}

const push = (map: Map<string, Thing[]>, key: string, thing: Thing): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [thing]);
  else if (!list.includes(thing)) list.push(thing);
};

export const isHan = (code: number): boolean => code >= 0x3400 && code <= 0x9fff;

/** Endings off, nothing cleverer: "burning", "burned" and "burns" meet. */
export function stem(word: string): string {
  const plain = word.toLowerCase().replace(/['’]s$|['’]/g, '');
  const cut = plain.replace(/(?:ings?|ed|es|s)$/, '');
  if (cut.length < 3) return plain;
  const root = cut === plain ? cut : cut.replace(/([^aeiouls])\1$/, '$1');
  return root.length > 3 ? root.replace(/e$/, '') : root;
}

let shared: ThingLexicon | undefined;

/** The project's lexicon, read once. */
export function thingLexicon(): ThingLexicon {
  shared ??= new ThingLexicon(readFileSync(fileURLToPath(new URL('../lexicon/things.txt', import.meta.url)), 'utf8'));
  return shared;
}
