import type { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import type { ClassificationFact } from '@muster/contracts/events/classification';

export type PlaceCandidate = NonNullable<ClassificationFact['location']>['candidates'][number];

export const MAX_CANDIDATES = 5;
/** What is less alike is no candidate: a wrong point on the map costs more than none. */
export const MIN_SCORE = 0.5;

/** Points that a caller's words for a place may mean, best first. WGS-84. */
export const placeCandidates = (gazetteer: Gazetteer, words: string): PlaceCandidate[] =>
  gazetteer
    .search(words, { limit: MAX_CANDIDATES })
    .filter(({ score }) => score >= MIN_SCORE)
    .map(({ name, kind, lon, lat, score }) => ({ name, kind, lon, lat, score }));
