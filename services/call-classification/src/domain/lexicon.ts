import { isHanChar } from './folded-text.ts';
import { syllableOf } from './syllables.ts';

/** One thing that callers say in many ways, in both languages. */
export interface Concept {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Types that the concept points to by itself; training takes each of its words for a very short call of them. */
  readonly types: readonly string[];
  /** The words as they stand in the file. */
  readonly sayings: readonly string[];
  /** What does not fit the index of literal words. */
  readonly zhPattern: RegExp | null;
  readonly enPattern: RegExp | null;
}

export interface Lexicon {
  readonly concepts: readonly Concept[];
  /** Syllables of a Chinese word, joined by spaces → the words that sound so. */
  readonly words: ReadonlyMap<string, readonly { readonly word: string; readonly concept: number }[]>;
  readonly longestWord: number;
}

const GAP_ZH = '[^,，。.!！?？;；\\s]{0,5}?';
const GAP_EN = '(?:[ ,-]+[a-z0-9]+){0,3}?[ ,-]+';

/**
 * Reads the lexicon's text files: three lines a concept, `id | 中文 | English`, `zh words`, `en words` (the header of
 * medical.txt has the notation).
 *
 * @throws Error that names the line
 */
export function parseLexicon(files: readonly string[]): Lexicon {
  const concepts: Concept[] = [];
  const words = new Map<string, { word: string; concept: number }[]>();
  let longestWord = 0;
  for (const file of files) {
    const lines = file.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    for (let i = 0; i < lines.length; i += 3) {
      const [id = '', zh = '', en = '', types = ''] = (lines[i] ?? '').split('|').map((cell) => cell.trim());
      const zhLine = lines[i + 1];
      const enLine = lines[i + 2];
      if (en === '' || !zhLine?.startsWith('zh ') || !enLine?.startsWith('en ')) {
        throw new Error(`the lexicon is wrong near "${lines[i]}": it wants three lines, a head, zh and en`);
      }
      const items = zhLine.slice(3).trim().toLowerCase().split(/\s+/);
      for (const word of items.filter(isWord)) {
        const key = [...word].map(syllableOf).join(' ');
        const same = words.get(key) ?? [];
        if (!same.some((other) => other.word === word && other.concept === concepts.length)) {
          words.set(key, [...same, { word, concept: concepts.length }]);
        }
        longestWord = Math.max(longestWord, word.length);
      }
      const zhRest = items.filter((item) => !isWord(item)).map((item) => item.replaceAll('..', GAP_ZH));
      concepts.push({
        id,
        zh,
        en,
        types: types === '' ? [] : types.split(' '),
        sayings: [...items, ...enLine.slice(3).trim().split('|')].map((item) =>
          item.replace(/\.\.|\*|\(\?:|[?()\\]|d\+/g, ' ').trim(),
        ),
        zhPattern: zhRest.length > 0 ? new RegExp(zhRest.join('|'), 'g') : null,
        enPattern: new RegExp(
          `(?<![a-z0-9])(?:${enLine.slice(3).trim().split('|').map(englishItem).join('|')})(?![a-z0-9])`,
          'g',
        ),
      });
    }
  }
  return { concepts, words, longestWord };
}

const isWord = (item: string): boolean => [...item].every(isHanChar);

const englishItem = (item: string): string =>
  item
    .trim()
    .replaceAll(' .. ', '\u0001')
    .replace(/(?<=\w)\*/g, '[a-z]*')
    .replaceAll(' ', '[ ,-]+')
    .replaceAll('\u0001', GAP_EN);
