import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { COUNTED_FACTS, type FactWords } from '../domain/caller-facts.ts';
import type { GuidanceBook } from '../domain/guidance.ts';
import { type NamedText, parseGuidance } from '../domain/guidance-text.ts';
import { type Lexicon, parseLexicon } from '../domain/lexicon.ts';
import { sha256 } from './model-file.ts';
import { SERVICE_DIR } from './sources.ts';

const FACTS_FILE = 'facts.txt';

export interface LoadedGuidance {
  readonly book: GuidanceBook;
  readonly words: FactWords;
  /** Names the files as they are. */
  readonly version: string;
}

/** Everything that is wrong with the files, so that they are mended in one go. */
export class GuidanceError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`the guidance is wrong:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'GuidanceError';
    this.mistakes = mistakes;
  }
}

/**
 * Reads guidance/*.txt.
 *
 * @param concepts the classifier's lexicon, for the facts that its concepts tell
 * @throws GuidanceError with every mistake
 */
export function loadGuidance(concepts: Lexicon, dir = join(SERVICE_DIR, 'guidance')): LoadedGuidance {
  const files = readdirSync(dir)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(dir, name), 'utf8') }));
  return readGuidance(files, concepts);
}

/** The same from texts. */
export function readGuidance(files: readonly NamedText[], concepts: Lexicon): LoadedGuidance {
  const mistakes: string[] = [];
  const words = factWordsOf(files.find(({ name }) => name === FACTS_FILE)?.text ?? '', concepts, mistakes);
  const parsed = parseGuidance(
    files.filter(({ name }) => name !== FACTS_FILE),
    { types: new Set(INCIDENT_TYPES.keys()), facts: words.names },
  );
  mistakes.push(...parsed.mistakes);
  if (mistakes.length > 0) throw new GuidanceError(mistakes);
  const version = sha256(...files.flatMap(({ name, text }) => [name, text])).slice(0, 12);
  return { book: parsed.book, words, version: `guidance-${version}` };
}

function factWordsOf(text: string, concepts: Lexicon, mistakes: string[]): FactWords {
  const names = new Set<string>(COUNTED_FACTS);
  let lexicon: Lexicon = { concepts: [], words: new Map(), longestWord: 0 };
  try {
    lexicon = parseLexicon([text]);
  } catch (error) {
    mistakes.push(`${FACTS_FILE}: ${(error as Error).message}`);
  }
  const known = new Set(concepts.concepts.map(({ id }) => id));
  for (const { id, types } of lexicon.concepts) {
    if (!/^[a-z-]+:[a-z]+$/.test(id)) mistakes.push(`${FACTS_FILE}: "${id}" is not fact:value`);
    if (names.has(id)) mistakes.push(`${FACTS_FILE}: there is another "${id}"`);
    names.add(id).add(id.split(':')[0] as string);
    for (const concept of types) {
      if (!known.has(concept.replace('!', '')))
        mistakes.push(`${FACTS_FILE}: ${id}: "${concept}" is not in the lexicon`);
    }
  }
  return { lexicon, names };
}
