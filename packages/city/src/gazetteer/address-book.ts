import type { GazetteerEntry } from '../pack/format.ts';
import { keyOf, unitsOf } from './units.ts';

export interface House {
  readonly entry: number;
  readonly value: number;
  readonly text: string;
}

export interface FoundHouse {
  /** The house itself, or the nearest number on the street. */
  readonly entry: number;
  readonly lon: number;
  readonly lat: number;
  readonly how: 'exact' | 'between' | 'nearest';
}

interface StreetPages {
  readonly name: string;
  readonly houses: House[];
  /** Indices of crossing entries. */
  readonly crossings: number[];
  /** Kilometre posts: metres from the road's beginning. */
  readonly posts: { readonly entry: number; readonly metres: number }[];
  sorted: boolean;
}

/** A number this far past the last one known is still put at that one. */
const NEAREST_WITHIN = 100;
/** Between two known numbers farther apart than this the middle says nothing. */
const BETWEEN_WITHIN = 120;
/** Metres: houses of one street name farther apart are in different streets; nothing lies "between" them. */
const BETWEEN_WITHIN_DEG = 0.02;

/** House numbers and crossings by street name, whatever way the name is written. */
export class AddressBook {
  readonly #entries: readonly GazetteerEntry[];
  readonly #streets = new Map<string, StreetPages>();
  /** Compound (names.zh) → "3" → index of the entry of its building 3. */
  readonly #buildings = new Map<string, Map<string, number>>();
  readonly #compoundOf = new Map<number, string>();
  /** Station (names.zh) → "C" → index of the entry of its exit. */
  readonly #exits = new Map<string, Map<string, number>>();

  constructor(entries: readonly GazetteerEntry[]) {
    this.#entries = entries;
    const names = new Set<string>();
    for (const entry of entries)
      if (entry.kind !== 'house-number' && entry.kind !== 'crossing') names.add(entry.names.zh);
    entries.forEach((entry, index) => {
      if (entry.kind === 'metro-exit') this.#addExit(entry.names.zh, index);
      if (entry.kind === 'building') this.#addBuilding(entry.names.zh, index, names);
      if (entry.street === undefined) return;
      if (entry.kind === 'house-number' && entry.houseNumber !== undefined) {
        const houseNumber = normalNumber(entry.houseNumber);
        const value = Number.parseInt(entry.houseNumber, 10);
        this.#pages(entry.street).houses.push({ entry: index, value, text: houseNumber });
      } else if (entry.kind === 'km-post') {
        const [, km, metres] = KM_POST.exec(entry.names.zh) ?? [];
        if (km === undefined) return;
        this.#pages(entry.street).posts.push({ entry: index, metres: Number(km) * 1_000 + Number(metres ?? 0) });
      } else if (entry.kind === 'crossing') {
        this.#pages(entry.street).crossings.push(index);
        if (entry.crossStreet !== undefined) this.#pages(entry.crossStreet).crossings.push(index);
      }
    });
  }

  /** 阳光花园3号楼 belongs to 阳光花园 where there is one; then nobody needs its name in an index. */
  #addBuilding(name: string, index: number, names: ReadonlySet<string>): void {
    const match = NUMBERED_BUILDING.exec(name);
    if (match === null || !names.has(match[1])) return;
    const known = this.#buildings.get(match[1]) ?? new Map<string, number>();
    if (known.has(buildingNumber(match[2]))) return;
    this.#buildings.set(match[1], known.set(buildingNumber(match[2]), index));
    this.#compoundOf.set(index, match[1]);
  }

  #addExit(name: string, index: number): void {
    const [, station, exit] = EXIT_NAME.exec(name) ?? [];
    if (station === undefined || exit === undefined) return;
    this.#exits.set(station, (this.#exits.get(station) ?? new Map<string, number>()).set(exit.toUpperCase(), index));
  }

  /** The entry of a station's exit. */
  findExit(station: string, exit: string): number | undefined {
    return this.#exits.get(station)?.get(exit);
  }

  /** Whether an entry is a numbered building that its compound leads to. */
  isNumberedBuilding(entry: number): boolean {
    return this.#compoundOf.has(entry);
  }

  /** The entry of a compound's building: "3栋", "3号楼" and "3座" are the same. */
  findBuilding(compound: string, building: string): number | undefined {
    return this.#buildings.get(compound)?.get(buildingNumber(building));
  }

  #pages(street: string): StreetPages {
    const key = streetKey(street);
    let pages = this.#streets.get(key);
    if (pages === undefined) {
      pages = { name: street, houses: [], crossings: [], posts: [], sorted: false };
      this.#streets.set(key, pages);
    }
    return pages;
  }

  /** Names of streets that houses or crossings mention. */
  streetNames(): string[] {
    return [...this.#streets.values()].map((pages) => pages.name);
  }

  crossingsOf(street: string): readonly number[] {
    return this.#streets.get(streetKey(street))?.crossings ?? [];
  }

  crossingsBetween(a: string, b: string): number[] {
    const other = streetKey(b);
    return this.crossingsOf(a).filter((index) => {
      const entry = this.#entries[index];
      return streetKey(entry.street ?? '') === other || streetKey(entry.crossStreet ?? '') === other;
    });
  }

  housesOf(street: string): readonly House[] {
    const pages = this.#streets.get(streetKey(street));
    if (pages === undefined) return [];
    if (!pages.sorted) {
      pages.houses.sort((x, y) => x.value - y.value);
      pages.sorted = true;
    }
    return pages.houses;
  }

  /** Every house of that number (a street name may occur twice), or one place worked out from its neighbours. */
  findHouse(street: string, number: string): FoundHouse[] {
    const houses = this.housesOf(street);
    const wanted = normalNumber(number);
    const exact = houses.filter((house) => house.text === wanted);
    if (exact.length > 0) return exact.map((house) => this.#at(house, 'exact'));
    const value = Number.parseInt(number, 10);
    const sameValue = houses.find((house) => house.value === value);
    if (sameValue !== undefined) return [this.#at(sameValue, 'nearest')];
    const between = this.#between(houses, value);
    if (between !== undefined) return [between];
    const nearest = nearestOf(houses, value);
    return nearest === undefined ? [] : [this.#beyond(houses, nearest, value)];
  }

  postsOf(street: string): StreetPages['posts'] {
    return this.#streets.get(streetKey(street))?.posts ?? [];
  }

  /** A point of a road by its kilometres; between two posts when they are no farther apart than POSTS_WITHIN_M. */
  findPost(street: string, metres: number): FoundHouse | undefined {
    const posts = this.postsOf(street);
    let below: StreetPages['posts'][number] | undefined;
    let above: StreetPages['posts'][number] | undefined;
    for (const post of posts) {
      if (post.metres <= metres && (below === undefined || post.metres > below.metres)) below = post;
      if (post.metres >= metres && (above === undefined || post.metres < above.metres)) above = post;
    }
    const near = below ?? above;
    if (near === undefined) return undefined;
    if (below === undefined || above === undefined || above.metres - below.metres > POSTS_WITHIN_M) {
      if (Math.abs(near.metres - metres) > POSTS_WITHIN_M) return undefined;
      const { lon, lat } = this.#entries[near.entry];
      return { entry: near.entry, lon, lat, how: near.metres === metres ? 'exact' : 'nearest' };
    }
    const [a, b] = [this.#entries[below.entry], this.#entries[above.entry]];
    const t = above.metres === below.metres ? 0 : (metres - below.metres) / (above.metres - below.metres);
    const entry = t < 0.5 ? below.entry : above.entry;
    const how = t === 0 || t === 1 ? 'exact' : 'between';
    return { entry, lon: a.lon + t * (b.lon - a.lon), lat: a.lat + t * (b.lat - a.lat), how };
  }

  #at(house: House, how: FoundHouse['how']): FoundHouse {
    const { lon, lat } = this.#entries[house.entry];
    return { entry: house.entry, lon, lat, how };
  }

  /** Past the last house the street goes on as it came: as far as the numbers say, and not farther than BEYOND_DEG. */
  #beyond(houses: readonly House[], last: House, value: number): FoundHouse {
    const before = houses.filter((house) => (house.value - last.value) % 2 === 0 && house.value !== last.value);
    const next = nearestOf(before, last.value);
    const at = this.#at(last, 'nearest');
    if (next === undefined) return at;
    const { lon, lat } = this.#entries[next.entry];
    const steps = (value - last.value) / (last.value - next.value);
    const [dLon, dLat] = [(at.lon - lon) * steps, (at.lat - lat) * steps];
    const far = Math.hypot(dLon, dLat);
    if (steps <= 0 || far === 0) return at;
    const share = Math.min(1, BEYOND_DEG / far);
    return { ...at, lon: at.lon + dLon * share, lat: at.lat + dLat * share };
  }

  /** Odd and even numbers stand on different sides: neighbours of the same parity are preferred. */
  #between(houses: readonly House[], value: number): FoundHouse | undefined {
    const sameSide = houses.filter((house) => (house.value - value) % 2 === 0);
    for (const side of [sameSide, houses]) {
      const below = side.findLast((house) => house.value < value);
      const above = side.find((house) => house.value > value);
      if (below === undefined || above === undefined || above.value - below.value > BETWEEN_WITHIN) continue;
      const a = this.#entries[below.entry];
      const b = this.#entries[above.entry];
      if (Math.abs(a.lon - b.lon) > BETWEEN_WITHIN_DEG || Math.abs(a.lat - b.lat) > BETWEEN_WITHIN_DEG) continue;
      const t = (value - below.value) / (above.value - below.value);
      const near = t < 0.5 ? below : above;
      return { entry: near.entry, lon: a.lon + t * (b.lon - a.lon), lat: a.lat + t * (b.lat - a.lat), how: 'between' };
    }
    return undefined;
  }
}

function nearestOf(houses: readonly House[], value: number): House | undefined {
  let best: House | undefined;
  for (const house of houses) {
    const apart = Math.abs(house.value - value);
    if (apart <= NEAREST_WITHIN && (best === undefined || apart < Math.abs(best.value - value))) best = house;
  }
  return best;
}

const EXIT_NAME = /^(.+?)([A-Za-z]\d?)(?:出|入)?口$/u;
/** 60 m. */
const BEYOND_DEG = 0.00055;
const KM_POST = /k\s*(\d+)(?:\+(\d+))?$/iu;
/** Posts stand a kilometre apart; farther apart a road bends too much to go straight between them. */
const POSTS_WITHIN_M = 2_000;

const NUMBERED_BUILDING = /^(.+?)(\d+|[A-Za-z])(?:号楼|栋|幢|座)$/u;
const buildingNumber = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '');

const normalNumber = (text: string): string => text.toLowerCase().replace(/[号號\s-]/g, '');

const keys = new Map<string, string>();

function streetKey(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    key = keyOf(unitsOf(name));
    keys.set(name, key);
  }
  return key;
}
