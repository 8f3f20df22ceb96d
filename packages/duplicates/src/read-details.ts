import { parseChineseNumber } from '@muster/city/gazetteer/numerals';
import { pinyinOf } from '@muster/city/gazetteer/pinyin';

/** What tells one place in a place, one person, one vehicle from another. Sets are empty where nothing is said. */
export interface Details {
  readonly slots: ReadonlyMap<Slot, ReadonlySet<string>>;
}

export type Slot =
  | 'building'
  | 'floor'
  | 'room'
  | 'lane'
  | 'exit'
  | 'gate'
  | 'house'
  | 'heading'
  | 'age'
  | 'life'
  | 'sex'
  | 'colour';

/** Numbers spoken before what is counted become figures. */
const COUNTED = '号楼|号|栋|幢|座|单元|楼|层|巷|弄|室|房|岁|门|出口|期';
const NUMERAL = new RegExp(`([〇零一二两三四五六七八九十百]+)(?=${COUNTED})`, 'gu');
const figures = (text: string): string =>
  text.replace(NUMERAL, (numeral) => String(parseChineseNumber(numeral) ?? numeral));

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');
const CARDINALS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const numberOf = (word: string): string => {
  const at = ORDINALS.indexOf(word) + 1 || CARDINALS.indexOf(word);
  return at > 0 ? String(at) : word.replace(/(?<=\d)(?:st|nd|rd|th)$/, '');
};
const NUMBER_EN = `\\d{1,3}(?:st|nd|rd|th)?|${[...ORDINALS, ...CARDINALS].join('|')}`;

type Reader = readonly [slot: Slot, pattern: RegExp, value?: (found: RegExpMatchArray) => string];
const first = (found: RegExpMatchArray): string => found.slice(1).find((group) => group !== undefined) ?? '';

const READERS: readonly Reader[] = [
  ['building', /(?<![a-z])([a-z]|\d{1,3})\s*(?:号楼|栋|幢|座|#楼)/gu],
  ['building', /楼\s?([a-z]|\d{1,2})(?![\d楼层室a-z])/gu],
  ['building', /(?:宿舍|书院|公寓|楼)([a-h]|\d{1,2})(?=[栋座幢]|$|[，,。 有的])/gu],
  ['building', /\b(?:building|bldg|tower|dorm|block)\s+([a-z]|\d{1,3})\b/g],
  ['building', /\b(?:dorm(?:itory)?|college|hall|residence)\s+([a-h]|\d{1,2})\b/g],
  ['building', /\b([a-h])\s+(?:building|block|dorm)\b/g],
  ['floor', /(?<!号)(?<!\d)(?:负)?(\d{1,2})(?:楼|层)(?!道|梯|顶|栋)/gu, (m) => m[0].replace(/楼|层/u, '')],
  ['floor', /\bb(\d)\b(?=层|烟|停)/gu, (m) => `负${m[1]}`],
  [
    'floor',
    new RegExp(`\\b(${NUMBER_EN})[ -]floor\\b|\\b(?:floor|level)\\s+(${NUMBER_EN})\\b`, 'g'),
    (m) => numberOf(first(m)),
  ],
  [
    'room',
    /(?:栋|座|号?楼|幢|单元|房间?|住|宾馆|酒店)\s?(\d{3,4})(?![\d米元万块年路公号楼])|(?<!\d)(\d{3,4})(?:室|房)/gu,
  ],
  ['room', /(?:包厢|包间|包房|ktv)\s?(\d{2,4})/gu],
  ['room', /\b(?:apartment|apt|room|unit|rm|suite)\.?\s*#?\s*([a-z]?\d{1,4}[a-z]?)\b/g],
  ['room', /\b(\d{1,2}[a-h])\b(?= at| in|,|$)/g],
  ['lane', /(\d{1,2})(?:巷|弄)/gu],
  ['lane', new RegExp(`\\b(?:lane|alley) (${NUMBER_EN})\\b`, 'g'), (m) => numberOf(m[1] as string)],
  ['exit', /(?<![a-z])([a-z]\d?)\s*(?:出口|口)/gu],
  ['exit', /\bexit ([a-z]\d?)\b/g],
  ['gate', /([东西南北])(?:侧)?(?:门|广场)/gu],
  ['gate', /\b(north|south|east|west) (?:gate|entrance|door|plaza)\b/g, (m) => COMPASS[m[1] as string] as string],
  ['gate', new RegExp(`(\\d{1,2})号门|\\bgate (${NUMBER_EN})\\b`, 'gu'), (m) => numberOf(first(m))],
  ['house', /(?<![a-z\d衣])(\d{1,5})号(?!楼|线|门|口|车|房|球|出口|电梯|塔)/gu],
  ['house', /\b(\d{2,5}) (?:block )?(?:of )?(?:[nsew]\.? |north |south |east |west )?[a-z'’]+/g, houseNumber],
  ['house', /\b(?:street|st|avenue|ave|road|rd|blvd|lane|ln)\.? (\d{3,5})\b/g],
  ['heading', /[往去](?!.{0,6}跑)([\u4e00-\u9fff]{2,3}?)(?:方向|的|那边)/gu, (m) => headingOf(m[1] as string)],
  ['heading', /(?<![往去])([\u4e00-\u9fff]{2})方向/gu, (m) => headingOf(m[1] as string)],
  ['heading', /(?:向|往|由.到)([东西南北])(?:方向|行|开|边|的|两)/gu],
  [
    'heading',
    /\b(north|south|east|west) ?bound\b|\b\d{2,3} (north|south|east|west)\b/g,
    (m) => COMPASS[first(m)] as string,
  ],
  [
    'heading',
    /(?<!ran (?:off )?|fled |drove off |took off )\b(?:towards?|heading (?:to|for|toward)|bound for|going to|direction of)\s+(?:the )?([a-z']{4,})/g,
    (m) => (m[1] as string).replace(/'/g, ''),
  ],
  ['age', /(\d{1,3})岁/gu],
  [
    'age',
    /\b(\d{1,3})[- ](?:years?[- ]old|yo\b|y\/o)|\b(?:is|he's|she's|aged?) (\d{2})\b(?!\s*(?:min|hour|block|feet))/g,
  ],
];

const COMPASS: Readonly<Record<string, string>> = { north: '北', south: '南', east: '东', west: '西' };
const STREETS_EN =
  /\b(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|way|place|pl|court|ct|highway|hwy|broadway)\b/;

const NO_STREET =
  /^\d+ (?:people|persons?|min|hour|sec|feet|foot|ft|kids|of|years?|or|and|cars?|dollars|bucks|pounds|miles|degrees|am|pm|percent|block(?! )|guys|men|women|times|units?|in|on|at|is|was|more|meters?|metres?|yards?|north|south|east|west$)/;

/** "1312 Orleans Street"; "1300 block" stands for the whole hundred. */
function houseNumber(found: RegExpMatchArray): string {
  const rest = (found.input as string).slice(found.index, (found.index as number) + found[0].length + 18);
  if (/\bblock\b/.test(found[0])) return `${Math.floor(Number(found[1]) / 100)}xx`;
  if (NO_STREET.test(rest)) return '';
  return (found[1] as string).length >= 3 || STREETS_EN.test(rest) ? (found[1] as string) : '';
}

/** 惠州 and Huizhou are one way; 那个 is none. */
const NO_WAY = /^(?:那个|这个|反|相反|另一|哪个|什么|同|本|一个|服务|高速)|区$|站$|楼$|村$/u;
const headingOf = (word: string): string => (NO_WAY.test(word) ? '' : pinyinOf(word).replaceAll(' ', ''));

const LIFE: readonly (readonly [string, RegExp])[] = [
  ['baby', /婴儿|宝宝|新生儿|\bbab(?:y|ies)\b|\binfant\b|\bnewborn\b/u],
  [
    'child',
    /小孩|孩子|儿童|小朋友|小男孩|小女孩|男童|女童|小学生|我(?:的)?(?:儿子|女儿)(?!.{0,4}(?:岁数|结婚))|\bchild(?:ren)?\b|\bkids?\b|\btoddler\b|\bboy\b|\bgirl\b|\bdaughter\b|\bson\b/u,
  ],
  [
    'elder',
    /老人|老太|老头|老爷|大爷|奶奶|爷爷|外婆|外公|姥姥|姥爷|老伯|阿婆|阿公|老大爷|老妈|老爸|老汉|老奶奶|老年|\bgrand(?:ma|pa|mother|father)\b|\b(?:old|older|elderly) (?:man|woman|lady|guy|gentleman|person)\b|\bsenior\b/u,
  ],
  [
    'adult',
    /孕妇|大叔|阿姨|大姐|大哥|司机|工人|保安|老公|老婆|爱人|丈夫|妻子|男朋友|女朋友|员工|同事|\bhusband\b|\bwife\b|\bboyfriend\b|\bgirlfriend\b|\bcoworker\b|\bpregnant\b/u,
  ],
  ['young', /学生|同学|室友|男生|女生|小伙|姑娘|年轻|\bstudents?\b|\broommate\b|\bteen(?:ager)?s?\b|\bclassmate\b/u],
];
const SEX: readonly (readonly [string, RegExp])[] = [
  [
    'm',
    /男的|男人|男子|男生|男孩|男童|小伙|大爷|爷爷|大叔|老头|老伯|大哥|我爸|爸爸|老爸|儿子|老公|丈夫|男朋友|外公|公公|佬|小哥|大叔|\bman\b|\bguy\b|\bhe\b|\bhim\b|\bhis\b|\bboy\b|\bdude\b|\bhusband\b|\bfather\b|\bdad\b|\bgrand(?:pa|father)\b|\bson\b|\bmale\b|\bbrother\b|\bboyfriend\b/u,
  ],
  [
    'f',
    /女的|女人|女子|女生|女孩|女童|姑娘|奶奶|阿姨|大姐|老太|我妈|妈妈|老妈|女儿|老婆|妻子|女朋友|外婆|婆婆|孕妇|大肚子|闺女|她|阿婆|\bwoman\b|\blady\b|\bshe\b|\bher\b|\bgirl\b|\bwife\b|\bmother\b|\bmom\b|\bmum\b|\bgrand(?:ma|mother)\b|\bdaughter\b|\bfemale\b|\bsister\b|\bgirlfriend\b|\bpregnant\b/u,
  ],
];
const COLOURS: readonly (readonly [string, RegExp])[] = [
  ['red', /红色|(?:一|辆|台|个)红(?:的|车)?|穿红|红(?:衣|衫|裤|帽|裙|球衣|车|外套)|\bred\b(?! light| cross| line)/u],
  ['white', /白色|一白|穿白|白(?:衣|衫|裤|帽|裙|车|特斯拉)|\bwhite\b(?! house| smoke)/u],
  ['black', /黑色|穿黑|黑(?:衣|衫|裤|帽|裙|车|包)|\bblack\b(?! smoke| market| ice)/u],
  ['blue', /蓝色|穿蓝|蓝(?:衣|衫|裤|帽|裙|车|牌)|\bblue\b(?! lips| in the face| and not)/u],
  ['silver', /银色|银(?:灰|车)|\bsilver\b/u],
  ['grey', /灰色|灰(?:衣|衫|裤|车)|\bgr[ae]y\b/u],
  ['yellow', /黄色|穿黄|黄(?:衣|衫|帽|裙|车)|\byellow\b/u],
  ['green', /绿色|穿绿|绿(?:衣|衫|车|皮车)|\bgreen\b/u],
  ['purple', /紫色|紫(?:衣|衫|外套)|\bpurple\b/u],
  ['orange', /橙色|橘色|\borange\b/u],
  ['pink', /粉色|粉红|\bpink\b/u],
  ['camouflage', /迷彩|\bcamo(?:uflage)?\b/u],
];

/**
 * @param flat lower case, one width
 * @param withoutPlaces the same without the names of places: 阿婆 of 阿婆海鲜酒楼 is no old woman
 */
export function detailsOf(flat: string, withoutPlaces = flat): Details {
  const text = figures(flat);
  const slots = new Map<Slot, Set<string>>();
  const put = (slot: Slot, value: string): void => {
    if (value === '') return;
    slots.set(slot, (slots.get(slot) ?? new Set()).add(value));
  };
  for (const [slot, pattern, value = first] of READERS) {
    for (const found of text.matchAll(pattern)) put(slot, value(found));
  }
  for (const [life, pattern] of LIFE) if (pattern.test(withoutPlaces)) put('life', life);
  for (const [sex, pattern] of SEX) if (pattern.test(withoutPlaces)) put('sex', sex);
  for (const [colour, pattern] of COLOURS) if (pattern.test(withoutPlaces)) put('colour', colour);
  return { slots };
}
