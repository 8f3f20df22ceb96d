import type { FoldedText } from './folded-text.ts';
import { isHanChar } from './folded-text.ts';
import type { Lexicon } from './lexicon.ts';
import { syllableOf } from './syllables.ts';

export interface ConceptHit {
  /** Index into the lexicon. */
  readonly concept: number;
  /** In the folded text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly negated: boolean;
  /** 1 as written, less for a homophone. */
  readonly certainty: number;
}

/** A two-syllable homophone is often chance; of three it hardly ever is. */
const HOMOPHONE_2 = 0.35;
const HOMOPHONE_3 = 0.9;
/** Hits of one concept that are looked at. */
const MAX_HITS = 8;

/** Every concept of the lexicon that the text speaks of, with whether it is denied ("没有着火" does not speak of fire). */
export function findConcepts(text: FoldedText, lexicon: Lexicon): ConceptHit[] {
  const hits: ConceptHit[] = [];
  if (text.hasHan) findWords(text, lexicon, hits);
  for (const [i, concept] of lexicon.concepts.entries()) {
    if (text.hasHan && concept.zhPattern !== null) match(concept.zhPattern, text.flat, i, hits);
    if (text.hasLatin && concept.enPattern !== null) match(concept.enPattern, text.flat, i, hits);
  }
  return hits;
}

function match(pattern: RegExp, flat: string, concept: number, hits: ConceptHit[]): void {
  pattern.lastIndex = 0;
  for (let n = 0; n < MAX_HITS; n++) {
    const found = pattern.exec(flat);
    if (found === null) return;
    const start = found.index;
    const end = start + found[0].length;
    if (end === start) return;
    hits.push({ concept, start, end, negated: isNegated(flat, start), certainty: 1 });
  }
}

function findWords(text: FoldedText, lexicon: Lexicon, hits: ConceptHit[]): void {
  const { flat } = text;
  for (let start = 0; start < flat.length; start++) {
    if (!isHanChar(flat[start])) continue;
    let key = '';
    for (let end = start + 1; end <= Math.min(flat.length, start + lexicon.longestWord); end++) {
      const char = flat[end - 1] as string;
      if (!isHanChar(char)) break;
      key = key === '' ? syllableOf(char) : `${key} ${syllableOf(char)}`;
      const words = lexicon.words.get(key);
      if (words === undefined) continue;
      const written = flat.slice(start, end);
      const exact = words.some(({ word }) => word === written);
      for (const { word, concept } of words) {
        // Where one of them stands letter by letter, the others only sound like it.
        if (exact ? word !== written : end - start < 2) continue;
        const certainty = exact ? 1 : end - start > 2 ? HOMOPHONE_3 : HOMOPHONE_2;
        hits.push({ concept, start, end, negated: isNegated(flat, start), certainty });
      }
    }
  }
}

/** A denial reaches a few characters ahead inside its clause; 没停 or 不知道 deny something else. */
const DENIED_ZH =
  /(?:没有?(?!停|断|完|气|关|想到|事)|无(?!人|法)|未(?!知)|不是|不(?!停|断|住|知|行|了|动|清|省|会|敢|好|太|要|让|能|给)|别|并非)[^,，。.!！?？;；:：\s]{0,3}$/;
const DENIED_EN =
  /(?:^|[^a-z])(?:no|not|never|without|nobody|none|isnt|arent|wasnt|werent|dont|doesnt|didnt|hasnt|havent|aint|denies|deny|neg|negative)(?:[ ]+[a-z0-9]+){0,2}[ ]+$/;
const LOOK_BACK_ZH = 7;
const LOOK_BACK_EN = 30;

export function isNegated(flat: string, start: number): boolean {
  if (isHanChar(flat[start])) return DENIED_ZH.test(flat.slice(Math.max(0, start - LOOK_BACK_ZH), start));
  return DENIED_EN.test(flat.slice(Math.max(0, start - LOOK_BACK_EN), start));
}
