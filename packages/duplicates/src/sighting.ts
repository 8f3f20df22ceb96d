import { commonWords } from './common-words.ts';
import { NAME_SURPRISE, properNames } from './proper-names.ts';
import { type Cues, cuesOf } from './read-cues.ts';
import { type Details, detailsOf } from './read-details.ts';
import type { PlaceHint, PlaceReader, Report } from './report.ts';
import { type Thing, thingLexicon } from './things.ts';
import { flatten, latinWords, tokensOf } from './tokens.ts';

/** Code points of a text that are looked at. */
export const MAX_TEXT = 600;

/** A report with everything read from its words once. */
export interface Sighting {
  readonly report: Report;
  readonly hints: readonly PlaceHint[];
  readonly things: ReadonlySet<Thing>;
  /** Things that only the names of places speak of: the pool of 大运中心游泳馆. */
  readonly placeThings: ReadonlySet<Thing>;
  /** Words that are no names of places known, with how much each tells. */
  readonly words: ReadonlyMap<string, number>;
  readonly details: Details;
  readonly cues: Cues;
  /** Of the words, those of places that the city does not know: 海鲜酒楼. */
  readonly placeWords: ReadonlySet<string>;
  /** Things that are spoken of as known: "that truck", 那条狗. */
  readonly pointsAt: ReadonlySet<Thing>;
  readonly language: 'zh' | 'en';
}

/** "跟嶂背那个不是一处", "not that big one across the water": names what it is not. */
const DENIED =
  /(?:跟|和|与)[^，。,.；;]{1,14}(?:不是|没关系|没有关系|无关)[^，。,.；;]{0,6}|不是[^，。,.；;]{1,8}(?:那边|那个|那里|方向)|\bnot (?:that|the|this) [^,.;]{1,48}|\bnothing to do with [^,.;]{1,40}/giu;
/** As many characters as before, so that positions hold. */
const withoutDenied = (text: string): string => text.replace(DENIED, (denied) => ' '.repeat([...denied].length));

const CAME_OUT =
  /([^，。,.；;！!？?\s]{1,6})(?:里面?|上|楼上)(?:跑|逃|抬|救|拉|爬|捞|冲)(?:出|下|上)(?:来|去)?|\b(?:out of|off of?|from inside) (?:the|that) ((?:[a-z’'-]+ ){0,2}[a-z’'-]+)/giu;
const POINTS =
  /那(?:个|台|辆|架|条|栋|幢|家|堆|棵|些)?([^，。,.；;！!？?\s]{1,8})|\bthat ((?:[a-z’'-]+ ){0,2}[a-z’'-]+)/giu;
/** "It is known": not 那边, "that is", "that she". */
const POINTS_NOWHERE =
  /^(?:边|里|儿|么|样|时|天|我|他|她|有|的|就)|^(?:is|was|are|it|i|he|she|we|they|you|there|the|a|an|my|his|her)\b/i;

/** Things that a pronoun points at; a position in the text is no part of it. */
function pointedAt(text: string): Set<Thing> {
  const found = new Set<Thing>();
  for (const [, zh, en] of [...text.matchAll(POINTS), ...text.matchAll(CAME_OUT)]) {
    const said = zh ?? en ?? '';
    if (POINTS_NOWHERE.test(said)) continue;
    const flat = flatten(said);
    for (const thing of thingLexicon().find(flat, latinWords(flat))) found.add(thing);
  }
  return found;
}

/** Up to four hanzi before a word that ends names. */
const UNKNOWN_PLACE =
  /\p{Script=Han}{1,4}(?:酒楼|饭店|餐厅|餐馆|面馆|小区|花园|公寓|大厦|广场|超市|酒店|宾馆|网吧|学校|小学|中学|医院|公园|新村|市场|商场|路口|路|街|巷|苑|坊|里小区)/gu;

/** The caller says that the telephone is wrong about where they are. */
const IS_ELSEWHERE =
  /\b(?:my |the )?(?:phone|gps|location) (?:thinks|says|shows|is wrong|is off)|定位(?:不准|不对|错|有问题|是错)|我不在(?:这|那|现场)/i;

export function readSighting(report: Report, places: PlaceReader): Sighting {
  const chars = [...withoutDenied(report.text)].slice(0, MAX_TEXT);
  const text = chars.join('');
  const hints = places.read(text, report.position);
  const rest = [...chars];
  for (const { start, end } of hints) rest.fill(' ', start, end);
  const flat = flatten(text);
  const flatRest = flatten(rest.join(''));
  const things = thingLexicon().find(flatRest, latinWords(flatRest));
  const table = commonWords();
  const words = new Map(tokensOf(rest.join('')).map((token) => [token, table.surprise(token)] as const));
  for (const name of properNames(rest.join(''))) words.set(name, Math.max(NAME_SURPRISE, words.get(name) ?? 0));
  return {
    report: IS_ELSEWHERE.test(report.text) ? { ...report, position: null } : report,
    hints,
    things,
    placeThings: new Set([...thingLexicon().find(flat, latinWords(flat), 2)].filter((thing) => !things.has(thing))),
    words,
    placeWords: new Set([...rest.join('').matchAll(UNKNOWN_PLACE)].flatMap(([name]) => tokensOf(name))),
    details: detailsOf(flat, flatRest),
    cues: cuesOf(report.text),
    pointsAt: pointedAt(text),
    language: /\p{Script=Han}/u.test(text) ? 'zh' : 'en',
  };
}
