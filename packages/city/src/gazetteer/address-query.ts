import { figuresBeforeCounters } from './numerals.ts';
import { plainText } from './units.ts';

/** The ways an address can be meant; a text may be read in several. */
export interface AddressReading {
  /** The text without 省市区 in front. */
  readonly plain: readonly string[];
  /** House number on a street. */
  readonly houses: readonly { readonly street: string; readonly number: string }[];
  /** Two streets that meet; `b` is empty while it is being typed. */
  readonly crossings: readonly { readonly a: string; readonly b: string }[];
  /** A numbered building in a compound: 阳光花园3栋. */
  readonly buildings: readonly { readonly compound: string; readonly building: string }[];
  /** An exit of a metro station: 大运地铁站C口, 地铁大运站C出口. */
  readonly exits: readonly { readonly station: string; readonly exit: string }[];
  /** A point on a road counted from its beginning: K12+300, 十二公里三百米处. */
  readonly posts: readonly { readonly road: string; readonly metres: number }[];
}

const ZH_HOUSE = /^(.*?[^\d\s])\s*(\d+(?:-\d+)?[a-z]?)\s*[号號弄](?!线|楼|院)/u;
const ZH_HOUSE_TYPING = /^(.*\p{Script=Han})\s*(\d+(?:-\d+)?[a-z]?)$/u;
const EN_HOUSE = /^(?:no\.?\s*)?(\d+[a-z]?)(?:-\d+)?\s+(?:block\s+(?:of\s+)?)?([\p{L}\d].*)$/u;
/** "226 1/2 Cleveland Avenue", "723-B South Broadway"; "12 E Pratt Street" is read both ways. */
const EN_HOUSE_PART = /^(\d+(?:\s1\/2|[\s-][a-z]))\s+([\p{L}\d].*)$/u;
const EN_HOUSE_AFTER = /^([a-z].*[a-z])\s+(?:no\.?\s*)?(\d+[a-z]?)(?:\s*hao)?$/u;
const EN_BUILDING = /^(?:building|block|tower|bldg)\s+(\d+|[a-z])[\s,]+(?:of\s+)?(.+)$/u;
/** Typed as pinyin: "yang guang hua yuan 3 hao lou", "bin hai da dao yu long xiang lu jiao cha kou". */
const PINYIN_BUILDING = /^([a-z].*?)\s+(\d+)\s*(?:hao\s*lou|dong|zuo)$/u;
const PINYIN_CROSSING = /^(.+?(?:lu|jie|dao|xiang|nong))\s+(?:yu|he)\s+(.+?)(?:\s+(?:jiao\s*cha\s*kou|lu\s*kou))?$/u;
const BUILDING = /^(.*?\p{Script=Han}.*?)\s*(\d+|[a-z])\s*(号楼|栋|棟|幢|座|单元)/u;
const JUNCTION_END =
  /(?:的)?(?:十字路口|丁字路口|三岔路口|交叉路口|交叉口|交汇处|交界处|交界|相交处|相交|路口|交口|口)(?:处|附近|那里|这里)?$/u;
/** The sure ones first: a name may hold a slash, an "at" or a 和 of its own. */
const JOINS = [/\s*[与和跟及同&]\s*|\s+and(?:\s+|$)/gu, /\s*[、+/@交]\s*|\s*靠?近\s*|\s+(?:at|near|off|by|x)\s+/gu];
const ENDS_AS_STREET =
  /(?:[路街道巷弄线]|公路|\b(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|pl|place|ct|hwy|highway|pkwy))$/u;
const MAX_SPLITS = 3;
const CORNER_OF = /^(?:the\s+)?(?:corner|intersection|junction)\s+of\s+/u;
const STREET_END = /(?:大道|大街|公路|[路街道巷弄])/gu;

export function readAddress(text: string): AddressReading {
  const whole = figuresBeforeCounters(plainText(text))
    .replace(/[,，。;；!！?？"“”()（）]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const plain = [whole];
  const stripped = withoutRegion(whole);
  if (stripped !== whole) plain.push(stripped);
  return {
    plain,
    houses: readHouses(stripped),
    crossings: readCrossings(stripped),
    buildings: readBuildings(stripped),
    posts: readPosts(whole),
    exits: readExits(stripped),
  };
}

/** 广东省深圳市龙岗区龙翔大道 → 龙翔大道. A name that is nothing but a region stays. */
export function withoutRegion(text: string): string {
  const match =
    /^(?:中国)?(?:\p{Script=Han}{2,3}省)?(?:\p{Script=Han}{2,4}?市)?(?:\p{Script=Han}{2,4}?(?:新区|(?<![小社园业校厂库景宅])区|县))?(?:\p{Script=Han}{2,4}?(?:街道(?!\d)|镇|乡))?/u.exec(
      text,
    );
  const rest = text.slice(match?.[0].length ?? 0).trim();
  return rest.length >= 2 ? rest : text;
}

function readHouses(text: string): { street: string; number: string }[] {
  const zh = ZH_HOUSE.exec(text) ?? ZH_HOUSE_TYPING.exec(text);
  if (zh !== null) return [{ street: zh[1].trim(), number: zh[2] }];
  const found: { street: string; number: string }[] = [];
  const en = EN_HOUSE.exec(text);
  if (en !== null) found.push({ street: en[2], number: en[1] });
  const part = EN_HOUSE_PART.exec(text);
  if (part !== null) found.push({ street: part[2], number: part[1] });
  const after = EN_HOUSE_AFTER.exec(text);
  if (after !== null) found.push({ street: after[1], number: after[2] });
  return found;
}

function readBuildings(text: string): { compound: string; building: string }[] {
  const en = EN_BUILDING.exec(text);
  if (en !== null) return [{ compound: en[2].trim(), building: `${en[1].toUpperCase()}栋` }];
  const spelt = PINYIN_BUILDING.exec(text);
  if (spelt !== null) return [{ compound: spelt[1], building: `${spelt[2]}栋` }];
  const match = BUILDING.exec(text);
  return match === null ? [] : [{ compound: match[1].trim(), building: `${match[2].toUpperCase()}${match[3]}` }];
}

const EXIT =
  /^(?:地铁)?\s*(.*?\p{Script=Han}.*?)\s*(?:地铁站|地铁|站)?\s*([a-h]\d?)\s*(?:号)?(?:出口|入口|口|出站口)$/u;
const EN_EXIT = /^(?:metro\s+)?exit\s+([a-h]\d?)[\s,]+(?:of\s+|at\s+)?(.+)$|^(.+?)[\s,]+exit\s+([a-h]\d?)$/u;

function readExits(text: string): { station: string; exit: string }[] {
  const zh = EXIT.exec(text);
  if (zh !== null) return [{ station: zh[1] as string, exit: (zh[2] as string).toUpperCase() }];
  const [, exitFirst, stationLast, stationFirst, exitLast] = EN_EXIT.exec(text) ?? [];
  const station = stationLast ?? stationFirst;
  return station === undefined ? [] : [{ station, exit: (exitFirst ?? exitLast ?? '').toUpperCase() }];
}

/** "环城快速路K12+300", "沿江高速北行50公里处", "ring road km 12.3", "mile marker" has no posts to go by. */
const POST =
  /^(.*?[\p{L}\d])\s*(?:[东南西北内外上下]{1,2}行(?:方向)?|往?[\p{Script=Han}]{0,4}方向)?\s*(?:k|km\s*|桩号\s*k?|第)?(\d{1,4})(?:\.(\d{1,3})\s*(?:公里|km)|\s*(?:公里|千米|km)?\s*(?:\+|加|零)?\s*(\d{1,3})?\s*(?:米|m)?)\s*(?:处|附近|的地方)?$/u;
const POST_MARK = /(?:k\s*\d|\d\s*(?:公里|千米|km)|km\s*\d|桩号)/u;

function readPosts(text: string): { road: string; metres: number }[] {
  if (!POST_MARK.test(text)) return [];
  const [, road, km, decimals, metres] = POST.exec(text) ?? [];
  if (road === undefined || km === undefined) return [];
  const rest = decimals === undefined ? Number(metres ?? 0) : Number(`0.${decimals}`) * 1_000;
  return [{ road: road.replace(/\s*(?:k|km|第)$/u, '').trim(), metres: Number(km) * 1_000 + rest }];
}

function readCrossings(text: string): { a: string; b: string }[] {
  const found: { a: string; b: string }[] = [];
  const spelt = PINYIN_CROSSING.exec(text);
  if (spelt !== null) return [{ a: spelt[1], b: spelt[2] }];
  const body = text.replace(JUNCTION_END, '').trim();
  // "A路B路口": what JUNCTION_END took belongs to the name as well.
  const bodies = body === text ? [text] : /路口$/.test(text) ? [body, `${body}路`] : [body];
  for (const candidate of bodies) {
    found.push(...splitAtJoins(candidate.replace(CORNER_OF, '')));
    for (const end of candidate.matchAll(STREET_END)) {
      const at = end.index + end[0].length;
      if (at >= 2 && at < candidate.length - 1 && !/^[\d与和跟及、/]/u.test(candidate.slice(at))) {
        found.push({ a: candidate.slice(0, at), b: candidate.slice(at) });
      }
    }
  }
  return found;
}

/** 义和街与仁台路 is split after 街: where a join follows a street's ending, the others are part of names. */
function splitAtJoins(text: string): { a: string; b: string }[] {
  for (const join of JOINS) {
    const splits = [...text.matchAll(join)]
      .map((match) => ({ a: text.slice(0, match.index).trim(), b: text.slice(match.index + match[0].length).trim() }))
      .filter(({ a }) => a !== '');
    const sure = splits.filter(({ a }) => ENDS_AS_STREET.test(a));
    if (splits.length > 0) return (sure.length > 0 ? sure : splits).slice(0, MAX_SPLITS);
  }
  return [];
}
