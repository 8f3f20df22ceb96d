import { plainText } from '@muster/city/gazetteer/units';
import type { GazetteerEntry } from '@muster/city/pack/format';
import { isHan } from './things.ts';

/** A part of a text that is part of some places' names. Indices into the chars given. */
export interface PieceRun {
  readonly start: number;
  readonly end: number;
  readonly entries: readonly number[];
  /** A word for any place of its kind, where the city has but a few. */
  readonly isKind: boolean;
}

interface Run extends PieceRun {
  /** Words of everything: they count only beside a part that is not. */
  readonly isGeneric: boolean;
  /** One word in Latin letters. */
  readonly isOneWord?: boolean;
}

/** More places than this share the part: it says nothing alone, but may together with the part beside it. */
const MAX_ALONE = 12;
const MAX_POSTING = 400;
const MAX_STREETS = 3;
const MAX_OF_KIND = 4;
/** Chars between two parts that are read together: "Fayette and Lakewood". */
const MAX_GAP = 5;

/** Words of names that are words of everything. */
const GENERIC_EN = new Set(
  `street avenue road lane drive boulevard court place square park school center centre building church north south east
   west station hospital hotel market plaza tower house phase garden gardens court mansions residence homes apartments
   apartment residential quarter community village shop store mall bank branch restaurant noodle pharmacy supermarket
   filling parcel internet cafe fitness kindergarten primary middle office international business government service
   services tax metro subway exit bridge expressway highway tunnel district hall club simulated fire police ambulance
   depot works emergency rescue team general public city town county saint united national american company inc food foods
   bar grill pizza liquor wine baptist lutheran catholic methodist memorial historical library college university
   elementary high junior senior charter academy first second third old new grand great upper lower main central the and
   of for at in on to from with black white red blue green gold silver water line side front back upper stop yard way
   alley circle terrace parking garage museum theater arena stadium field fields pavilion marina pier wharf harbor inn
   courtyard suites lodge plaza tavern pub corner point view hill hills bay beach island star sun king queen royal city
   express holiday life care health family dollar auto car cars wash food mart home house sports sport people peoples`.split(
    /\s+/,
  ),
);
/** "The stadium": where the city has one, it is that. */
const KINDS = new Set(
  'stadium arena swimming library hospital museum marina reservoir theater theatre zoo airport racecourse cemetery velodrome'.split(
    ' ',
  ),
);
const GENERIC_ZH = new Set(
  `小区 花园 大厦 广场 中心 公寓 新村 社区 家园 名邸 华府 老街 超市 银行 支行 酒店 宾馆 学校 小学 中学 大学 医院 公园 市场 商场
   百货 商务 国际 停车 车场 加油 油站 快递 驿站 面馆 海鲜 酒楼 药房 健身 幼儿 儿园 网咖 地铁 铁站 公交 大道 大街 公路 高速 隧道
   路口 服务 政务 行政 办公 办事 税务 法庭 派出 出所 消防 救援 急救 抢修 应急 模拟 工业 工厂 教学 学楼 宿舍 图书 书馆 学生 会议
   体育 育馆 田径 饭堂 食堂 便利 便民 农贸 水产 综合 购物 实验 第一 第二 第三 二期 一期 三期 东路 西路 南路 北路 中路 人民 生活
   会员 商店 收费 费站 高架 架桥 立交 水库 大桥 中桥 客运 度假 村委 卫生 生间 路店 街店 巷店 弄店 道店 书店 咖啡 测试 文本 室内
   科技 技楼 东门 西门 南门 北门 上园 下园 书院 教职 职工 工宿 会堂 行政楼`.split(/\s+/),
);

const NUMERALS = /^[一二三四五六七八九十百]+$/u;

/** Finds places by parts of their names: 山姆 for 山姆会员商店, "Fayette and Lakewood", heao for 荷坳村. */
export class NamePieces {
  readonly #postings = new Map<string, number[]>();
  readonly #generic = new Set<string>(GENERIC_ZH);
  readonly #isStreet: boolean[];
  /** Of every entry, the words of its names. */
  readonly #words: ReadonlySet<string>[];
  /** Their English names are long: one word of them says little. */
  readonly #isLong: boolean[];
  readonly #isOrdinary: (word: string) => boolean;

  /**
   * @param isCommon words of everyday calls: no name is meant by them alone
   * @param isOrdinary words that are names only when they are written so
   */
  constructor(
    entries: readonly GazetteerEntry[],
    isCommon: (token: string) => boolean,
    isOrdinary: (word: string) => boolean,
  ) {
    this.#isOrdinary = isOrdinary;
    this.#isStreet = entries.map((entry) => entry.kind === 'street');
    this.#words = entries.map(wordsOf);
    this.#isLong = entries.map((entry) => entry.kind !== 'street' && distinctiveWords(entry.names.en) >= LONG);
    entries.forEach((entry, index) => {
      if (entry.kind === 'house-number' || entry.kind === 'district') return;
      if (entry.kind === 'building' && /\d+(?:号楼|栋|幢|座)$/.test(entry.names.zh)) return;
      for (const piece of piecesOfEntry(entry)) {
        if (isCommon(piece) || NUMERALS.test(piece)) this.#generic.add(piece);
        const list = this.#postings.get(piece);
        if (list === undefined) this.#postings.set(piece, [index]);
        else if (list.length <= MAX_POSTING && list.at(-1) !== index) list.push(index);
      }
    });
    for (const [piece, list] of this.#postings) if (list.length > MAX_POSTING) this.#postings.delete(piece);
  }

  /** @param chars code points; those that are taken already are given as spaces */
  find(chars: readonly string[]): PieceRun[] {
    const runs = [...this.#hanRuns(chars), ...this.#latinRuns(chars)].sort((a, b) => a.start - b.start);
    const joined: Run[] = [];
    for (const run of runs) {
      const last = joined.at(-1);
      const isBeside = last && run.start - last.end <= (run.isGeneric || last.isGeneric ? 0 : MAX_GAP);
      const both = isBeside && !(last.isGeneric && run.isGeneric) ? common(last.entries, run.entries) : [];
      if (last && both.length > 0) {
        joined[joined.length - 1] = { start: last.start, end: run.end, entries: both, isGeneric: false, isKind: false };
      } else joined.push(run);
    }
    return joined
      .filter((run) => !run.isGeneric)
      .flatMap((run) => {
        if (run.isOneWord) {
          const short = run.entries.filter((index) => !this.#isLong[index]);
          if (short.length === 0) return [];
        }
        if (run.entries.length <= MAX_ALONE) return [run];
        // A street's name is part of the names of all its crossings and bus stops.
        const streets = run.entries.filter((index) => this.#isStreet[index]);
        return streets.length > 0 && streets.length <= MAX_STREETS ? [{ ...run, entries: streets }] : [];
      });
  }

  *#hanRuns(chars: readonly string[]): Generator<Run> {
    for (let at = 0; at + 1 < chars.length; at++) {
      let entries = this.#posting(chars[at] + (chars[at + 1] as string));
      if (entries.length === 0) continue;
      let end = at + 2;
      for (; end < chars.length; end++) {
        const further = common(entries, this.#posting((chars[end - 1] as string) + chars[end]));
        if (further.length === 0) break;
        entries = further;
      }
      yield { start: at, end, entries, isGeneric: this.#isGeneric(chars.slice(at, end)), isKind: false };
      at = end - 1;
    }
  }

  *#latinRuns(chars: readonly string[]): Generator<Run> {
    const text = chars.map((char) => (char.length > 1 ? ' ' : char)).join('');
    for (const match of text.matchAll(/[A-Za-z][A-Za-z'’]*/g)) {
      const word = plainText(match[0].replace(/['’]s$/, ''));
      const isKind = KINDS.has(word);
      const isName = /^[A-Z]/.test(match[0]) && !/(?:^|[.!?]\s*)$/.test(text.slice(0, match.index));
      if (!isKind && !isName && this.#isOrdinary(word)) continue;
      const entries = isKind || !this.#generic.has(word) ? this.#posting(word) : [];
      if (entries.length === 0 || (isKind && entries.length > MAX_OF_KIND)) continue;
      const end = match.index + match[0].length;
      const beside = isKind ? [] : wordsBeside(text, match.index, end);
      const meant = entries.filter((index) => this.#fits(index, beside));
      if (meant.length > 0)
        yield { start: match.index, end, entries: meant, isGeneric: false, isKind, isOneWord: !isKind };
    }
  }

  /** "Charles Street" is no part of Charles Carroll School, "Federal Hill" none of Kopernik Federal Bank. */
  #fits(index: number, beside: readonly string[]): boolean {
    const words = this.#words[index] as ReadonlySet<string>;
    return beside.every((word) => words.has(word));
  }

  #posting(piece: string): readonly number[] {
    return this.#postings.get(piece) ?? [];
  }

  #isGeneric(run: readonly string[]): boolean {
    for (let i = 0; i + 1 < run.length; i++) {
      if (!this.#generic.has(run[i] + (run[i + 1] as string))) return false;
    }
    return true;
  }
}

const LONG = 3;
const distinctiveWords = (name: string): number =>
  [...plainText(name).matchAll(/[a-z]{3,}/g)].filter(([word]) => !GENERIC_EN.has(word)).length;

const NONE: ReadonlySet<string> = new Set();
const wordsOf = (entry: GazetteerEntry): ReadonlySet<string> => {
  if (entry.kind === 'house-number') return NONE;
  const names = [entry.names.zh, entry.names.en, ...(entry.aliases ?? [])].join(' ').replace(/['’‘`]s\b/g, '');
  return new Set([...plainText(names).matchAll(/[a-z]+/g)].flatMap(([word]) => [word, SHORT[word] ?? word]));
};

const SHORT: Readonly<Record<string, string>> = {
  ...{ street: 'st', avenue: 'ave', road: 'rd', boulevard: 'blvd', drive: 'dr', lane: 'ln', place: 'pl', court: 'ct' },
  ...{ square: 'sq', highway: 'hwy', north: 'n', south: 's', east: 'e', west: 'w', saint: 'st' },
};
const IS_STREET_WORD = /^(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|highway|hwy)$/;

/** The name goes on before or after: words written as names, and what kind of road it is. Shortened. */
function wordsBeside(text: string, start: number, end: number): string[] {
  const before = /([A-Za-z][A-Za-z'’]*)\.?\s$/.exec(text.slice(0, start))?.[1];
  const after = /^\s([A-Za-z][A-Za-z'’]*)/.exec(text.slice(end))?.[1];
  const isFirst = before !== undefined && /(?:^|[.!?]\s*)$/.test(text.slice(0, start).slice(0, -before.length - 1));
  return [before, after].flatMap((word, i) => {
    if (word === undefined) return [];
    const plain = plainText(word.replace(/['’]s$/, ''));
    const isName = /^[A-Z][a-z]/.test(word) && !(i === 0 && isFirst) && !NOT_OF_NAME.has(plain);
    if (!isName && !(i === 1 && IS_STREET_WORD.test(plain))) return [];
    return [SHORT[plain] ?? plain];
  });
}
const NOT_OF_NAME = new Set(['the', 'at', 'on', 'in', 'and', 'by', 'near', 'of', 'from', 'to', 'i', 'im', 'my', 'is']);

function* piecesOfEntry(entry: GazetteerEntry): Generator<string> {
  const names = [entry.names.zh, entry.names.en, ...(entry.aliases ?? [])];
  for (const name of names) {
    const chars = [...plainText(name)];
    for (let i = 0; i + 1 < chars.length; i++) {
      if (isHan((chars[i] as string).charCodeAt(0)) && isHan((chars[i + 1] as string).charCodeAt(0))) {
        yield chars[i] + (chars[i + 1] as string);
      }
    }
    for (const [word] of plainText(name.replace(/['’‘`]s\b/g, '')).matchAll(/[a-z]{3,}/g)) {
      if (KINDS.has(word) || !GENERIC_EN.has(word)) yield word;
    }
  }
  const syllables = entry.pinyin.toLowerCase().split(' ').filter(Boolean);
  for (let n = 2; n <= 3 && n <= syllables.length; n++) {
    const piece = syllables.slice(0, n).join('');
    if (piece.length >= 4) yield piece;
  }
}

function common(a: readonly number[], b: readonly number[]): number[] {
  const [small, large] = a.length <= b.length ? [a, new Set(b)] : [b, new Set(a)];
  return small.filter((index) => large.has(index));
}
