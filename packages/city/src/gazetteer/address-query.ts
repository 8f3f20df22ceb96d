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
}

const ZH_HOUSE = /^(.*?[^\d\s])\s*(\d+(?:-\d+)?[a-z]?)\s*[号號弄](?!线|楼|院)/u;
const ZH_HOUSE_TYPING = /^(.*\p{Script=Han})\s*(\d+(?:-\d+)?[a-z]?)$/u;
const EN_HOUSE = /^(?:no\.?\s*)?(\d+[a-z]?)(?:-\d+)?\s+(?:block\s+(?:of\s+)?)?([\p{L}\d].*)$/u;
/** "226 1/2 Cleveland Avenue", "723-B South Broadway"; "12 E Pratt Street" is read both ways. */
const EN_HOUSE_PART = /^(\d+(?:\s1\/2|[\s-][a-z]))\s+([\p{L}\d].*)$/u;
const EN_HOUSE_AFTER = /^([a-z].*[a-z])\s+(?:no\.?\s*)?(\d+[a-z]?)$/u;
const BUILDING = /^(.*?\p{Script=Han}.*?)\s*(\d+|[a-z])\s*(号楼|栋|棟|幢|座|单元)/u;
const JUNCTION_END =
  /(?:的)?(?:十字路口|丁字路口|三岔路口|交叉路口|交叉口|交汇处|交界处|交界|相交处|相交|路口|交口|口)(?:处|附近|那里|这里)?$/u;
/** Tried one after the other: a name may hold a slash or an "at" of its own. */
const JOINS = [
  /^(.+?)\s*[与和跟及同]\s*(.*)$/u,
  /^(.+?)\s*(?:\s(?:and)\s|\s*&\s*|\s(?:and)$)\s*(.*)$/u,
  /^(.+?)\s*(?:、|\+|\/|@|交|靠近|近|\s(?:at|near|off|by|x)\s)\s*(.*)$/u,
];
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
  };
}

/** 广东省深圳市龙岗区龙翔大道 → 龙翔大道. A name that is nothing but a region stays. */
export function withoutRegion(text: string): string {
  const match =
    /^(?:中国)?(?:\p{Script=Han}{2,3}省)?(?:\p{Script=Han}{2,4}?市)?(?:\p{Script=Han}{2,4}?(?:新区|区|县))?(?:\p{Script=Han}{2,4}?(?:街道(?!\d)|镇|乡))?/u.exec(
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
  const match = BUILDING.exec(text);
  return match === null ? [] : [{ compound: match[1].trim(), building: `${match[2].toUpperCase()}${match[3]}` }];
}

function readCrossings(text: string): { a: string; b: string }[] {
  const found: { a: string; b: string }[] = [];
  const body = text.replace(JUNCTION_END, '').trim();
  // "A路B路口": what JUNCTION_END took belongs to the name as well.
  const bodies = body === text ? [text] : /路口$/.test(text) ? [body, `${body}路`] : [body];
  for (const candidate of bodies) {
    for (const join of JOINS) {
      const joined = join.exec(candidate.replace(CORNER_OF, ''));
      if (joined !== null) found.push({ a: joined[1].trim(), b: joined[2].trim() });
    }
    for (const end of candidate.matchAll(STREET_END)) {
      const at = end.index + end[0].length;
      if (at >= 2 && at < candidate.length - 1 && !/^[\d与和跟及、/]/u.test(candidate.slice(at))) {
        found.push({ a: candidate.slice(0, at), b: candidate.slice(at) });
      }
    }
  }
  return found;
}
