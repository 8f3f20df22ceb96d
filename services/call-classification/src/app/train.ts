import { writeFileSync } from 'node:fs';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { encodeModel, sha256 } from '../adapters/model-file.ts';
import { type Corpus, MODEL_FILE, modelVersion, readCorpus, readHeldOut, readSources } from '../adapters/sources.ts';
import type { Classifier } from '../domain/classify.ts';
import { type Calibration, calibrate, SHIPPED_TEMPERATURE } from '../training/calibrate.ts';
import { authorOf, type CorpusFile } from '../training/corpus.ts';
import { crossFit, type PreparedFile, scoresOfUnseen, type UnseenCalls } from '../training/cross-fit.ts';
import { answer, byAuthor, classifierOf, type Evaluation, withoutTypes } from '../training/evaluate.ts';
import { reportMarkdown, summaryLine } from '../training/report.ts';
import { prepareCall, prepareSayings, trainWords } from '../training/train-classifier.ts';
import type { Example } from '../training/train-linear.ts';

export interface Trained {
  /** The model file's bytes. */
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly version: string;
}

interface Training extends Trained {
  readonly files: readonly PreparedFile[];
  readonly sayings: readonly Example[];
  readonly unseen: readonly UnseenCalls[];
  readonly calibration: Calibration;
  /** As it is shipped. */
  readonly classifier: Classifier;
}

/** The folds' models are trained once: they only judge, and the time counts. */
const SHIPPED_RUNS = 3;

/** By author and language: some write harder calls than others. */
function heldOutTrials(files: readonly CorpusFile[]): [name: string, files: readonly CorpusFile[]][] {
  const trials = new Map<string, CorpusFile[]>();
  for (const file of files) {
    const name = `held out ${authorOf(file).replace('author-', '')} (${file.lang})`;
    trials.set(name, [...(trials.get(name) ?? []), file]);
  }
  return [...trials].sort(([a], [b]) => (a < b ? -1 : 1));
}

export const leadOf = (type: string): string => INCIDENT_TYPES.get(type)?.lead ?? '?';

/** The model of a corpus, calibration and all: the same corpus gives the same bytes. */
export function trainModel(corpus: Corpus, tell: (line: string) => void = () => {}): Training {
  const sources = readSources();
  const version = modelVersion(corpus, sources.lexiconHash);
  const files = corpus.files.map((file) => ({
    ...file,
    prepared: file.calls.map((call) => prepareCall(call, sources)),
  }));
  const sayings = prepareSayings(corpus.sayings, sources);
  const unseen = crossFit(files, sayings, sources, tell);
  const classes = [...sources.types.keys()];
  const calibration = calibrate(scoresOfUnseen(unseen), classes, classes.map(leadOf));
  const shipped = { ...calibration, temperature: calibration.temperature * SHIPPED_TEMPERATURE };
  tell('training on everything');
  const models = trainWords(
    files.flatMap((file) => file.prepared),
    sayings,
    sources,
    SHIPPED_RUNS,
  );
  const classifier = classifierOf(models, shipped, sources, version);
  const { linear, place, priority } = classifier;
  const bytes = encodeModel({ linear, place, priority, version, lexiconHash: sources.lexiconHash });
  return { bytes, sha256: sha256(bytes), version, files, sayings, unseen, calibration, classifier };
}

/** Trains, measures, and writes model and report. */
export function trainAndReport(reportFile: string, tell: (line: string) => void): Trained {
  const corpus = readCorpus();
  const heldOut = readHeldOut();
  const sources = readSources();
  const training = trainModel(corpus, tell);
  const { files, sayings, unseen, calibration, classifier, version, bytes } = training;
  tell('measuring');
  const evaluation: Evaluation = {
    heldOut: heldOutTrials(heldOut).map(([name, own]) => {
      return {
        name,
        answers: answer(
          classifier,
          own.flatMap(({ calls }) => calls),
        ),
      };
    }),
    authors: byAuthor(files, unseen, calibration, sources),
    unseenTypes: withoutTypes(files, sayings, calibration, sources),
    temperature: classifier.linear.temperature,
  };
  for (const trial of [...evaluation.authors, ...evaluation.heldOut]) tell(summaryLine(trial, leadOf));
  const calls = ['zh', 'en'].map((lang) => {
    const own = files.filter((file) => file.lang === lang);
    return { lang, batches: own.length, calls: own.reduce((sum, file) => sum + file.calls.length, 0) };
  });
  const facts = { evaluation, version, modelBytes: bytes.length, calls, sayings: corpus.sayings.length, leadOf };
  writeFileSync(MODEL_FILE, bytes);
  writeFileSync(reportFile, reportMarkdown(facts));
  return training;
}
