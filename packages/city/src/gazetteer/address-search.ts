import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';
import type { AddressBook } from './address-book.ts';
import { readAddress } from './address-query.ts';
import { CandidateList } from './candidate-list.ts';
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

interface StreetHit {
  readonly street: string;
  readonly place: NamedPlace;
  readonly score: number;
}

const DEFAULT_LIMIT = 8;
const STREETS_TRIED = 6;
const STREET_MIN = 0.6;
const COMPOUND_MIN = 0.6;
/** What a place worked out from others is worth against the thing itself. */
const WORTH = { between: 0.93, nearest: 0.85, street: 0.72, compound: 0.9, typing: 0.9, otherStreet: 0.55 } as const;

export class AddressSearch {
  readonly places: readonly NamedPlace[];
  readonly index: NameIndex;
  /** Streets alone: addresses ask for nothing else, and the lists are a tenth as long. */
  readonly #streets: readonly NamedPlace[];
  readonly #streetIndex: NameIndex;
  readonly #lastStreets = new Map<string, StreetHit[]>();
  readonly book: AddressBook;
  readonly entries: readonly GazetteerEntry[];

  constructor(entries: readonly GazetteerEntry[], book: AddressBook) {
    this.entries = entries;
    this.book = book;
    this.places = [...namedEntries(entries, book), ...virtualStreets(entries, book)];
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
    this.#lastStreets.clear();
    for (const house of reading.houses) this.#addHouses(found, house.street, house.number);
    for (const crossing of reading.crossings) this.#addCrossings(found, crossing.a, crossing.b, limit);
    for (const { station, exit } of reading.exits) this.#addExits(found, station, exit);
    for (const { road, metres } of reading.posts) this.#addPosts(found, road, metres);
    for (const { compound, building } of reading.buildings) this.#addBuildings(found, compound, building);
    return found.best(limit);
  }

  /** Street names that answer a text. Readings of one query share parts, which are looked up once. */
  #streetHits(text: string): StreetHit[] {
    const known = this.#lastStreets.get(text);
    if (known !== undefined) return known;
    const hits = this.#streetIndex.search(unitsOf(text), STREETS_TRIED);
    const best = new Map<string, StreetHit>();
    for (const { thing, score } of hits) {
      const place = this.#streets[thing];
      const street = place.street ?? '';
      if (score >= STREET_MIN && !best.has(street)) best.set(street, { street, place, score });
    }
    const found = [...best.values()];
    this.#lastStreets.set(text, found);
    return found;
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
    for (const { street, place, score } of this.#streetHits(streetText)) {
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

  #addExits(found: CandidateList, stationText: string, exit: string): void {
    const accept = (thing: number) => this.places[thing].kind === 'metro';
    for (const text of [`${stationText}地铁站`, stationText]) {
      for (const { thing, score } of this.index.search(unitsOf(text), 4, accept)) {
        const { entry } = this.places[thing];
        const own = this.book.findExit(entry.names.zh, exit);
        if (score < COMPOUND_MIN || own === undefined) continue;
        found.add({ ...candidateOf(this.entries[own]), score });
        if (score === 1) return;
      }
    }
  }

  #addPosts(found: CandidateList, road: string, metres: number): void {
    for (const { street, place, score } of this.#streetHits(road)) {
      const post = this.book.findPost(street, metres);
      if (post === undefined) continue;
      const km = `K${Math.floor(metres / 1_000)}+${String(Math.round(metres % 1_000)).padStart(3, '0')}`;
      found.add({
        ...{
          entry: this.entries[post.entry],
          name: `${street}${km}`,
          nameEn: `${place.entry.names.en.replace(/\s*K\d.*$/, '')} ${km}`,
        },
        ...{ kind: 'km-post', lon: post.lon, lat: post.lat },
        score: score * (post.how === 'nearest' ? WORTH.nearest : 1),
        ...(post.how === 'exact' ? {} : { approximate: post.how === 'between' ? 'between-houses' : 'nearest-house' }),
      });
    }
  }

  #addCrossings(found: CandidateList, aText: string, bText: string, limit: number): void {
    const as = this.#streetHits(aText);
    if (as.length === 0) return;
    if (unitsOf(bText).length === 0) {
      for (const a of as) {
        for (const index of this.book.crossingsOf(a.street).slice(0, limit)) {
          found.add({ ...candidateOf(this.entries[index]), score: a.score * WORTH.typing });
        }
      }
      return;
    }
    const bs = this.#streetHits(bText);
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
      const own = this.book.findBuilding(entry.names.zh, building);
      if (own !== undefined) {
        found.add({ ...candidateOf(this.entries[own]), score });
        continue;
      }
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

/** House numbers and crossings are found through their streets, buildings through their compounds. */
function namedEntries(entries: readonly GazetteerEntry[], book: AddressBook): NamedPlace[] {
  const places: NamedPlace[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === 'house-number' || entry.kind === 'crossing' || book.isNumberedBuilding(index)) continue;
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
    const at = book.housesOf(street)[0]?.entry ?? book.crossingsOf(street)[0] ?? book.postsOf(street)[0]?.entry;
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
