import { type Classifier, findPlaceWords } from './classify.ts';
import { featuresOf, hashName } from './features.ts';
import { findConcepts } from './find-concepts.ts';
import { foldText } from './folded-text.ts';
import { knownFeatures } from './linear-model.ts';

/** One call in so many is measured: enough for a mean, and the others cost nothing. */
export const MEASURED_ONE_IN = 8;

/** The same calls at every replay. */
export const isMeasured = (alarmId: string): boolean => hashName(alarmId) % MEASURED_ONE_IN === 0;

/** Share of a text's features (characters, syllables, words, concepts) that the model has learnt, 0–1. */
export function knownShareOf({ linear, place, lexicon }: Classifier, text: string): number {
  const folded = foldText(text);
  const where = findPlaceWords(place, folded, [...text]);
  const features = featuresOf(folded, findConcepts(folded, lexicon), lexicon, where);
  return Math.round(knownFeatures(features, linear.keys, linear.idf).known * 100) / 100;
}
