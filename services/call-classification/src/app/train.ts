import { writeFileSync } from 'node:fs';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { encodeModel, sha256 } from '../adapters/model-file.ts';
import { MODEL_FILE, modelVersion, readCorpus, readSources } from '../adapters/sources.ts';
import type { CorpusFile } from '../training/corpus.ts';
import { evaluate } from '../training/evaluate.ts';
import { reportMarkdown, summaryLine } from '../training/report.ts';
import { prepareCall, trainClassifier } from '../training/train-classifier.ts';

export interface Trained {
  /** The model file's bytes. */
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly version: string;
}

export const leadOf = (type: string): string => INCIDENT_TYPES.get(type)?.lead ?? '?';

/** The model of a corpus with a given temperature: the same input gives the same bytes. */
export function trainModel(corpus: readonly CorpusFile[], temperature: number): Trained {
  const sources = readSources();
  const version = modelVersion(corpus, sources.lexiconHash);
  const calls = corpus.flatMap((file) => file.calls.map((call) => prepareCall(call, sources)));
  const { linear, place } = trainClassifier(calls, sources, temperature, version);
  const bytes = encodeModel({ linear, place, version, lexiconHash: sources.lexiconHash });
  return { bytes, sha256: sha256(bytes), version };
}

/** Trains, measures, and writes model and report. */
export function trainAndReport(reportFile: string, tell: (line: string) => void): Trained {
  const corpus = readCorpus();
  const sources = readSources();
  const files = corpus.map((file) => ({ ...file, prepared: file.calls.map((call) => prepareCall(call, sources)) }));
  const evaluation = evaluate(files, sources, tell);
  for (const trial of [...evaluation.folds, ...evaluation.authors]) tell(summaryLine(trial, leadOf));
  tell('training on everything');
  const trained = trainModel(corpus, evaluation.temperature);
  const calls = ['zh', 'en'].map((lang) => {
    const own = corpus.filter((file) => file.lang === lang);
    return { lang, batches: own.length, calls: own.reduce((sum, file) => sum + file.calls.length, 0) };
  });
  const facts = { evaluation, version: trained.version, modelBytes: trained.bytes.length, calls, leadOf };
  writeFileSync(MODEL_FILE, trained.bytes);
  writeFileSync(reportFile, reportMarkdown(facts));
  return trained;
}
