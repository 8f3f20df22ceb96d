/** Words of a caller that make a known incident worse: they raise attention also when the call was joined to it. */
export type Danger = 'trapped' | 'child' | 'spreading' | 'explosion' | 'weapon' | 'not-breathing' | 'gas' | 'many-hurt';

interface Sign {
  readonly danger: Danger;
  readonly pattern: RegExp;
  readonly zh: string;
  readonly en: string;
}

/** The English phrase of each sign matches its own pattern, so that a raised attention is known again when replayed. */
const SIGNS: readonly Sign[] = [
  {
    danger: 'trapped',
    pattern: /被困|困在|出不来|压在|卡住|\btrapped|\bstuck inside|can'?t get out|\bpinned/i,
    zh: '有人被困',
    en: 'trapped',
  },
  {
    danger: 'child',
    pattern: /小孩|孩子|儿童|婴儿|宝宝|幼儿|\bchild|\bkids?\b|\bbab(y|ies)|\binfant|\btoddler/i,
    zh: '有儿童',
    en: 'a child',
  },
  {
    danger: 'spreading',
    pattern: /蔓延|越烧越|烧到|火势.{0,4}大|\bspreading|getting bigger|out of control/i,
    zh: '正在蔓延',
    en: 'spreading',
  },
  { danger: 'explosion', pattern: /爆炸|炸了|\bexplo(sion|ded|ding)/i, zh: '爆炸', en: 'explosion' },
  {
    danger: 'weapon',
    pattern: /持刀|拿刀|砍人|有枪|开枪|\bweapon|\bgun\b|\bknife|\bstabb|\bshoot|\bshots?\b/i,
    zh: '有凶器',
    en: 'a weapon',
  },
  {
    danger: 'not-breathing',
    pattern: /没有?呼吸|不呼吸|没气了|没心跳|not breathing|no pulse|stopped breathing/i,
    zh: '没有呼吸',
    en: 'not breathing',
  },
  {
    danger: 'gas',
    pattern: /煤气|燃气|液化气|毒气|氯气|\bgas leak|\bsmell(s|ing)? (of )?gas|\bchemical/i,
    zh: '有燃气或危化品',
    en: 'gas leak or chemical',
  },
  {
    danger: 'many-hurt',
    pattern:
      /很多人.{0,6}(伤|倒)|多人.{0,4}(受伤|伤亡|倒地)|many (people )?(are )?(hurt|injured)|several (people )?(are )?(hurt|injured)/i,
    zh: '多人伤亡',
    en: 'many hurt',
  },
];

export const dangersIn = (text: string): readonly Danger[] =>
  text === '' ? [] : SIGNS.filter((sign) => sign.pattern.test(text)).map((sign) => sign.danger);

/** How the desk reads them. */
export function wordsFor(dangers: readonly Danger[]): { zh: string; en: string } {
  const told = SIGNS.filter((sign) => dangers.includes(sign.danger));
  return { zh: told.map((sign) => sign.zh).join('、'), en: told.map((sign) => sign.en).join(', ') };
}
