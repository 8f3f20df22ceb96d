import { type PlacedUnit, STREET_WORDS } from './units.ts';

/** [start, end) in code points. */
export type CharSpan = readonly [start: number, end: number];

const ZH_ENDS = [
  '地铁站',
  '大道',
  '公路',
  '小区',
  '花园',
  '广场',
  '大厦',
  '医院',
  '学校',
  '中学',
  '小学',
  '大学',
  '公园',
  '市场',
  '酒店',
  '中心',
  '新村',
  '工业园',
  '科技园',
  '商场',
  '车站',
  '路',
  '街',
  '巷',
  '苑',
  '村',
  '桥',
  '站',
  '城',
  '园',
];
/** After these the name begins. */
const ZH_CUES = /(?:在|到|去|来|位于|地址|地点|附近|住|这里是|这边是|靠近|从|往|是|：|:|，|,|。|\s)$/u;
/** Longest name guessed, hanzi. */
const LONGEST = 9;
const LONGEST_EN = 4;
const NOT_A_NAME = new Set([
  'the',
  'a',
  'an',
  'on',
  'at',
  'in',
  'of',
  'my',
  'our',
  'his',
  'her',
  'and',
  'to',
  'from',
  'near',
  'off',
  'this',
  'that',
  'is',
  'its',
  'by',
  'im',
  'were',
]);

/**
 * Parts of the text that look like a place although no name of the gazetteer stands there letter by letter: what ends like
 * a street or a compound, and "number words street" in English. Misheard and misspelt names are found this way.
 */
export function guessSpans(
  units: readonly PlacedUnit[],
  chars: readonly string[],
  taken: readonly CharSpan[],
): CharSpan[] {
  const isTaken = (start: number, end: number) => taken.some(([from, to]) => start < to && end > from);
  const spans: CharSpan[] = [];
  for (let last = 1; last < units.length; last++) {
    const { unit } = units[last];
    if (unit.kind === 'hanzi') spans.push(...chineseSpans(units, last, chars, taken));
    else if (STREET_WORDS.has(unit.text)) spans.push(...englishSpans(units, last));
  }
  return spans.filter(([start, end]) => !isTaken(start, end));
}

function chineseSpans(
  units: readonly PlacedUnit[],
  last: number,
  chars: readonly string[],
  taken: readonly CharSpan[],
): CharSpan[] {
  const text = units
    .slice(Math.max(0, last - 2), last + 1)
    .map(({ unit }) => unit.text)
    .join('');
  const end = ZH_ENDS.find((ending) => text.endsWith(ending));
  if (end === undefined) return [];
  // 路 of 路口 ends the name of a street; 站 of 站着 does not, but finding nothing there costs little.
  const spans: CharSpan[] = [];
  const shortest = last - [...end].length - 1;
  for (let first = shortest; first >= Math.max(0, last - LONGEST); first--) {
    if (units[first].unit.kind !== 'hanzi' || units[first + 1].start !== units[first].end) break;
    const before = chars.slice(Math.max(0, units[first].start - 4), units[first].start).join('');
    const afterPlace = taken.some(([, end]) => end === units[first].start);
    if (first === 0 || afterPlace || ZH_CUES.test(before)) spans.push([units[first].start, units[last].end]);
  }
  return spans.length > 0 || shortest < 0
    ? spans.reverse()
    : [[units[Math.max(0, shortest - 1)].start, units[last].end]];
}

function englishSpans(units: readonly PlacedUnit[], last: number): CharSpan[] {
  const spans: CharSpan[] = [];
  for (let first = last - 1; first >= Math.max(0, last - LONGEST_EN); first--) {
    const { unit } = units[first];
    if (unit.kind === 'hanzi' || NOT_A_NAME.has(unit.text)) break;
    spans.push([units[first].start, units[last].end]);
    if (unit.kind === 'number') break;
  }
  return spans.reverse();
}
