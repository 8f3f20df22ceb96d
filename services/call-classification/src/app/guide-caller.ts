import { ok, type Result, refuse } from '@muster/kernel/result';
import { type FactWords, factsOf } from '../domain/caller-facts.ts';
import { type Classifier, classify, findPlaceWords } from '../domain/classify.ts';
import { foldText } from '../domain/folded-text.ts';
import { type Facts, type Guidance, type GuidanceBook, guide } from '../domain/guidance.ts';

/** Facts that a call-taker ticks off; more is not a form. */
export const MAX_KNOWN = 64;
/** What happened: a type stands for it. */
const WHAT = 'what';

export interface GuideDeps {
  readonly classifier: Classifier;
  readonly book: GuidanceBook;
  readonly words: FactWords;
}

export interface GuideQuery {
  /** A code of the taxonomy; '': the one that the text is classified as. */
  readonly type: string;
  /** Facts or questions, each perhaps with its answer: "breathing:no". What nobody knows is passed over. */
  readonly known: readonly string[];
  readonly text: string;
}

/** What to ask next and to read to the caller; refuses a type that is not in the taxonomy. */
export function guideCaller(
  { classifier, book, words }: GuideDeps,
  { type: given, known, text }: GuideQuery,
): Result<Guidance & { readonly type: string; readonly facts: Facts }> {
  if (given !== '' && !classifier.types.has(given)) {
    return refuse('invalid', `there is no incident type "${given}"`, `没有警情类型“${given}”`);
  }
  if (known.length > MAX_KNOWN) {
    return refuse('limit', `at most ${MAX_KNOWN} known facts`, `已知项最多 ${MAX_KNOWN} 个`);
  }
  const said = text.trim() !== '';
  const type = given === '' && said ? classify(classifier, text).type : given;
  const facts = new Map(said ? factsOf(text, words, classifier.lexicon, hasPlace(classifier, text)) : []);
  if (type !== '') facts.set(WHAT, '');
  for (const item of known) {
    const [name = '', value = ''] = item.split(':').map((part) => part.trim());
    const fact = book.questions.get(name)?.asks ?? name;
    // The human's answer counts before what the words seem to say; a bare tick keeps what they said.
    if (fact !== '') facts.set(fact, value === '' ? (facts.get(fact) ?? '') : value);
  }
  return ok({ ...guide(book, type, facts), type, facts });
}

const hasPlace = ({ place }: Classifier, text: string): boolean =>
  findPlaceWords(place, foldText(text), [...text]) !== null;
