import type { NamedPlace } from './address-search.ts';
import type { PlacedUnit } from './units.ts';

/** A name found in a text. */
export interface Found {
  /** Unit range, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly places: readonly NamedPlace[];
  /** 1 written alike; less for a homophone. */
  readonly quality: number;
}

export interface Span {
  readonly startChar: number;
  readonly endChar: number;
  readonly found: readonly Found[];
}

export const HOUSE_AFTER =
  /^\s*[a-z](?:座|栋|幢|号楼)|^\s*(?:第|no\.?|#)?\s*(?:[0-9０-９]{1,5}|[〇零一二两三四五六七八九十百千幺]{1,6})(?:-\d+)?[a-z]?\s*(?:号楼|号|號|弄|栋|棟|幢|座|单元)/iu;
/** "站C口", "地铁站B出口": an exit of the station that is named after the street. */
export const EXIT_AFTER =
  /^\s*(?:地铁站|地铁|站)?\s*[a-h]\d?\s*(?:号)?(?:出口|入口|口)|^\s*(?:metro\s+)?(?:station)?,?\s*exit\s+[a-h]\d?\b/iu;
/** "Building 22, …": the number of a building stands before its compound. */
const BUILDING_BEFORE = /(?:building|block|tower|bldg)\s+(?:\d{1,4}|[a-z])[\s,]+(?:of\s+)?(?:the\s+)?$/iu;
const EXIT_BEFORE = /exit\s+[a-h]\d?[\s,]+(?:of\s+|at\s+)?(?:the\s+)?$/iu;

/** "K12+300", "十二公里三百米处", "北行50公里": a point counted along the road. */
export const POST_AFTER =
  /^\s*(?:[东南西北内外上下]{1,2}行(?:方向)?|往[\p{Script=Han}]{1,4}?方向)?\s*(?:的|第)?\s*(?:k\s*\d{1,4}(?:\s*\+\s*\d{1,3})?|(?:[0-9.]{1,6}|[零一二两三四五六七八九十百]{1,6})\s*(?:公里|千米|km)(?:\s*\+?\s*(?:\d{1,3}|[零一二两三四五六七八九十百]{1,6})\s*米?)?)\s*(?:处|附近)?/iu;
const JOIN = /^\s*(?:与|和|跟|及|、|\/|&|交|靠近|近|and|at|near|,)?\s*(?:the\s+)?$/iu;
const JUNCTION_AFTER = /^\s*(?:的)?(?:十字路口|丁字路口|交叉路口|交叉口|交汇处|交界处|交界|相交处|相交|路口|交口|口)/u;

/** House numbers and second streets belong to the mention they stand beside. */
export function joinAddresses(units: readonly PlacedUnit[], found: readonly Found[], chars: readonly string[]): Span[] {
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
    const exit = EXIT_AFTER.exec(rest);
    const post = isStreet(first) && house === null ? POST_AFTER.exec(rest) : null;
    if (exit !== null && parts.length === 1) end += [...exit[0]].length;
    else if (house !== null) end += [...house[0]].length;
    else if (post !== null) end += [...post[0]].length;
    else if (junction !== null && isStreet(first)) end += [...junction[0]].length;
    if (parts.length === 1 && isStreet(first)) from = houseBefore(units, from, chars);
    const startChar = parts.length === 1 ? startBefore(chars, units[from].start) : units[from].start;
    spans.push({ startChar, endChar: end, found: parts });
  }
  return spans;
}

const LOOK_BACK = 28;

/** Where the address begins when its building or exit is named first. */
function startBefore(chars: readonly string[], start: number): number {
  const before = chars.slice(Math.max(0, start - LOOK_BACK), start).join('');
  const found = BUILDING_BEFORE.exec(before) ?? EXIT_BEFORE.exec(before);
  return found === null ? start : start - [...found[0]].length;
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
