import type { Candidate, Gazetteer } from '@muster/city/gazetteer/gazetteer';
import type { GazetteerEntry, GazetteerKind } from '@muster/city/pack/format';
import { commonWords } from './common-words.ts';
import { roleOf } from './hint-role.ts';
import { NamePieces } from './name-pieces.ts';
import { tellsOfSight } from './read-cues.ts';
import type { HintPoint, PlaceHint, PlaceReader, Position } from './report.ts';

/** How far from its point a place of a kind goes, metres. */
const RADIUS_M: Readonly<Partial<Record<GazetteerKind, number>>> = {
  building: 30,
  'house-number': 25,
  crossing: 45,
  'metro-exit': 25,
  compound: 90,
  school: 150,
  mall: 90,
  hospital: 120,
  metro: 110,
  park: 180,
  hotel: 40,
  market: 60,
  office: 40,
  factory: 100,
  government: 50,
  station: 40,
  transport: 110,
  bridge: 150,
  village: 250,
  'km-post': 60,
  poi: 60,
  street: 90,
  water: 350,
};
const RADIUS_OTHERWISE_M = 100;
const SPECIFIC: ReadonlySet<GazetteerKind> = new Set([
  ...(['building', 'house-number', 'metro-exit', 'compound', 'school', 'mall', 'hospital', 'hotel', 'market'] as const),
  ...(['office', 'factory', 'government', 'poi', 'crossing'] as const),
]);
/** Names as good as the best one within this score may all be meant. */
const AS_GOOD = 0.04;
const SURE_SCORE = 0.8;
const MAX_POINTS = 24;
const MAX_HINTS = 6;
/** How surely a place is meant by its name, a part of its name, a word for its kind. */
const NAMED = 0.85;
const PART_OF_NAME = 0.7;
const OF_KIND = 0.5;

/** Reads places by the city's gazetteer: whole names first, then parts of names. */
export class GazetteerPlaces implements PlaceReader {
  readonly #gazetteer: Gazetteer;
  readonly #pieces: NamePieces;
  /** Points along a street, by its name. */
  readonly #along = new Map<string, GazetteerEntry[]>();

  constructor(gazetteer: Gazetteer) {
    this.#gazetteer = gazetteer;
    const words = commonWords();
    this.#pieces = new NamePieces(
      gazetteer.entries,
      (token) => words.isEveryday(token),
      (word) => words.isOrdinary(word),
    );
    for (const entry of gazetteer.entries) {
      if (entry.kind !== 'crossing') continue;
      for (const street of [entry.street, entry.crossStreet]) {
        if (street !== undefined) this.#along.set(street, [...(this.#along.get(street) ?? []), entry]);
      }
    }
  }

  read(text: string, near: Position | null): readonly PlaceHint[] {
    const chars = [...text];
    const free = [...chars];
    const isWitness = tellsOfSight(text);
    const hints: PlaceHint[] = [];
    for (const mention of this.#gazetteer.findPlaces(text, near === null ? {} : { near })) {
      const best = mention.candidates[0] as Candidate;
      if (best.score < SURE_SCORE || best.kind === 'district') continue;
      const same = mention.candidates.filter((one) => one.score >= best.score - AS_GOOD && one.kind !== 'district');
      free.fill(' ', mention.start, mention.end);
      const points = same.flatMap((one) => this.#pointsOf(one.entry, one));
      hints.push(
        hintOf(
          chars,
          mention.start,
          mention.end,
          same.map((one) => one.entry),
          points,
          isWitness,
          NAMED,
        ),
      );
    }
    for (const run of this.#pieces.find(free)) {
      const entries = run.entries.map((index) => this.#gazetteer.entries[index] as GazetteerEntry);
      const points = entries.flatMap((entry) => this.#pointsOf(entry, entry));
      hints.push(hintOf(chars, run.start, run.end, entries, points, isWitness, run.isKind ? OF_KIND : PART_OF_NAME));
    }
    return hints.filter((hint) => isWitness || !isWay(chars, hint)).slice(0, MAX_HINTS);
  }

  #pointsOf(entry: GazetteerEntry, at: { readonly lon: number; readonly lat: number }): HintPoint[] {
    const radiusM = RADIUS_M[entry.kind] ?? RADIUS_OTHERWISE_M;
    const along = entry.kind === 'street' ? this.#along.get(entry.names.zh) : undefined;
    if (along === undefined) return [{ lon: at.lon, lat: at.lat, radiusM }];
    return [...along, at].map(({ lon, lat }) => ({ lon, lat, radiusM }));
  }
}

/** 往惠州方向, towards Shenzhen: where somebody drives to, and not where it is. */
const WAY_AFTER = /^(?:方向|方面)/u;
const WAY_BEFORE = /(?:\b(?:towards?|heading (?:to|for)|bound for|off to)\s+(?:the )?|[往去])$/iu;
const isWay = (chars: readonly string[], { start, end }: PlaceHint): boolean =>
  WAY_AFTER.test(chars.slice(end, end + 4).join('')) ||
  WAY_BEFORE.test(chars.slice(Math.max(0, start - 20), start).join(''));

function hintOf(
  chars: readonly string[],
  start: number,
  end: number,
  entries: readonly GazetteerEntry[],
  points: readonly HintPoint[],
  isWitness: boolean,
  sure: number,
): PlaceHint {
  const first = entries[0] as GazetteerEntry;
  const isOne = entries.every((entry) => entry.names.zh === first.names.zh);
  const written = chars.slice(start, end).join('');
  const isOnlyOne = entries.length === 1 && /\p{Script=Han}/u.test(written);
  const isMostOfName =
    isOnlyOne ||
    2 * [...written].length >= [...(/\p{Script=Han}/u.test(written) ? first.names.zh : first.names.en)].length;
  return {
    key: isOne ? first.names.zh : written.toLowerCase(),
    start,
    end,
    role: roleOf(chars, start, end, isWitness),
    sure,
    written: written.toLowerCase(),
    isSpecific: (sure >= NAMED || (sure >= PART_OF_NAME && isMostOfName)) && isOne && SPECIFIC.has(first.kind),
    kind: first.kind,
    isCrossing: first.kind === 'crossing',
    points: points.slice(0, MAX_POINTS),
    name: isOne ? first.names : { zh: written, en: written },
  };
}
