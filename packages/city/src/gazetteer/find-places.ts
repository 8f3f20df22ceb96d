import type { AddressSearch, NamedPlace } from './address-search.ts';
import type { Candidate, SearchOptions } from './gazetteer.ts';
import { guessSpans } from './guess-spans.ts';
import { type Found, HOUSE_AFTER, joinAddresses } from './join-mentions.ts';
import { figuresBeforeCounters } from './numerals.ts';
import { DIRECTIONS, foldKeyOf, type PlacedUnit, placedUnitsOf, STREET_WORDS, type Unit, unitsOf } from './units.ts';

export interface PlaceMention {
  /** As it stands in the text. */
  readonly text: string;
  /** Code points, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Best first; never empty. */
  readonly candidates: readonly Candidate[];
}

/** Longest name looked for, in units; longer ones are found by their beginning. */
const MAX_NAME_UNITS = 14;
/** Texts are cut here: a call's transcript, not a book. */
const MAX_TEXT_UNITS = 1200;
/** A guess must answer at least this well to count as a mention. */
const GUESS_MIN = 0.8;
const MAX_GUESSES = 10;

/** Words that are the name of some place and still say nothing about where. */
const EVERYWHERE = new Set(
  '公园 学校 医院 超市 银行 酒店 宾馆 饭店 停车场 加油站 厕所 公厕 洗手间 广场 市场 餐厅 食堂 宿舍 图书馆 车站 地铁站 公交站 体育馆 小区 商场 药店 网吧 厂房 仓库 派出所 消防站 警察局 宿舍楼 教学楼 办公楼'.split(
    ' ',
  ),
);
const EVERYWHERE_EN = new Set(
  'park school hospital bank church hotel restaurant market library station store shop building parking police garage street road alley bar home house fire water bridge centre court way the one it help ambulance'.split(
    ' ',
  ),
);

/** Finds names of the gazetteer in running text: whole names first, then what follows an address's form. */
export class PlaceFinder {
  readonly #search: AddressSearch;
  /** Folded name → places. */
  readonly #names = new Map<string, { places: NamedPlace[]; units: readonly Unit[] }>();
  /** Folded beginnings of names, so that the scan can stop early. */
  readonly #starts = new Set<string>();

  constructor(search: AddressSearch) {
    this.#search = search;
    search.places.forEach((place, thing) => {
      // 香港中文大学（深圳） is called 香港中文大学.
      for (const name of place.names) {
        const short = name.replace(/\s*[(（][^)）]*[)）]/gu, '');
        if (short !== name) this.#learn(unitsOf(short), place);
        const station = /^(.+)地铁站$/u.exec(name)?.[1];
        if (station !== undefined)
          for (const said of [`${station}站`, `地铁${station}站`]) this.#learn(unitsOf(said), place);
      }
      for (const units of search.index.unitForms(thing)) {
        this.#learn(units, place);
        // "Calvert Street" for North Calvert Street.
        if (place.street !== undefined && DIRECTIONS.has(units[0].text) && units.length > 2)
          this.#learn(units.slice(1), place);
      }
    });
  }

  #learn(units: readonly Unit[], place: NamedPlace): void {
    const named = units.slice(0, MAX_NAME_UNITS);
    if (!tellsWhere(named)) return;
    const key = foldKeyOf(named);
    const known = this.#names.get(key);
    if (known === undefined) this.#names.set(key, { places: [place], units: named });
    else if (!known.places.includes(place)) known.places.push(place);
    for (let n = 1; n < named.length; n++) this.#starts.add(foldKeyOf(named.slice(0, n)));
  }

  find(text: string, options: SearchOptions): PlaceMention[] {
    const units = placedUnitsOf(text).slice(0, MAX_TEXT_UNITS);
    const chars = [...text];
    const found = this.#scan(units);
    const spans = joinAddresses(units, found, chars);
    const mentions: PlaceMention[] = [];
    for (const span of spans) {
      const mention = this.#mention(chars, span.startChar, span.endChar, span.found, options);
      if (mention !== undefined) mentions.push(mention);
    }
    const taken = mentions.map(({ start, end }) => [start, end] as const);
    for (const [start, plainEnd] of guessSpans(units, chars, taken).slice(0, MAX_GUESSES)) {
      const house = HOUSE_AFTER.exec(chars.slice(plainEnd, plainEnd + 24).join(''));
      const end = plainEnd + (house === null ? 0 : [...house[0]].length);
      if (mentions.some((mention) => start < mention.end && end > mention.start)) continue;
      const words = chars.slice(start, end).join('');
      const candidates = this.#answers(words, options).filter(({ score }) => score >= GUESS_MIN);
      if (candidates.length > 0) mentions.push({ text: words, start, end, candidates });
    }
    return mentions.sort((a, b) => worth(b) - worth(a) || a.start - b.start);
  }

  /** Names written out come first; homophones and the shortest names only where none of those stands. */
  #scan(units: readonly PlacedUnit[]): Found[] {
    const sure = this.#pass(units, [], (to, from, quality) => quality === 1 && to - from >= 3);
    return this.#pass(units, sure, () => true);
  }

  /** Longest names first, left to right, between what is known. */
  #pass(
    units: readonly PlacedUnit[],
    known: readonly Found[],
    accept: (to: number, from: number, quality: number) => boolean,
  ): Found[] {
    const found: Found[] = [];
    let ahead = 0;
    for (let from = 0; from < units.length; ) {
      if (known[ahead]?.from === from) {
        found.push(known[ahead]);
        from = known[ahead++].to;
        continue;
      }
      const limit = Math.min(known[ahead]?.from ?? units.length, from + MAX_NAME_UNITS);
      const best = this.#longest(units, from, limit, accept);
      if (best !== undefined) found.push(best);
      from = best?.to ?? from + 1;
    }
    return found;
  }

  #longest(
    units: readonly PlacedUnit[],
    from: number,
    limit: number,
    accept: (to: number, from: number, quality: number) => boolean,
  ): Found | undefined {
    let best: Found | undefined;
    let key = '';
    for (let to = from + 1; to <= limit; to++) {
      key = key === '' ? units[from].unit.fold : `${key} ${units[to - 1].unit.fold}`;
      const named = this.#names.get(key);
      if (named !== undefined) {
        const quality = qualityOf(units, from, to, named.units);
        if (quality > 0 && accept(to, from, quality)) best = { from, to, places: named.places, quality };
      }
      if (!this.#starts.has(key)) break;
    }
    return best;
  }

  #mention(
    chars: readonly string[],
    start: number,
    end: number,
    found: readonly Found[],
    options: SearchOptions,
  ): PlaceMention | undefined {
    const text = chars.slice(start, end).join('');
    const answers = this.#answers(text, options).filter(({ score }) => score >= 0.6);
    const isPlain = found.length === 1 && found[0].quality === 1;
    if (answers.length > 0) return { text, start, end, candidates: answers };
    if (!isPlain) return undefined;
    const [place] = found[0].places;
    const { entry, kind } = place;
    const candidate = {
      entry,
      kind,
      name: entry.names.zh,
      nameEn: entry.names.en,
      lon: entry.lon,
      lat: entry.lat,
      score: 0.6,
    };
    return { text, start, end, candidates: [candidate] };
  }

  #answers(text: string, options: SearchOptions): Candidate[] {
    return this.#search.search(figuresBeforeCounters(text), { ...options, limit: options.limit ?? 5 });
  }
}

/** A name worth looking for in free text. */
function tellsWhere(units: readonly Unit[]): boolean {
  const text = units.map((unit) => unit.text).join('');
  if (units.every((unit) => unit.kind === 'number')) return false;
  const hanzi = units.filter((unit) => unit.kind === 'hanzi').length;
  if (hanzi > 0) return units.length >= 2 && !EVERYWHERE.has(text);
  const heavy = units.filter((unit) => unit.weight === 1 && !EVERYWHERE_EN.has(unit.text));
  if (units.length === 1) return heavy.length === 1 && text.length >= 5;
  return (
    heavy.some((unit) => unit.text.length >= 3 || /\d/.test(unit.text)) ||
    units.some((unit) => STREET_WORDS.has(unit.text) && heavy.length > 0)
  );
}

/** Homophones of short names are everywhere: two hanzi must be written alike, longer names may sound alike. */
function qualityOf(units: readonly PlacedUnit[], from: number, to: number, name: readonly Unit[]): number {
  let off = 0;
  for (let i = from; i < to; i++) {
    const unit = units[i].unit;
    const other = name[i - from];
    if (unit.text !== other.text) off += unit.sound === other.sound ? 1 : 1.5;
  }
  if (off === 0) return 1;
  const length = to - from;
  return length >= 3 && off <= length * 0.7 ? 1 - off / (2 * length) : 0;
}

const POINTED = new Set(['house-number', 'crossing', 'km-post', 'metro-exit', 'building']);
const WIDE = new Set(['district', 'street', 'water', 'village']);

/** What says more exactly where it is comes first, and what is longer. */
function worth(mention: PlaceMention): number {
  const [best] = mention.candidates;
  const exactness = POINTED.has(best.kind) ? 0.3 : WIDE.has(best.kind) ? 0 : 0.15;
  return best.score + exactness + Math.min(0.1, (mention.end - mention.start) / 200);
}
