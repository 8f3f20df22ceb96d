import type { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { geocode } from '@muster/city/geocode/geocode';
import type { ClassificationFact } from '@muster/contracts/events/classification';

export type PlaceCandidate = NonNullable<ClassificationFact['location']>['candidates'][number];

export const MAX_CANDIDATES = 5;

/** Points that a caller's words for a place may mean, best first. WGS-84. */
export const placeCandidates = (gazetteer: Gazetteer, words: string): PlaceCandidate[] =>
  geocode(gazetteer, words, { limit: MAX_CANDIDATES }).map(({ name, kind, lon, lat, score }) => ({
    ...{ name, kind, lon, lat, score },
  }));
