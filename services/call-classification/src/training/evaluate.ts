import { type Classifier, classify } from '../domain/classify.ts';
import type { Calibration } from './calibrate.ts';
import { authorOf, type CorpusFile } from './corpus.ts';
import type { PreparedFile, UnseenCalls } from './cross-fit.ts';
import type { Answered } from './score.ts';
import { type TrainingSources, trainWords, type WordModels } from './train-classifier.ts';
import type { Example } from './train-linear.ts';

export interface Trial {
  readonly name: string;
  readonly answers: readonly Answered[];
}

export interface Evaluation {
  /** By the model that is shipped: authors of whom nothing was learnt from. */
  readonly heldOut: readonly Trial[];
  /** One author's calls answered by models that have seen none of that author's. */
  readonly authors: readonly Trial[];
  readonly unseenTypes: UnseenTypes;
  readonly temperature: number;
}

/** Calls of types that a model has never heard of. */
export interface UnseenTypes {
  readonly types: readonly string[];
  readonly answers: readonly Answered[];
}

/** Of every lead some: taken out of the corpus together, to see what becomes of their calls. */
const LEFT_OUT =
  'medical.allergy fire.wildland rescue.elevator traffic.rail-metro police.lost-found disaster.earthquake police.fraud medical.transfer'.split(
    ' ',
  );

export const classifierOf = (
  { linear, place }: WordModels,
  { temperature, priority }: Calibration,
  { lexicon, rules, types }: TrainingSources,
  version: string,
): Classifier => ({ linear: { ...linear, temperature }, place, priority, lexicon, rules, types, version });

export const answer = (classifier: Classifier, calls: CorpusFile['calls']): Answered[] =>
  calls.map((call) => ({ call, proposal: classify(classifier, call.text) }));

/** Every author by the fold that did not see them. */
export function byAuthor(
  files: readonly PreparedFile[],
  parts: readonly UnseenCalls[],
  calibration: Calibration,
  sources: TrainingSources,
): Trial[] {
  const authors = [...new Set(files.map((file) => `${authorOf(file)} (${file.lang})`))];
  return authors.map((name) => {
    const own = files.filter((file) => `${authorOf(file)} (${file.lang})` === name);
    const part = parts.find(({ authors: unseen }) => unseen.includes(authorOf(own[0] as PreparedFile)));
    const classifier = classifierOf((part as UnseenCalls).models, calibration, sources, name);
    return {
      name,
      answers: answer(
        classifier,
        own.flatMap(({ calls }) => calls),
      ),
    };
  });
}

/** A type never seen in training must come out as low confidence, not as a confident wrong answer. */
export function withoutTypes(
  files: readonly PreparedFile[],
  sayings: readonly Example[],
  calibration: Calibration,
  sources: TrainingSources,
): UnseenTypes {
  const classes = [...sources.types.keys()];
  const isLeftOut = (type: string) => LEFT_OUT.includes(type);
  const all = files.flatMap(({ prepared }) => prepared);
  const left = sayings.filter(({ target }) => ![...target.keys()].some((c) => isLeftOut(classes[c] as string)));
  const models = trainWords(
    all.filter(({ call }) => ![call.type, ...call.alt_types].some(isLeftOut)),
    left,
    sources,
  );
  const calls = all.filter(({ call }) => isLeftOut(call.type) && call.alt_types.length === 0).map(({ call }) => call);
  return { types: LEFT_OUT, answers: answer(classifierOf(models, calibration, sources, 'left-out'), calls) };
}
