import { parseChineseNumber } from '../gazetteer/numerals.ts';

/** Where something is, seen from a place that has a name: "对面", "往北100米", "200 m east of". */
export interface Relation {
  /** Clockwise from north; null where the words name no point of the compass. */
  readonly bearingDeg: number | null;
  /** 0: beside it. */
  readonly distanceM: number;
  /** How far off the point may be for want of a direction. */
  readonly accuracyM: number;
}

const BESIDE: Relation = { bearingDeg: null, distanceM: 0, accuracyM: 40 };
/** A caller's "100 m" is rarely paced out. */
const ESTIMATE_SHARE = 0.3;
const LONGEST_M = 20_000;

const COMPASS: Readonly<Record<string, number>> = {
  ...{ 北: 0, 东北: 45, 东: 90, 东南: 135, 南: 180, 西南: 225, 西: 270, 西北: 315 },
  ...{ north: 0, northeast: 45, east: 90, southeast: 135, south: 180, southwest: 225, west: 270, northwest: 315 },
  ...{ n: 0, ne: 45, e: 90, se: 135, s: 180, sw: 225, w: 270, nw: 315 },
};
const UNIT_M: Readonly<Record<string, number>> = {
  ...{ 米: 1, m: 1, meter: 1, metre: 1, 里: 500, 公里: 1_000, 千米: 1_000, km: 1_000, kilometer: 1_000 },
  ...{ kilometre: 1_000, yard: 0.914, yd: 0.914, foot: 0.305, feet: 0.305, ft: 0.305, mile: 1_609, mi: 1_609 },
  block: 120,
};

const ZH_FIGURE = '\\d+(?:\\.\\d+)?|[一二两三四五六七八九十百千]+|半';
const ZH_FAR = new RegExp(
  '^[)）\\]】」]*\\s*(?:那里|那儿|那边|这边|路口|站|出口|门口|大门|的)*\\s*(?:再|一直)?(?:往|向|朝)?\\s*' +
    '(东北|东南|西北|西南|东|南|西|北|前|后|左|右|里|下|上)?(?:边|面|侧|头)?(?:方向)?(?:走|开|过去|行)?' +
    `\\s*(?:大概|大约|约|差不多|不到)?\\s*(${ZH_FIGURE})\\s*(?:来|多|几)?\\s*(米|公里|千米|里地?|m|km)(?![a-z])`,
  'iu',
);
const ZH_BESIDE =
  /^[)）\]】」]*\s*(?:的)?\s*(?:斜?对面|对过|旁边|旁|边上|隔壁|附近|门口|门前|楼下|后面|前面|背后|后门|外面|不远|东侧|西侧|南侧|北侧|东边|西边|南边|北边)/u;
const EN_FAR_WORDS =
  /(?:about|around|roughly)?\s*(\d+(?:\.\d+)?|an?|one|two|three|half\s+an?|a\s+couple(?:\s+of)?)\s*(kilomet(?:er|re)|km|met(?:er|re)|mile|mi|yard|yd|foot|feet|ft|block|m)s?\s*(north\s*east|north\s*west|south\s*east|south\s*west|north|south|east|west|[ns][ew]?|[ew])?\s*(?:of|from|past|after|before|down\s+from|up\s+from)\s+(?:the\s+)?/iu;
const EN_BESIDE_WORDS =
  /(?:behind|across\s+(?:the\s+(?:street|road)\s+)?from|opposite|next\s+(?:door\s+)?to|beside|near|in\s+front\s+of|outside|close\s+to|just\s+past|round\s+the\s+corner\s+from|around\s+the\s+corner\s+from)\s+(?:the\s+)?/iu;
const atEnd = ({ source, flags }: RegExp) => new RegExp(`(?:${source})$`, flags);
const atStart = ({ source, flags }: RegExp) => new RegExp(`^(?:${source})`, flags);
const EN_FAR = atEnd(EN_FAR_WORDS);
const EN_BESIDE = atEnd(EN_BESIDE_WORDS);
const EN_FAR_FIRST = atStart(EN_FAR_WORDS);
const EN_BESIDE_FIRST = atStart(EN_BESIDE_WORDS);
const EN_COUNT: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3 };

/** What stands just before and just after a place's words; null when nothing says that it is elsewhere. */
export function readRelation(before: string, after: string): Relation | null {
  const zh = ZH_FAR.exec(after);
  if (zh !== null) return far(zh[1], zhNumber(zh[2] as string), (zh[3] as string).replace('里地', '里'));
  const en = EN_FAR.exec(before);
  if (en !== null) return far(en[3]?.replace(/\s/g, ''), enNumber(en[1] as string), en[2] as string);
  return ZH_BESIDE.test(after) || EN_BESIDE.test(before) ? BESIDE : null;
}

/** An address that is nothing but a place and where it is seen from: the place's words, and the relation. */
export function splitRelation(text: string): { readonly anchor: string; readonly relation: Relation } | null {
  const en = EN_FAR_FIRST.exec(text) ?? EN_BESIDE_FIRST.exec(text);
  if (en !== null) return anchored(text.slice(en[0].length), readRelation(en[0], ''));
  for (let at = 2; at < text.length - 1; at++) {
    const rest = text.slice(at);
    const zh = ZH_FAR.exec(rest) ?? ZH_BESIDE.exec(rest);
    if (zh !== null && /^[\s，。,.!！]*$/u.test(rest.slice(zh[0].length))) {
      return anchored(text.slice(0, at), readRelation('', rest));
    }
  }
  return null;
}

const anchored = (anchor: string, relation: Relation | null) =>
  relation === null || anchor.trim() === '' ? null : { anchor, relation };

function far(direction: string | undefined, count: number, unit: string): Relation | null {
  const distanceM = count * (UNIT_M[unit.toLowerCase()] ?? 0);
  if (!(distanceM > 0 && distanceM <= LONGEST_M)) return null;
  const bearingDeg = COMPASS[direction?.toLowerCase() ?? ''] ?? null;
  // Ahead of a place, but from where: it is somewhere on the circle.
  return {
    bearingDeg,
    distanceM,
    accuracyM: bearingDeg === null ? distanceM : Math.max(30, distanceM * ESTIMATE_SHARE),
  };
}

const zhNumber = (text: string): number => (text === '半' ? 0.5 : (parseChineseNumber(text) ?? Number(text)));

function enNumber(text: string): number {
  const plain = text.toLowerCase().replace(/\s+/g, ' ');
  if (plain.startsWith('half')) return 0.5;
  if (plain.startsWith('a couple')) return 2;
  return EN_COUNT[plain] ?? Number(plain);
}

const METRES_PER_DEGREE = 111_195;

/** The point that the relation leads to, degrees. */
export function moved(lon: number, lat: number, { bearingDeg, distanceM }: Relation): { lon: number; lat: number } {
  if (bearingDeg === null) return { lon, lat };
  const angle = (bearingDeg * Math.PI) / 180;
  return {
    lon: lon + (Math.sin(angle) * distanceM) / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
    lat: lat + (Math.cos(angle) * distanceM) / METRES_PER_DEGREE,
  };
}
