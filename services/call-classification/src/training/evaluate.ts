import { type Classifier, classify } from '../domain/classify.ts';
import { authorOf, type CorpusFile } from './corpus.ts';
import { type Answered, isRight } from './score.ts';
import { type PreparedCall, type TrainingSources, trainClassifier } from './train-classifier.ts';

/** Folds of the cross-validation by which the confidence is calibrated. */
export const FOLDS = 5;

export interface Trial {
  readonly name: string;
  readonly answers: readonly Answered[];
}

export interface Evaluation {
  /** Every call once, answered by a model that has not seen it, before calibration. */
  readonly folds: readonly Trial[];
  /** One author's calls answered by a model that has seen none of that author's. */
  readonly authors: readonly Trial[];
  readonly temperature: number;
}

export interface PreparedFile extends CorpusFile {
  readonly prepared: readonly PreparedCall[];
}

const answer = (classifier: Classifier, calls: readonly PreparedCall[]): Answered[] =>
  calls.map(({ call }) => ({ call, proposal: classify(classifier, call.text) }));

/**
 * Cross-validation over every file (every fifth line is kept aside: a batch holds a few types only, so that keeping
 * whole batches aside would leave types unlearnt), and each author by the others of the same language.
 */
export function evaluate(
  files: readonly PreparedFile[],
  sources: TrainingSources,
  tell: (what: string) => void,
): Evaluation {
  const all = files.flatMap((file) => file.prepared);
  const foldOf = new Map(files.flatMap((file) => file.prepared.map((call, i) => [call, i % FOLDS] as const)));
  const parts: { temperature: number; answers: Answered[]; calls: PreparedCall[]; classifier: Classifier }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    tell(`fold ${fold + 1} of ${FOLDS}`);
    const calls = all.filter((call) => foldOf.get(call) === fold);
    const classifier = trainClassifier(
      all.filter((call) => foldOf.get(call) !== fold),
      sources,
      1,
      `fold-${fold}`,
    );
    parts.push({ temperature: 1, answers: [], calls, classifier });
  }
  const temperature = bestTemperature(parts);
  const folds = ['zh', 'en'].map((lang) => {
    const ids = new Set(files.filter((file) => file.lang === lang).flatMap((file) => file.calls.map(({ id }) => id)));
    const answers = parts.flatMap(({ classifier, calls }) =>
      answer(
        withTemperature(classifier, temperature),
        calls.filter(({ call }) => ids.has(call.id)),
      ),
    );
    return { name: lang, answers };
  });
  return { folds, authors: acrossAuthors(files, sources, temperature, tell), temperature };
}

function acrossAuthors(
  files: readonly PreparedFile[],
  sources: TrainingSources,
  temperature: number,
  tell: (what: string) => void,
): Trial[] {
  const authors = [...new Set(files.map(authorOf))].sort();
  const langOf = (author: string) => files.find((file) => authorOf(file) === author)?.lang;
  return authors
    .filter((author) => authors.some((other) => other !== author && langOf(other) === langOf(author)))
    .map((author) => {
      tell(`${author} by the others`);
      const of = (test: (file: PreparedFile) => boolean) => files.filter(test).flatMap((file) => file.prepared);
      const others = of((file) => authorOf(file) !== author);
      return {
        name: `${author} (${langOf(author)})`,
        answers: answer(
          trainClassifier(others, sources, temperature, author),
          of((file) => authorOf(file) === author),
        ),
      };
    });
}

const withTemperature = (classifier: Classifier, temperature: number): Classifier => ({
  ...classifier,
  linear: { ...classifier.linear, temperature },
});

/** The temperature with the least calibration error, by a fixed ladder: no optimiser, no surprise. */
function bestTemperature(parts: readonly { classifier: Classifier; calls: readonly PreparedCall[] }[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = 0; step <= LADDER_STEPS; step++) {
    const temperature = LADDER_FROM + step * LADDER_STEP;
    let loss = 0;
    for (const { classifier, calls } of parts) {
      for (const given of answer(withTemperature(classifier, temperature), calls)) {
        const p = Math.min(0.999, Math.max(0.001, given.proposal.confidence));
        loss -= Math.log(isRight(given) ? p : 1 - p);
      }
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return Math.round(best.temperature * 100) / 100;
}

const LADDER_FROM = 0.4;
const LADDER_STEP = 0.1;
const LADDER_STEPS = 14;
