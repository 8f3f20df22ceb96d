import { findConcepts } from './find-concepts.ts';
import { foldText } from './folded-text.ts';
import type { Facts } from './guidance.ts';
import type { Lexicon } from './lexicon.ts';
import { chineseNumber, personsOf } from './persons.ts';

/** Words that answer a question before it is asked; guidance/facts.txt. */
export interface FactWords {
  /** Its concepts are "fact:value"; the types of a concept are concepts of the classifier, `!` before a denied one. */
  readonly lexicon: Lexicon;
  /** Fact and "fact:value", both. */
  readonly names: ReadonlySet<string>;
}

/** Facts that are found by code and not by words. */
export const COUNTED_FACTS = ['place', 'persons', 'age', 'age:infant', 'age:child', 'age:adult'] as const;

/** A homophone of two syllables is often chance: it answers nothing. */
const CERTAIN = 0.5;
/** Cardiopulmonary resuscitation knows infants below one year and children up to puberty. */
const CHILD_BELOW_YEARS = 13;
const CHILD_FROM_MONTHS = 12;
const MONTHS = /(\d{1,2}|[一二三四五六七八九十两]{1,2}) ?(?:个多?月(?:大|的|了)|月龄|months? old|mo\b)/;
const NEWBORN = /刚出生|刚生下|新生儿|未满月|没满月|newborn|(?:weeks?|days?) old/;
const YEARS = /(\d{1,3}|[一二三四五六七八九十两]{1,3}) ?(?:多?岁|周岁|years? old|year-old|yo\b|y\/o)/;
const YEARS_SHORT = /\b(\d{1,3}) ?[mf]\b/;
const INFANT_WORDS = /婴儿|宝宝|襁褓|吃奶|奶娃|\b(?:infant|baby)\b/;
const CHILD_WORDS = /小孩|孩子|儿童|小朋友|幼儿|男孩|女孩|小学生|\b(?:child|kid|toddler|little (?:boy|girl))\b/;
const ADULT_WORDS =
  /老人|大爷|大妈|爷爷|奶奶|外婆|外公|姥姥|姥爷|老太|老头|老公|老婆|丈夫|妻子|爱人|同事|父亲|母亲|我爸|我妈|师傅|司机|阿姨|叔|男子|女子|男的|女的|\b(?:man|woman|husband|wife|elderly|grand(?:ma|pa|mother|father)|my (?:mum|mom|dad|mother|father)|coworker|colleague|male|female|guy|lady)\b/;

/**
 * What the caller has said already, as far as it answers a question.
 *
 * @param hasPlace the call has words that say where
 */
export function factsOf(text: string, words: FactWords, concepts: Lexicon, hasPlace: boolean): Facts {
  const folded = foldText(text);
  const facts = new Map<string, string>();
  if (hasPlace) facts.set('place', '');
  const spoken = new Set<string>();
  for (const { concept, negated, certainty } of findConcepts(folded, concepts)) {
    const id = concepts.concepts[concept]?.id as string;
    if (certainty > CERTAIN) spoken.add(negated ? `!${id}` : id);
  }
  const said = new Set<number>();
  for (const { concept, negated, certainty } of findConcepts(folded, words.lexicon)) {
    if (!negated && certainty > CERTAIN) said.add(concept);
  }
  // In the order of the file: the dangerous answer stands first and wins where a caller has said both.
  for (const [i, { id, types }] of words.lexicon.concepts.entries()) {
    const [fact = '', value = ''] = id.split(':');
    if (!facts.has(fact) && (said.has(i) || types.some((concept) => spoken.has(concept)))) facts.set(fact, value);
  }
  // Without a type only what was counted, or that nobody is hurt.
  if (personsOf(folded.flat, '', spoken) !== null) facts.set('persons', '');
  const age = ageGroupOf(folded.flat);
  if (age !== null) facts.set('age', age);
  return facts;
}

/** @param flat the folded text */
export function ageGroupOf(flat: string): 'infant' | 'child' | 'adult' | null {
  const years = YEARS.exec(flat)?.[1] ?? YEARS_SHORT.exec(flat)?.[1];
  const number = years === undefined ? null : chineseNumber(years);
  if (number !== null) return number < 1 ? 'infant' : number < CHILD_BELOW_YEARS ? 'child' : 'adult';
  const months = MONTHS.exec(flat)?.[1];
  if (months !== undefined) return (chineseNumber(months) ?? 0) < CHILD_FROM_MONTHS ? 'infant' : 'child';
  if (NEWBORN.test(flat)) return 'infant';
  if (ADULT_WORDS.test(flat)) return CHILD_WORDS.test(flat) || INFANT_WORDS.test(flat) ? null : 'adult';
  if (INFANT_WORDS.test(flat)) return 'infant';
  return CHILD_WORDS.test(flat) ? 'child' : null;
}
