import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { Classifier } from '../domain/classify.ts';
import { type Lexicon, parseLexicon } from '../domain/lexicon.ts';
import { parsePriorityRules } from '../domain/priority-rules.ts';
import type { CorpusCall, CorpusFile } from '../training/corpus.ts';
import { parseSayings, type Saying } from '../training/sayings.ts';
import type { TrainingSources } from '../training/train-classifier.ts';
import { readModel, sha256 } from './model-file.ts';

/** The service's own directory. */
export const SERVICE_DIR = fileURLToPath(new URL('../../', import.meta.url));
export const MODEL_FILE = join(SERVICE_DIR, 'model', 'calls.model');

export interface Sources extends TrainingSources {
  readonly lexiconHash: string;
  readonly rulesHash: string;
}

/** The lexicon, the priority table and the taxonomy. */
export function readSources(dir = SERVICE_DIR): Sources {
  const files = textsIn(join(dir, 'lexicon'));
  const lexicon: Lexicon = parseLexicon(files);
  const table = readFileSync(join(dir, 'rules', 'priority-rules.csv'), 'utf8');
  const rules = parsePriorityRules(table, new Set(lexicon.concepts.map(({ id }) => id)));
  return { lexicon, rules, types: INCIDENT_TYPES, lexiconHash: sha256(...files), rulesHash: sha256(table) };
}

/**
 * The classifier as it is in the repository: trained weights, lexicon, rules.
 *
 * @throws Error when the lexicon was changed after the training
 */
export function loadClassifier(dir = SERVICE_DIR, modelFile = MODEL_FILE): Classifier {
  const sources = readSources(dir);
  const { linear, place, priority, version, lexiconHash } = readModel(modelFile);
  if (lexiconHash !== sources.lexiconHash) {
    throw new Error('the lexicon was changed after the model was trained: run ./muster train');
  }
  const { lexicon, rules, types } = sources;
  return {
    linear,
    place,
    priority,
    lexicon,
    rules,
    types,
    version: `${version}-rules-${sources.rulesHash.slice(0, 8)}`,
  };
}

/** What is learnt from: the calls by language and author, and the sayings beside them. */
export interface Corpus {
  readonly files: readonly CorpusFile[];
  readonly sayings: readonly Saying[];
}

export const readCorpus = (dir = SERVICE_DIR): Corpus => ({
  files: ['zh', 'en'].flatMap((lang) => readCalls(join(dir, 'corpus', lang), lang)),
  sayings: parseSayings(textsIn(join(dir, 'lexicon', 'sayings'))),
});

/** Written by authors of whom nothing is learnt from: only answered, to see how good the model is. */
export const readHeldOut = (dir = SERVICE_DIR): CorpusFile[] =>
  ['zh', 'en'].flatMap((lang) => readCalls(join(dir, 'corpus', 'held-out', lang), lang));

function readCalls(dir: string, lang: string): CorpusFile[] {
  const names = readdirSync(dir).filter((name) => name.endsWith('.jsonl'));
  return names.sort(byNumber).map((name) => ({
    lang,
    batch: name.replace('.jsonl', ''),
    calls: readFileSync(join(dir, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as CorpusCall),
  }));
}

const textsIn = (dir: string): string[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(join(dir, name), 'utf8'));

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** Counted up when features or training change: the same corpus then gives other weights. */
export const TRAINING_REVISION = 3;

/** Names the weights: the same corpus, lexicon and training give the same version, and the same file. */
export const modelVersion = (corpus: Corpus, lexiconHash: string): string =>
  `calls-${sha256(JSON.stringify(corpus), lexiconHash, String(TRAINING_REVISION)).slice(0, 12)}`;
