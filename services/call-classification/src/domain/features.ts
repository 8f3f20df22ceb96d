import type { ConceptHit } from './find-concepts.ts';
import { isNegated } from './find-concepts.ts';
import { type FoldedText, isHanChar } from './folded-text.ts';
import type { Lexicon } from './lexicon.ts';
import { syllableOf } from './syllables.ts';

/** What the text has, as 32-bit hashes of feature names, each once, with its weight and where it first stands. */
export interface Features {
  readonly ids: number[];
  readonly values: number[];
  readonly starts: number[];
  readonly ends: number[];
  /** Index of the concept; −1 for words. */
  readonly concepts: number[];
}

/** How much a kind of feature counts beside the others, by the first letter of its name; measured on the corpus. */
export const KIND_WEIGHTS: Record<string, number> = { c: 2.2, p: 0.5, h: 1, s: 0.3, w: 1, n: 1, x: 0.5, b: 1 };
const STEM_CHARS = 4;

/** FNV-1a, 32 bits. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Half-open range of the folded text. */
export type Range = readonly [start: number, end: number];
/** "Harbour Industrial Estate" says where and hardly what: features inside the place's words count this much. */
export const PLACE = { share: 0.05 };

class Collector {
  readonly #place: Range | null;
  readonly found: Features = { ids: [], values: [], starts: [], ends: [], concepts: [] };
  readonly #at = new Map<number, number>();

  constructor(place: Range | null) {
    this.#place = place;
  }

  isPlace(start: number, end: number): boolean {
    return this.#place !== null && start >= this.#place[0] && end <= this.#place[1];
  }

  add(name: string, share: number, start: number, end: number, concept = -1): void {
    const inPlace = this.isPlace(start, end);
    const value = share * (KIND_WEIGHTS[name[0] as string] as number) * (inPlace ? PLACE.share : 1);
    if (value === 0) return;
    const id = hashName(name);
    const known = this.#at.get(id);
    if (known !== undefined) {
      if ((this.found.values[known] as number) < value) this.found.values[known] = value;
      return;
    }
    this.#at.set(id, this.found.ids.length);
    this.found.ids.push(id);
    this.found.values.push(value);
    this.found.starts.push(start);
    this.found.ends.push(end);
    this.found.concepts.push(concept);
  }
}

/** Words, their sounds and the concepts of the lexicon. Digits count by their shape only. */
export function featuresOf(
  text: FoldedText,
  hits: readonly ConceptHit[],
  lexicon: Lexicon,
  place: Range | null = null,
): Features {
  const out = new Collector(place);
  addConcepts(out, hits, lexicon);
  const flat = text.flat.replace(/[0-9]/g, '0');
  if (text.hasHan) addHan(out, flat);
  if (text.hasLatin) addLatin(out, flat);
  return out.found;
}

function addConcepts(out: Collector, hits: readonly ConceptHit[], lexicon: Lexicon): void {
  const names = new Map<string, ConceptHit>();
  for (const hit of hits) {
    const inPlace = out.isPlace(hit.start, hit.end);
    const name = `${hit.negated ? '!' : ''}${lexicon.concepts[hit.concept]?.id}`;
    out.add(`c ${name}`, hit.certainty, hit.start, hit.end, hit.concept);
    if (hit.certainty > 0.5 && !inPlace && !names.has(name)) names.set(name, hit);
  }
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [i, [a, hit]] of sorted.entries()) {
    for (const [b] of sorted.slice(i + 1)) out.add(`p ${a} ${b}`, 1, hit.start, hit.end, hit.concept);
  }
}

function addHan(out: Collector, flat: string): void {
  for (let start = 0; start < flat.length; start++) {
    if (!isHanChar(flat[start])) continue;
    let gram = '';
    let sound = '';
    for (let n = 1; n <= 3 && isHanChar(flat[start + n - 1]); n++) {
      const char = flat[start + n - 1] as string;
      gram += char;
      sound += ` ${syllableOf(char)}`;
      out.add(`h ${gram}`, n === 1 ? 0.6 : 1, start, start + n);
      if (n === 2) out.add(`s${sound}`, 1, start, start + n);
    }
  }
}

const WORD = /[a-z0-9]+/g;

/** "burning", "burned" and "burns" share a stem: endings off, nothing cleverer. */
const stem = (word: string): string => {
  const cut = word.replace(/(?:ings?|edly|ed|es|s|ly)$/, '');
  return cut.length >= 3 ? cut.replace(/(.)\1$/, '$1') : word;
};

function addLatin(out: Collector, flat: string): void {
  let before = '';
  let beforeStart = 0;
  let beforeEnd = -9;
  for (const found of flat.matchAll(WORD)) {
    const start = found.index;
    const end = start + found[0].length;
    const word = stem(found[0]);
    const denied = isNegated(flat, start);
    out.add(`w ${word}`, denied ? 0.5 : 1, start, end);
    if (denied) out.add(`n ${word}`, 1, start, end);
    if (word.length > STEM_CHARS) out.add(`x ${word.slice(0, STEM_CHARS)}`, 1, start, end);
    if (start - beforeEnd <= 2) out.add(`b ${before} ${word}`, 1, beforeStart, end);
    before = word;
    beforeStart = start;
    beforeEnd = end;
  }
}
