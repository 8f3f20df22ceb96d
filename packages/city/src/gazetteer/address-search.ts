import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';
import type { AddressBook } from './address-book.ts';
import { readAddress } from './address-query.ts';
import type { Candidate, SearchOptions } from './gazetteer.ts';
import { type NamedThing, NameIndex } from './name-index.ts';
import { hasHanzi, pinyinOf } from './pinyin.ts';
import { keyOf, unitsOf } from './units.ts';

/** Something that is searched by name: an entry, or a street known only from its houses. */
export interface NamedPlace extends NamedThing {
  readonly entry: GazetteerEntry;
  readonly kind: GazetteerKind;
  /** For streets: the name under which houses and crossings know it. */
  readonly street?: string;
  readonly isVirtual: boolean;
}

const DEFAULT_LIMIT = 8;
const STREETS_TRIED = 6;
const STREET_MIN = 0.6;
const COMPOUND_MIN = 0.6;
/** What a place worked out from others is worth against the thing itself. */
const WORTH = { between: 0.93, nearest: 0.85, street: 0.72, compound: 0.9, typing: 0.9, otherStreet: 0.55 } as const;
/** Among equal scores, what callers mean more often comes first. */
const KIND_BONUS: Readonly<Partial<Record<GazetteerKind, number>>> = {
  street: 0.012,
  hospital: 0.01,
  metro: 0.01,
  school: 0.008,
  compound: 0.008,
  mall: 0.008,
  station: 0.006,
  district: 0.006,
  building: -0.004,
  poi: -0.002,
};
const NEAR_BONUS = 0.04;
const NEAR_SCALE_M = 800;

export class AddressSearch {
  readonly places: readonly NamedPlace[];
  readonly index: NameIndex;
  /** Streets alone: addresses ask for nothing else, and the lists are a tenth as long. */
  readonly #streets: readonly NamedPlace[];
  readonly #streetIndex: NameIndex;
  readonly book: AddressBook;
  readonly entries: readonly GazetteerEntry[];

  constructor(entries: readonly GazetteerEntry[], book: AddressBook) {
    this.entries = entries;
    this.book = book;
    this.places = [...namedEntries(entries), ...virtualStreets(entries, book)];
    this.index = new NameIndex(this.places);
    this.#streets = this.places.filter((place) => place.street !== undefined);
    this.#streetIndex = new NameIndex(this.#streets);
  }

  search(query: string, options: SearchOptions): Candidate[] {
    const limit = options.limit ?? DEFAULT_LIMIT;
    const reading = readAddress(query);
    const found = new CandidateList(options.near);
    for (const [i, text] of reading.plain.entries()) {
      for (const { thing, score } of this.index.search(unitsOf(text), limit)) {
        found.add(this.#named(this.places[thing], score * (i === 0 ? 1 : 0.99)));
      }
    }
    for (const house of reading.houses) this.#addHouses(found, house.street, house.number);
    for (const crossing of reading.crossings) this.#addCrossings(found, crossing.a, crossing.b, limit);
    for (const { compound, building } of reading.buildings) this.#addBuildings(found, compound, building);
    return found.best(limit);
  }

  streetHits(text: string): { street: string; place: NamedPlace; score: number }[] {
    const hits = this.#streetIndex.search(unitsOf(text), STREETS_TRIED);
    const best = new Map<string, { street: string; place: NamedPlace; score: number }>();
    for (const { thing, score } of hits) {
      const place = this.#streets[thing];
      const street = place.street ?? '';
      if (score >= STREET_MIN && !best.has(street)) best.set(street, { street, place, score });
    }
    return [...best.values()];
  }

  #named(place: NamedPlace, score: number): Candidate {
    const { entry } = place;
    const base = { entry, kind: place.kind, lon: entry.lon, lat: entry.lat, score };
    if (!place.isVirtual) return { ...base, name: entry.names.zh, nameEn: entry.names.en };
    return {
      ...base,
      name: place.street ?? '',
      nameEn: place.street ?? '',
      score: score * 0.98,
      approximate: 'street',
    };
  }

  #addHouses(found: CandidateList, streetText: string, number: string): void {
    for (const { street, place, score } of this.streetHits(streetText)) {
      const houses = this.book.findHouse(street, number);
      for (const house of houses) {
        const entry = this.entries[house.entry];
        if (house.how === 'exact') {
          found.add({ ...candidateOf(entry), score });
          continue;
        }
        const names = houseNames(street, englishStreet(entry, place), number);
        const worth = house.how === 'between' ? WORTH.between : WORTH.nearest;
        const approximate = house.how === 'between' ? 'between-houses' : 'nearest-house';
        found.add({
          entry,
          ...names,
          kind: 'house-number',
          lon: house.lon,
          lat: house.lat,
          score: score * worth,
          approximate,
        });
      }
      if (houses.length === 0) {
        found.add({ ...this.#named(place, score * WORTH.street), approximate: 'street' });
      }
    }
  }

  #addCrossings(found: CandidateList, aText: string, bText: string, limit: number): void {
    const as = this.streetHits(aText);
    if (as.length === 0) return;
    if (unitsOf(bText).length === 0) {
      for (const a of as) {
        for (const index of this.book.crossingsOf(a.street).slice(0, limit)) {
          found.add({ ...candidateOf(this.entries[index]), score: a.score * WORTH.typing });
        }
      }
      return;
    }
    const bs = this.streetHits(bText);
    for (const a of as) {
      for (const b of bs) {
        for (const index of this.book.crossingsBetween(a.street, b.street)) {
          found.add({ ...candidateOf(this.entries[index]), score: (a.score + b.score) / 2 });
        }
      }
      found.add({ ...this.#named(a.place, a.score * WORTH.otherStreet), approximate: 'street' });
    }
  }

  #addBuildings(found: CandidateList, compound: string, building: string): void {
    const accept = (thing: number) => BUILT.has(this.places[thing].kind);
    for (const { thing, score } of this.index.search(unitsOf(compound), 4, accept)) {
      const { entry } = this.places[thing];
      if (score < COMPOUND_MIN || entry.names.zh.endsWith(building)) continue;
      const names = { name: `${entry.names.zh}${building}`, nameEn: `${entry.names.en} ${building}` };
      const at = { lon: entry.lon, lat: entry.lat };
      found.add({ entry, ...names, kind: entry.kind, ...at, score: score * WORTH.compound, approximate: 'compound' });
    }
  }
}

const BUILT = new Set<GazetteerKind>([
  'compound',
  'building',
  'office',
  'school',
  'factory',
  'village',
  'mall',
  'hospital',
  'poi',
  'hotel',
]);

export const candidateOf = (entry: GazetteerEntry): Omit<Candidate, 'score'> => ({
  entry,
  name: entry.names.zh,
  nameEn: entry.names.en,
  kind: entry.kind,
  lon: entry.lon,
  lat: entry.lat,
});

const englishStreet = (house: GazetteerEntry, place: NamedPlace): string =>
  place.isVirtual ? house.names.en.replace(/^\S+\s+/, '') : place.entry.names.en;

function houseNames(street: string, streetEn: string, number: string): { name: string; nameEn: string } {
  const nameEn = `${number} ${streetEn}`;
  return { name: hasHanzi(street) ? `${street}${number}号` : nameEn, nameEn };
}

/** House numbers and crossings are found through their streets: their names would only repeat them. */
function namedEntries(entries: readonly GazetteerEntry[]): NamedPlace[] {
  const places: NamedPlace[] = [];
  for (const entry of entries) {
    if (entry.kind === 'house-number' || entry.kind === 'crossing') continue;
    const names = [entry.names.zh, entry.names.en, ...(entry.aliases ?? [])];
    const isStreet = entry.kind === 'street' || entry.kind === 'bridge';
    const base = { entry, kind: entry.kind, names, pinyin: entry.pinyin, isVirtual: false };
    places.push(isStreet ? { ...base, street: entry.names.zh } : base);
  }
  return places;
}

/** Streets that only house numbers or crossings mention, at their first house. */
function virtualStreets(entries: readonly GazetteerEntry[], book: AddressBook): NamedPlace[] {
  const key = (name: string) => keyOf(unitsOf(name));
  const mapped = new Set<string>();
  for (const entry of entries) if (entry.kind === 'street' || entry.kind === 'bridge') mapped.add(key(entry.names.zh));
  const places: NamedPlace[] = [];
  for (const street of book.streetNames()) {
    if (mapped.has(key(street))) continue;
    const at = book.housesOf(street)[0]?.entry ?? book.crossingsOf(street)[0];
    if (at === undefined) continue;
    places.push({
      entry: entries[at],
      kind: 'street',
      names: [street],
      pinyin: pinyinOf(street),
      street,
      isVirtual: true,
    });
  }
  return places;
}

class CandidateList {
  readonly #byKey = new Map<string, Candidate & { rank: number }>();
  readonly #near: SearchOptions['near'];

  constructor(near: SearchOptions['near']) {
    this.#near = near;
  }

  add(candidate: Candidate): void {
    const key = `${candidate.entry.id}\n${candidate.name}`;
    const known = this.#byKey.get(key);
    if (known !== undefined && known.score >= candidate.score) return;
    this.#byKey.set(key, { ...candidate, rank: this.#rank(candidate) });
  }

  #rank({ score, kind, lon, lat }: Candidate): number {
    const bonus = KIND_BONUS[kind] ?? 0;
    if (this.#near === undefined) return score + bonus;
    const dx = (lon - this.#near.lon) * Math.cos((lat * Math.PI) / 180);
    const apartM = Math.hypot(dx, lat - this.#near.lat) * 111_195;
    return score + bonus + NEAR_BONUS * Math.exp(-apartM / Math.max(NEAR_SCALE_M, this.#near.accuracyM ?? 0));
  }

  best(limit: number): Candidate[] {
    return [...this.#byKey.values()]
      .sort((a, b) => b.rank - a.rank || (a.entry.id < b.entry.id ? -1 : 1))
      .slice(0, limit)
      .map(({ rank: _rank, ...candidate }) => candidate);
  }
}
