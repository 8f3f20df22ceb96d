import { commonWords } from './common-words.ts';
import { type Cues, cuesOf } from './read-cues.ts';
import { type Details, detailsOf } from './read-details.ts';
import type { PlaceHint, PlaceReader, Report } from './report.ts';
import { type Thing, thingLexicon } from './things.ts';
import { flatten, latinWords, tokensOf } from './tokens.ts';

/** Code points of a text that are looked at. */
export const MAX_TEXT = 600;

/** A report with everything read from its words once. */
export interface Sighting {
  readonly report: Report;
  readonly hints: readonly PlaceHint[];
  readonly things: ReadonlySet<Thing>;
  /** Things that only the names of places speak of: the pool of 大运中心游泳馆. */
  readonly placeThings: ReadonlySet<Thing>;
  /** Words that are no names of places known, with how much each tells. */
  readonly words: ReadonlyMap<string, number>;
  readonly details: Details;
  readonly cues: Cues;
  readonly language: 'zh' | 'en';
}

export function readSighting(report: Report, places: PlaceReader): Sighting {
  const chars = [...report.text].slice(0, MAX_TEXT);
  const text = chars.join('');
  const hints = places.read(text, report.position);
  const rest = [...chars];
  for (const { start, end } of hints) rest.fill(' ', start, end);
  const flat = flatten(text);
  const flatRest = flatten(rest.join(''));
  const things = thingLexicon().find(flatRest, latinWords(flatRest));
  const table = commonWords();
  const words = new Map(tokensOf(rest.join('')).map((token) => [token, table.surprise(token)] as const));
  return {
    report,
    hints,
    things,
    placeThings: new Set([...thingLexicon().find(flat, latinWords(flat), 2)].filter((thing) => !things.has(thing))),
    words,
    details: detailsOf(flat, flatRest),
    cues: cuesOf(text),
    language: /\p{Script=Han}/u.test(text) ? 'zh' : 'en',
  };
}
