import { hashName } from './features.ts';
import { type FoldedText, isHanChar } from './folded-text.ts';

/** A Chinese character, a word, a number or a mark: what the words of a place are made of. */
export interface Unit {
  readonly text: string;
  /** In the folded text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Han, word, figure, mark. */
  readonly kind: 'h' | 'w' | 'f' | 'm';
  readonly capital: 'A' | 'Aa' | 'a';
  readonly afterSpace: boolean;
}

export const MAX_UNITS = 1_500;
const UNIT = /[a-z]+|[0-9]+(?:[a-z]{1,2}\b)?|\S/g;

/** @param chars the text's code points as written: capitals are lost in the folded text */
export function unitsOf(text: FoldedText, chars: readonly string[]): Unit[] {
  const units: Unit[] = [];
  let end = 0;
  for (const found of text.flat.matchAll(UNIT)) {
    if (units.length >= MAX_UNITS) break;
    const word = found[0];
    const start = found.index;
    const kind = isHanChar(word) ? 'h' : /^[a-z]/.test(word) ? 'w' : /^[0-9]/.test(word) ? 'f' : 'm';
    const written = chars[text.origin[start] as number] ?? '';
    const next = chars[(text.origin[start] as number) + 1] ?? '';
    const isCapital = kind === 'w' && written !== written.toLowerCase();
    const capital = !isCapital ? 'a' : word.length > 1 && next !== next.toLowerCase() ? 'A' : 'Aa';
    units.push({ text: word, start, end: start + word.length, kind, capital, afterSpace: start > end });
    end = start + word.length;
  }
  return units;
}

const words = (list: string): Set<string> => new Set(list.split(' '));
const ROAD_EN = words(
  'street st road rd avenue ave av drive dr lane ln boulevard blvd way wy court ct place pl terrace square highway hwy route interstate parkway pkwy crescent close grove bridge tunnel exit mile block blk apartment apt unit flat floor suite room park station mall school hospital hotel building tower house farm village creek river lake beach pier corner junction estate mews quay trail plaza market church ramp lot gate nagar chowk marg colony sector jalan lorong circle loop alley row walk gardens heights court campground marina motel inn',
);
const NUMBER_EN = words(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred oh zero first second third fourth fifth sixth seventh eighth ninth tenth',
);
const DIRECTION_EN = words(
  'north south east west n s e w ne nw se sw eastbound westbound northbound southbound nb sb eb wb upper lower',
);
const CUE_EN = words(
  'at on near in by off outside behind opposite from between inside under around past to of corner address location we im its going',
);
const END_ZH = words(
  '路 街 道 巷 弄 号 栋 幢 楼 室 村 镇 乡 县 市 区 里 苑 园 城 厦 场 店 院 校 站 口 桥 厂 库 湖 河 江 山 寺 庙 港 湾 岛 屯 庄 营 堡 沟 坡 坪 塘 馆 所 处 门 侧 边 旁 段 面 头 层 座 组 队 社 局 行 部 东 西 南 北 后 前 对 内 外 中 上 下',
);
const NUMBER_ZH = words('零 一 二 两 三 四 五 六 七 八 九 十 百 千 幺 〇');
const CUE_ZH = words('在 到 去 来 住 是 位 于 址 点 置 从 往 这 我 们 家 的');
const LEAST_ZH = words('了 着 吗 吧 啊 呢 把 被 就 都 也 还 很 不 没 有 他 她 你 我 说 看 打');
const MARKS_END = words('。 . ! ? ; ！ ？ ；');

const classOf = ({ text, kind, capital }: Unit): string => {
  if (kind === 'f') return text.length > 3 ? 'f4' : `f${text.length}`;
  if (kind === 'm') return MARKS_END.has(text) ? 'm.' : 'm,';
  if (kind === 'w') {
    const c = ROAD_EN.has(text)
      ? 'road'
      : NUMBER_EN.has(text)
        ? 'num'
        : DIRECTION_EN.has(text)
          ? 'dir'
          : CUE_EN.has(text)
            ? 'cue'
            : 'w';
    return `${c}${capital}`;
  }
  if (END_ZH.has(text)) return 'hend';
  if (NUMBER_ZH.has(text)) return 'hnum';
  if (CUE_ZH.has(text)) return 'hcue';
  return LEAST_ZH.has(text) ? 'hleast' : 'h';
};

/** Features of every unit with its neighbours and its place in the clause and the call, hashed. */
export function unitFeatures(units: readonly Unit[]): Uint32Array[] {
  const classes = units.map(classOf);
  const clause = clausesOf(units);
  const last = clause[clause.length - 1] ?? 0;
  const at = (i: number): string => units[i]?.text.replace(/[0-9]/g, '0') ?? (i < 0 ? '<' : '>');
  const cls = (i: number): string => classes[i] ?? (i < 0 ? '<' : '>');
  return units.map((unit, i) => {
    const which = clause[i] === last ? (last === 0 ? 'only' : 'last') : clause[i] === 0 ? 'first' : 'mid';
    const names = [`k${cls(i)}`, `q${which}`, `kq${cls(i)}${which}`];
    for (const d of [-3, -2, -1, 0, 1, 2, 3]) {
      names.push(`t${d}${at(i + d)}`);
      if (d !== 0) names.push(`c${d}${cls(i + d)}`);
    }
    for (const d of [-3, -2, -1, 0, 1, 2]) {
      names.push(`u${d}${at(i + d)} ${at(i + d + 1)}`, `d${d}${cls(i + d)} ${cls(i + d + 1)}`);
    }
    names.push(
      `v-1${at(i - 1)} ${at(i)} ${at(i + 1)}`,
      `w${cls(i - 2)} ${cls(i - 1)} ${cls(i)} ${cls(i + 1)} ${cls(i + 2)}`,
    );
    names.push(
      `f${cls(i - 1)} ${cls(i)} ${which}`,
      `e${cls(i)} ${cls(i + 1)} ${which}`,
      `z${unit.afterSpace}${units[i + 1]?.afterSpace}`,
    );
    return Uint32Array.from(names, hashName);
  });
}

/** Number of the clause of each unit: marks end one, and so does a space between Chinese words. */
function clausesOf(units: readonly Unit[]): number[] {
  let clause = 0;
  return units.map((unit, i) => {
    const before = units[i - 1];
    if (before !== undefined && (isBreak(before) || (unit.afterSpace && unit.kind === 'h'))) clause++;
    return clause;
  });
}

const isBreak = ({ kind, text }: Unit): boolean => kind === 'm' && ',。.!?;:、，！？；：'.includes(text);
