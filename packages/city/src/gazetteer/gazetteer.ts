import type { Random } from '@muster/kernel/random';
import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';
import { AddressBook } from './address-book.ts';
import { AddressSearch } from './address-search.ts';
import { PlaceFinder, type PlaceMention } from './find-places.ts';
import { type PlaceDescription, ReverseLookup, type StreetAt } from './reverse.ts';
import { PlaceSampler } from './sample.ts';

export interface Candidate {
  /** What was found; for a number worked out between two houses, the nearest house. */
  readonly entry: GazetteerEntry;
  /** To show, Chinese first: "滨海大道120号". */
  readonly name: string;
  readonly nameEn: string;
  readonly kind: GazetteerKind;
  readonly lon: number;
  readonly lat: number;
  /** 0 … 1; 1 is the very name. */
  readonly score: number;
  /** What the point was worked out from; absent where it is the place itself. Say so to the user, and confirm with the caller. */
  readonly approximate?: 'between-houses' | 'nearest-house' | 'street' | 'compound';
}

export interface SearchOptions {
  /** Where the caller probably is: nearer candidates win ties and a little more. */
  readonly near?: { readonly lon: number; readonly lat: number; readonly accuracyM?: number };
  /** 8 unless told. */
  readonly limit?: number;
}

/**
 * Address search over the gazetteer of one city. Built once (0.5 s for 50,000 entries), read by any number of callers;
 * holds no state between queries. Points are WGS-84.
 */
export class Gazetteer {
  readonly entries: readonly GazetteerEntry[];
  readonly #search: AddressSearch;
  #finder: PlaceFinder | undefined;
  #sampler: PlaceSampler | undefined;
  #reverse: ReverseLookup | undefined;

  constructor(entries: readonly GazetteerEntry[]) {
    this.entries = entries;
    this.#search = new AddressSearch(entries, new AddressBook(entries));
  }

  /** Best first. Understands house numbers, crossings, buildings of compounds, pinyin, homophones, short forms, slips. */
  search(query: string, options: SearchOptions = {}): Candidate[] {
    return this.#search.search(query, options);
  }

  /** Places mentioned in a call's transcript, best first; start and end in code points, end exclusive. */
  findPlaces(text: string, options: SearchOptions = {}): PlaceMention[] {
    this.#finder ??= new PlaceFinder(this.#search);
    return this.#finder.find(text, options);
  }

  /** A place where a call may come from, drawn in proportion to the people there. Undefined for an empty gazetteer. */
  samplePlace(random: Random): GazetteerEntry | undefined {
    this.#sampler ??= new PlaceSampler(this.entries);
    return this.#sampler.sample(random);
  }

  /** What a point on the map is called. `streetAt` names the road under it where a road graph is at hand. */
  reverse(lon: number, lat: number, streetAt?: StreetAt): PlaceDescription {
    this.#reverse ??= new ReverseLookup(this.entries);
    return this.#reverse.describe(lon, lat, streetAt);
  }
}
