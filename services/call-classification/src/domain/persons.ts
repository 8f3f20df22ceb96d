const DIGITS = new Map([...'〇一二三四五六七八九'].map((char, value) => [char, value]));
const WORDS_EN = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const MANY_EN = new Map([
  ['fifteen', 15],
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
]);
/** Calls of these types are about one person where no number is said; of those further down, about things. */
const ONE =
  /^(?:medical\.(?!mass-casualty|public-health)|rescue\.(?:elevator|trapped|water|height|maritime)$|disaster\.(?:industrial|flood)$|call\.responder-emergency$|traffic\.(?:crash-injury|crash-trapped|hit-and-run|rail-metro)$|police\.(?:homicide|assault|domestic-violence|sexual-assault|robbery|kidnapping|missing-person|suicide-threat|drunk-disorder|assist|suspicious|school-safety|weapon)$)/;
const NOBODY =
  /^(?:service\.|call\.(?:prank|misdial)$|rescue\.animal$|traffic\.(?:parking|crash-property|obstruction|impaired-driving)$|fire\.(?:alarm|outdoor|electrical)$|police\.(?:noise|lost-found|theft|fraud|dispute|trespass-damage|alarm|complaint)$|disaster\.(?:utility|waterlogging|pollution|storm|road-collapse)$)/;
/** More than this in one call is a house number or a sum of money. */
const MAX_PERSONS = 999;

/** 两 and 俩 are two, 十五 is fifteen, 三十 thirty; "几" and what is no number are unknown. */
export function chineseNumber(numeral: string): number | null {
  if (/^\d+$/.test(numeral)) return Number(numeral);
  const plain = numeral.replace(/[两俩]/g, '二').replace('仨', '三');
  const [, tens, , ones] = /^(.?)(十)(.?)$/.exec(plain) ?? [];
  if (tens !== undefined) {
    const t = tens === '' ? 1 : DIGITS.get(tens);
    const o = ones === '' ? 0 : DIGITS.get(ones as string);
    return t === undefined || o === undefined ? null : t * 10 + o;
  }
  return plain.length === 1 ? (DIGITS.get(plain) ?? null) : null;
}

const COUNT_ZH =
  /([0-9]{1,3}|[一二三四五六七八九十两]{1,3})[余多来]?(?:个|名|位|口)? ?(?:男|女|小|老)?(?:人|伤|孩子|小孩|娃|学生|老人|乘客|工人|伤员|员工|小朋友|同学|大人|男孩|女孩|男童|女童|民工|工友|游客|驴友|顾客|住户|旅客|队员|员工)|([二三四五六七八九]?十|[0-9]{2,3})[多来几]个/g;
const US_ZH = /(?:我们|俺们|我俩|俺俩|咱)(?:一共|总共)?(?:([0-9]{1,3}|[一二三四五六七八九十两]{1,3})个|(俩|仨))/;
const PAIR_ZH =
  /我(?:和|跟)(?:我)?(?:孩子|儿子|女儿|老婆|老公|妈|爸|闺女|同事|朋友)|两口子|娘俩|爷俩|夫妻|俩孩子|俩人|母子|母女|父子/;
const COUNT_EN = new RegExp(
  `\\b([0-9]{1,3}|${[...WORDS_EN, ...MANY_EN.keys()].join('|')}) (?:[a-z]+ )?(?:people|persons?|patients?|pts?|injured|kids|children|men|women|boys|girls|victims|of us|of them|workers|students|occupants|passengers|adults|hikers|guys|others|casualties|labourers|ppl|occ|pax|residents|guests|staff|players|seniors|teens|teenagers|ladies|survivors|crew)\\b`,
  'g',
);

/**
 * How many people are hurt or at risk as far as the words say; null is unknown.
 *
 * @param flat the folded text
 */
export function personsOf(flat: string, type: string, said: ReadonlySet<string>): number | null {
  const counted = Math.max(countChinese(flat), countEnglish(flat));
  if (counted > 0) return counted;
  if (said.has('nohurt')) return 0;
  if (PAIR_ZH.test(flat)) return 2;
  return ONE.test(type) ? 1 : NOBODY.test(type) ? 0 : null;
}

function countChinese(flat: string): number {
  let most = 0;
  for (const found of flat.matchAll(COUNT_ZH))
    most = Math.max(most, chineseNumber((found[1] ?? found[2]) as string) ?? 0);
  const us = US_ZH.exec(flat);
  const ours = us?.[1] ?? us?.[2];
  if (ours !== undefined) most = Math.max(most, chineseNumber(ours) ?? 0);
  return most <= MAX_PERSONS ? most : 0;
}

function countEnglish(flat: string): number {
  let most = 0;
  for (const found of flat.matchAll(COUNT_EN)) {
    const word = found[1] as string;
    most = Math.max(most, /^\d/.test(word) ? Number(word) : (MANY_EN.get(word) ?? WORDS_EN.indexOf(word)));
  }
  return most <= MAX_PERSONS ? most : 0;
}
