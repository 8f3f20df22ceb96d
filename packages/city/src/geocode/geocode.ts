import type { PlaceMention } from '../gazetteer/find-places.ts';
import type { Candidate, Gazetteer, SearchOptions } from '../gazetteer/gazetteer.ts';
import type { GazetteerKind } from '../pack/format.ts';
import { moved, type Relation, readRelation, splitRelation } from './relative-place.ts';

/** A point that somebody's words may mean. Coordinates are WGS-84 degrees. */
export interface GeocodeCandidate {
  readonly name: string;
  readonly nameEn: string;
  readonly kind: GazetteerKind;
  readonly lon: number;
  readonly lat: number;
  /** 0–1; 1 is the very name of one place. */
  readonly score: number;
  readonly accuracyM: number;
  readonly datum: 'wgs84';
  /** Worked out from something near it; absent for the place itself. */
  readonly approximate?: NonNullable<Candidate['approximate']> | 'relative';
}

export const MAX_CANDIDATES = 5;
/** What is less alike is no candidate: a wrong point on the map costs more than none. */
export const MIN_SCORE = 0.5;
/** Texts are cut here, in code points: an address or a call, not a book. */
export const MAX_TEXT_CHARS = 2_000;
/** Longer than this it is a call and not an address: searched by its mentions alone. */
const ADDRESS_CHARS = 60;
const RELATIVE_WORTH = 0.97;
/** A caller who names a street and something on it means the thing. */
const VAGUE: Readonly<Partial<Record<GazetteerKind, number>>> = {
  district: 0.3,
  water: 0.2,
  street: 0.15,
  village: 0.05,
};
/** Another place that the caller names nearby speaks for a candidate. */
const COMPANY_BONUS = 0.04;
const COMPANY_M = 1_000;

const ACCURACY_M: Readonly<Partial<Record<GazetteerKind, number>>> = {
  ...{ 'house-number': 15, building: 20, crossing: 20, 'metro-exit': 15, 'km-post': 30, poi: 30 },
  ...{ compound: 100, school: 100, hospital: 80, mall: 80, village: 300, park: 300, bridge: 200 },
  ...{ street: 1_000, district: 5_000, water: 1_000, factory: 150, transport: 80, metro: 80 },
};
const APPROXIMATE_M = { 'between-houses': 30, 'nearest-house': 100, street: 1_000, compound: 100 } as const;

/** An address, or a call in which one is said → where it may be, best first. Empty when the city has no such place. */
export function geocode(gazetteer: Gazetteer, text: string, options: SearchOptions = {}): GeocodeCandidate[] {
  const chars = [...text].slice(0, MAX_TEXT_CHARS);
  const mentions = gazetteer.findPlaces(chars.join(''), options);
  const found = mentions.flatMap((mention, rank) => ofMention(mention, rank, chars, mentions));
  if (chars.length <= ADDRESS_CHARS) found.push(...ofAddress(gazetteer, chars.join(''), options));
  const best = new Map<string, GeocodeCandidate & { rank: number }>();
  for (const candidate of found) {
    const key = `${candidate.name} ${candidate.lon.toFixed(5)} ${candidate.lat.toFixed(5)}`;
    const known = best.get(key);
    if (known === undefined || candidate.rank > known.rank) best.set(key, candidate);
  }
  return [...best.values()]
    .filter(({ score }) => score >= MIN_SCORE)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, options.limit ?? MAX_CANDIDATES)
    .map(({ rank: _, ...candidate }) => candidate);
}

type Ranked = GeocodeCandidate & { readonly rank: number };

function ofMention(
  mention: PlaceMention,
  order: number,
  chars: readonly string[],
  all: readonly PlaceMention[],
): Ranked[] {
  const before = chars.slice(Math.max(0, mention.start - 60), mention.start).join('');
  const after = chars.slice(mention.end, mention.end + 40).join('');
  const relation = readRelation(before, after);
  const others = all.filter((other) => other !== mention).map(({ candidates }) => candidates[0]);
  return mention.candidates.map((candidate, place) => {
    const company = others.some((other) => metresBetween(candidate, other) < COMPANY_M) ? COMPANY_BONUS : 0;
    // findPlaces has put the mentions in order, and each mention its candidates.
    return { ...placed(candidate, relation), rank: rankOf(candidate) + company - order * 0.02 - place * 0.001 };
  });
}

/** The whole text as one address, and, where it says that it is beside a place, that place. */
function ofAddress(gazetteer: Gazetteer, text: string, options: SearchOptions): Ranked[] {
  const split = splitRelation(text);
  const ways: [string, Relation | null][] = [[text, null]];
  if (split !== null) ways.push([split.anchor, split.relation]);
  return ways.flatMap(([words, relation]) =>
    gazetteer.search(words, { ...options, limit: options.limit ?? MAX_CANDIDATES }).map((candidate, place) => ({
      ...placed(candidate, relation),
      rank: rankOf(candidate) - 0.01 - place * 0.001,
    })),
  );
}

const rankOf = ({ score, kind, approximate }: Candidate): number =>
  score - (VAGUE[approximate === 'street' ? 'street' : kind] ?? 0);

function placed(candidate: Candidate, relation: Relation | null): GeocodeCandidate {
  const { name, nameEn, kind, approximate } = candidate;
  const own = approximate === undefined ? (ACCURACY_M[kind] ?? 50) : APPROXIMATE_M[approximate];
  if (relation === null) {
    const { lon, lat, score } = candidate;
    const base = { name, nameEn, kind, lon, lat, score, accuracyM: own, datum: 'wgs84' } as const;
    return approximate === undefined ? base : { ...base, approximate };
  }
  return {
    ...{ name, nameEn, kind, ...moved(candidate.lon, candidate.lat, relation) },
    ...{ score: candidate.score * RELATIVE_WORTH, accuracyM: own + relation.accuracyM },
    ...{ datum: 'wgs84', approximate: 'relative' },
  };
}

function metresBetween(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const dx = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(dx, a.lat - b.lat) * 111_195;
}
