import type { AddressSearch, NamedPlace } from './address-search.ts';
import type { Candidate, SearchOptions } from './gazetteer.ts';
import { guessSpans } from './guess-spans.ts';
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

interface Found {
  /** Unit range, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly places: readonly NamedPlace[];
  /** 1 written alike; less for a homophone. */
  readonly quality: number;
}

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
      const mention = this.#mention(chars, units[span.from].start, span.endChar, span.found, options);
      if (mention !== undefined) mentions.push(mention);
    }
    const taken = mentions.map(({ start, end }) => [start, end] as const);
    for (const [start, end] of guessSpans(units, chars, taken).slice(0, MAX_GUESSES)) {
      if (mentions.some((mention) => start < mention.end && end > mention.start)) continue;
      const candidates = this.#answers(chars.slice(start, end).join(''), options).filter(
        ({ score }) => score >= GUESS_MIN,
      );
      if (candidates.length > 0) mentions.push({ text: chars.slice(start, end).join(''), start, end, candidates });
    }
    return mentions.sort((a, b) => worth(b) - worth(a) || a.start - b.start);
  }

  /** Longest names first, left to right. */
  #scan(units: readonly PlacedUnit[]): Found[] {
    const found: Found[] = [];
    for (let from = 0; from < units.length; ) {
      let best: Found | undefined;
      let key = '';
      for (let to = from + 1; to <= Math.min(units.length, from + MAX_NAME_UNITS); to++) {
        key = key === '' ? units[from].unit.fold : `${key} ${units[to - 1].unit.fold}`;
        const known = this.#names.get(key);
        if (known !== undefined) {
          const quality = qualityOf(units, from, to, known.units);
          if (quality > 0) best = { from, to, places: known.places, quality };
        }
        if (!this.#starts.has(key)) break;
      }
      if (best !== undefined) found.push(best);
      from = best?.to ?? from + 1;
    }
    return found;
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

interface Span {
  readonly from: number;
  readonly endChar: number;
  readonly found: readonly Found[];
}

const HOUSE_AFTER =
  /^\s*(?:第|no\.?|#)?\s*(?:[0-9０-９]{1,5}|[〇零一二两三四五六七八九十百千幺]{1,6})(?:-\d+)?[a-z]?\s*(?:号楼|号|號|弄|栋|棟|幢|座|单元)/iu;
const JOIN = /^\s*(?:与|和|跟|及|、|\/|&|交|靠近|近|and|at|near|,)?\s*(?:the\s+)?$/iu;
const JUNCTION_AFTER = /^\s*(?:的)?(?:十字路口|丁字路口|交叉路口|交叉口|交汇处|交界处|交界|相交处|相交|路口|交口|口)/u;

/** House numbers and second streets belong to the mention they stand beside. */
function joinAddresses(units: readonly PlacedUnit[], found: readonly Found[], chars: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < found.length; i++) {
    const first = found[i];
    let from = first.from;
    let end = units[first.to - 1].end;
    const parts = [first];
    const isStreet = (f: Found) => f.places.some((place) => place.street !== undefined);
    const next = found[i + 1];
    if (
      next !== undefined &&
      isStreet(first) &&
      isStreet(next) &&
      JOIN.test(chars.slice(end, units[next.from].start).join(''))
    ) {
      parts.push(next);
      end = units[next.to - 1].end;
      i++;
    }
    const rest = chars.slice(end, end + 24).join('');
    const house = parts.length === 1 ? HOUSE_AFTER.exec(rest) : null;
    const junction = JUNCTION_AFTER.exec(rest);
    if (house !== null) end += [...house[0]].length;
    else if (junction !== null && isStreet(first)) end += [...junction[0]].length;
    if (parts.length === 1 && isStreet(first)) from = houseBefore(units, from, chars);
    spans.push({ from, endChar: end, found: parts });
  }
  return spans;
}

/** "1200 Falls Road", "1200 block of Falls Road": the number stands in front. */
function houseBefore(units: readonly PlacedUnit[], from: number, chars: readonly string[]): number {
  if (units[from].unit.kind === 'hanzi') return from;
  const isNumber = (at: number) => at >= 0 && /^\d{1,5}[a-z]?$/.test(units[at].unit.text);
  const adjoining = (at: number) => /^\s+$/.test(chars.slice(units[at].end, units[at + 1].start).join(''));
  if (isNumber(from - 1) && adjoining(from - 1)) return from - 1;
  if (units[from - 1]?.unit.text === 'of' && units[from - 2]?.unit.text === 'block' && isNumber(from - 3))
    return from - 3;
  return from;
}

const POINTED = new Set(['house-number', 'crossing']);
const WIDE = new Set(['district', 'street', 'water', 'village']);

/** What says more exactly where it is comes first, and what is longer. */
function worth(mention: PlaceMention): number {
  const [best] = mention.candidates;
  const exactness = POINTED.has(best.kind) ? 0.3 : WIDE.has(best.kind) ? 0 : 0.15;
  return best.score + exactness + Math.min(0.1, (mention.end - mention.start) / 200);
}
