import { squashedSimilarity, unitSimilarity } from './similarity.ts';
import { squash, type Unit, unitsOf } from './units.ts';

/** What a name stands for; several names may stand for one thing. */
export interface NamedThing {
  /** Written forms: Chinese, English, aliases. */
  readonly names: readonly string[];
  /** Pinyin of the Chinese name with spaces, or empty. */
  readonly pinyin: string;
}

export interface Hit {
  readonly thing: number;
  readonly score: number;
}

interface Form {
  readonly units: readonly Unit[];
  readonly squashed: string;
}

/** Things whose names are compared letter by letter, a query. */
const MAX_COMPARED = 80;
/** A token in more than this share of all things tells nothing, unless the query has no other. */
const COMMON_SHARE = 0.25;
const TRIGRAM_WEIGHT = 0.5;

/**
 * Inverted index over hanzi, pairs of folded syllables, Latin words and letter trigrams of names and pinyin. The index
 * finds what shares rare pieces with the query; the names of the best are then aligned with it.
 */
export class NameIndex {
  readonly #forms: Form[][] = [];
  readonly #postings = new Map<string, number[]>();
  #weights: Float32Array = new Float32Array(0);
  #scores: Float32Array = new Float32Array(0);

  constructor(things: Iterable<NamedThing>) {
    for (const thing of things) this.#add(thing);
    this.#scores = new Float32Array(this.#forms.length);
    this.#weights = Float32Array.from(this.#forms, (forms) => 1 / (4 + (forms[0]?.units.length ?? 0)));
  }

  #add(thing: NamedThing): void {
    const index = this.#forms.length;
    const forms: Form[] = [];
    const seen = new Set<string>();
    const tokens = new Set<string>();
    for (const name of thing.names) {
      const units = unitsOf(name);
      const squashed = squash(units);
      if (units.length === 0 || seen.has(squashed)) continue;
      seen.add(squashed);
      forms.push({ units, squashed });
      tokensOf(units, tokens);
    }
    const squashedPinyin = thing.pinyin.replaceAll(' ', '').toLowerCase();
    if (squashedPinyin !== '') {
      forms.push({ units: [], squashed: squashedPinyin });
      trigramsOf(squashedPinyin, tokens);
      tokens.add(`i:${thing.pinyin.replace(/(\S)\S*\s*/g, '$1').toLowerCase()}`);
    }
    for (const token of tokens) {
      const list = this.#postings.get(token);
      if (list === undefined) this.#postings.set(token, [index]);
      else list.push(index);
    }
    this.#forms.push(forms);
  }

  /** The written forms of a thing, for lookups of whole names. */
  unitForms(thing: number): (readonly Unit[])[] {
    return this.#forms[thing].filter((form) => form.units.length > 0).map((form) => form.units);
  }

  /** Best first; ties in the order things were added. `accept` narrows before the limit. */
  search(units: readonly Unit[], limit: number, accept: (thing: number) => boolean = () => true): Hit[] {
    if (units.length === 0) return [];
    const squashed = units.some((unit) => unit.kind === 'hanzi') ? '' : squash(units);
    const hits: Hit[] = [];
    for (const thing of this.#candidates(units, squashed, accept)) {
      const score = this.#score(units, squashed, thing);
      if (score > 0.3) hits.push({ thing, score });
    }
    return hits.sort((a, b) => b.score - a.score || a.thing - b.thing).slice(0, limit);
  }

  #score(units: readonly Unit[], squashed: string, thing: number): number {
    let best = 0;
    for (const form of this.#forms[thing]) {
      if (form.units.length > 0) best = Math.max(best, unitSimilarity(units, form.units));
      if (squashed !== '' && best < 0.97) best = Math.max(best, squashedSimilarity(squashed, form.squashed));
    }
    if (squashed.length >= 3 && best < 0.8 && this.#postings.get(`i:${squashed}`)?.includes(thing)) best = 0.8;
    return best;
  }

  #candidates(units: readonly Unit[], squashed: string, accept: (thing: number) => boolean): number[] {
    const tokens = new Set<string>();
    tokensOf(units, tokens, true);
    if (squashed !== '') tokens.add(`i:${squashed}`);
    const lists: { list: number[]; weight: number }[] = [];
    for (const token of tokens) {
      const list = this.#postings.get(token);
      if (list === undefined) continue;
      const rarity = Math.log(1 + this.#forms.length / list.length);
      lists.push({ list, weight: token.startsWith('3:') ? rarity * TRIGRAM_WEIGHT : rarity });
    }
    lists.sort((a, b) => a.list.length - b.list.length);
    const common = Math.max(400, this.#forms.length * COMMON_SHARE);
    const touched: number[] = [];
    for (const { list, weight } of lists) {
      if (list.length > common && touched.length > 0) break;
      for (const thing of list) {
        if (this.#scores[thing] === 0) touched.push(thing);
        this.#scores[thing] += weight;
      }
    }
    return this.#best(touched, accept);
  }

  /** Among equals the shorter name: a query is more likely all of it. */
  #best(touched: readonly number[], accept: (thing: number) => boolean): number[] {
    const kept: { thing: number; value: number }[] = [];
    let floor = 0;
    for (const thing of touched) {
      const value = this.#scores[thing] * (1 + this.#weights[thing]);
      this.#scores[thing] = 0;
      if (value <= floor || !accept(thing)) continue;
      kept.push({ thing, value });
      if (kept.length >= 4 * MAX_COMPARED) {
        kept.sort((a, b) => b.value - a.value);
        kept.length = MAX_COMPARED;
        floor = kept[MAX_COMPARED - 1].value;
      }
    }
    return kept
      .sort((a, b) => b.value - a.value)
      .slice(0, MAX_COMPARED)
      .map(({ thing }) => thing);
  }
}

/** `asQuery`: a last word still being typed counts by its trigrams only through what is there. */
function tokensOf(units: readonly Unit[], tokens: Set<string>, asQuery = false): void {
  let latin = '';
  units.forEach((unit, i) => {
    if (unit.kind === 'hanzi') {
      tokens.add(unit.text);
      tokens.add(`f:${unit.fold}`);
      const next = units[i + 1];
      if (next?.kind === 'hanzi') tokens.add(`${unit.fold} ${next.fold}`);
    } else {
      tokens.add(`w:${unit.text}`);
      latin += unit.text;
    }
  });
  if (latin !== '') trigramsOf(latin, tokens, asQuery);
}

function trigramsOf(text: string, tokens: Set<string>, asQuery = false): void {
  const padded = `^${text}`;
  for (let i = 0; i + 3 <= padded.length; i++) tokens.add(`3:${padded.slice(i, i + 3)}`);
  if (!asQuery || text.length < 2) tokens.add(`3:${padded.slice(0, 2)}`);
}
