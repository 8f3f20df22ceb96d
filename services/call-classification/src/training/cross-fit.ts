import { knownFeatures, scoresOf } from '../domain/linear-model.ts';
import { authorOf, type CorpusFile } from './corpus.ts';
import { type PreparedCall, type TrainingSources, trainWords, type WordModels } from './train-classifier.ts';
import type { Example } from './train-linear.ts';

/** Parts of the authors, each answered by models that have seen none of their calls. */
export const FOLDS = 4;

export interface PreparedFile extends CorpusFile {
  readonly prepared: readonly PreparedCall[];
}

/** Calls with the models that have not seen their authors. */
export interface UnseenCalls {
  readonly authors: readonly string[];
  readonly calls: readonly PreparedCall[];
  readonly models: WordModels;
}

/** What the words say of a call that the model has not seen, before calibration. */
export interface UnseenScores {
  readonly call: PreparedCall['call'];
  readonly types: Float64Array;
  readonly urgency: Float64Array;
}

/** By author, never by line: the lines of one author know each other. */
export function crossFit(
  files: readonly PreparedFile[],
  sayings: readonly Example[],
  sources: TrainingSources,
  tell: (what: string) => void,
): UnseenCalls[] {
  const foldOf = authorFolds(files);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const inFold = (file: PreparedFile) => foldOf.get(authorOf(file)) === fold;
    const own = files.filter(inFold);
    const authors = [...new Set(own.map(authorOf))];
    tell(`fold ${fold + 1} of ${FOLDS}: ${authors.join(', ')}`);
    const calls = (some: readonly PreparedFile[]) => some.flatMap((file) => file.prepared);
    const models = trainWords(calls(files.filter((file) => !inFold(file))), sayings, sources);
    return { authors, calls: calls(own), models };
  });
}

/** Authors of a language in turns over the folds. */
function authorFolds(files: readonly CorpusFile[]): Map<string, number> {
  const folds = new Map<string, number>();
  for (const lang of new Set(files.map((file) => file.lang))) {
    const authors = [...new Set(files.filter((file) => file.lang === lang).map(authorOf))].sort();
    for (const [i, author] of authors.entries()) folds.set(author, i % FOLDS);
  }
  return folds;
}

export function scoresOfUnseen(parts: readonly UnseenCalls[]): UnseenScores[] {
  return parts.flatMap(({ calls, models: { linear } }) =>
    calls.map(({ call, example }) => {
      const known = knownFeatures(example.features, linear.keys, linear.idf);
      return { call, types: scoresOf(linear.types, known), urgency: scoresOf(linear.urgency, known) };
    }),
  );
}
