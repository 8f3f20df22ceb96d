import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Parts of all calls in which a word that the table does not know is taken to stand. */
const UNKNOWN_SHARE = 0.0012;
/** From this share of calls on a word is no name of a place. */
const EVERYDAY_SHARE = 0.004;

export class CommonWords {
  readonly #share = new Map<string, number>();

  /** @param text lines of `token callsIn10000` */
  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [token, n] = line.split(' ');
      if (token) this.#share.set(token, Number(n) / 10_000);
    }
  }

  /** How much a word tells, nats: −ln of the share of calls that have it. */
  surprise(token: string): number {
    return -Math.log(Math.max(this.#share.get(token) ?? 0, UNKNOWN_SHARE));
  }

  /** English words that are written small. */
  isOrdinary(word: string): boolean {
    return this.#share.has(`~${word}`);
  }

  /** @param word two hanzi, or an English word as it is written */
  isEveryday(word: string): boolean {
    return (this.#share.get(/^[a-z]/.test(word) ? `=${word}` : word) ?? 0) >= EVERYDAY_SHARE;
  }
}

let shared: CommonWords | undefined;

/** The project's table, read once. */
export function commonWords(): CommonWords {
  shared ??= new CommonWords(readFileSync(fileURLToPath(new URL('../data/common-words.txt', import.meta.url)), 'utf8'));
  return shared;
}
