import { maskAddresses } from './mask-addresses.ts';
import { maskBareNames } from './mask-names.ts';

/** What stands for something personal. */
export const MASK = {
  phone: '[电话]',
  identity: '[证件号]',
  card: '[卡号]',
  number: '[号码]',
  plate: '[车牌]',
  name: '[姓名]',
  mail: '[邮箱]',
  place: '[地点]',
} as const;

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
/** Between digits: what people and recognisers put there. */
const GAP = '[ \\-.·]?';
const digits = (least: number, most: number): string => `\\d(?:${GAP}\\d){${least - 1},${most - 1}}`;
const SPOKEN_DIGITS = /[零〇一二三四五六七八九幺两0-9](?:[ ,,、]?[零〇一二三四五六七八九幺两0-9]){6,}/g;
const DIGIT_EN = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)';
const SPOKEN_DIGITS_EN = new RegExp(`\\b${DIGIT_EN}(?:[ ,-]+${DIGIT_EN}){6,}\\b`, 'gi');
/** Longer than any family name and given name: rather a word too many than a name that leaves. */
const NAME_ZH = '[\\u3400-\\u9fff·]{1,4}';
/** A recogniser writes no capitals: the word after the first may be none of the name. */
const NAME_EN = "[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*)?";

const RULES: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, MASK.mail],
  [new RegExp(`(?<!\\d)[1-9](?:${GAP}\\d){16}${GAP}[\\dXx](?!\\d)`, 'g'), MASK.identity],
  [new RegExp(`(?<!\\d)${digits(16, 19)}(?!\\d)`, 'g'), MASK.card],
  [new RegExp(`(?<!\\d)(?:\\+?86${GAP})?1${GAP}[3-9](?:${GAP}\\d){9}(?!\\d)`, 'g'), MASK.phone],
  [/(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)/g, MASK.phone],
  [/\+\d{1,3}(?:[ -]?\d){6,12}/g, MASK.phone],
  [/(?<!\d)(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)/g, MASK.phone],
  [new RegExp(`[${PROVINCES}] ?[A-Za-z][ ·.]?(?:[A-Za-z0-9]{4,6}[A-Za-z0-9挂学警港澳])`, 'g'), MASK.plate],
  [
    /((?:plate|registration|reg|tag|licen[cs]e)(?: number| no\.?)?(?: is|:)? ?)[A-Z0-9](?:[ -]?[A-Z0-9]){3,8}\b/gi,
    `$1${MASK.plate}`,
  ],
  // Passports and permits: a letter or two and eight digits.
  [/\b[A-Z]{1,2}\d{7,9}\b/g, MASK.identity],
  [new RegExp(`(?<!\\d)${digits(7, 30)}(?!\\d)`, 'g'), MASK.number],
  [SPOKEN_DIGITS, MASK.number],
  [SPOKEN_DIGITS_EN, MASK.number],
  [
    new RegExp(
      `((?:我|他|她|本人|孩子|老人|名字|大名|小名)(?:的名字)?(?:就?叫做?|名叫|是叫)|姓名[是::]? ?|名字(?:是|叫|[::]) ?|联系人[是::]? ?|报警人[是::]? ?|[^百]姓(?!名|氏|啥|什么|甚))${NAME_ZH}`,
      'g',
    ),
    `$1${MASK.name}`,
  ],
  [
    new RegExp(
      `((?:my name is|my name['’]?s|name is|name:|the name['’]?s|(?:he|she|I)(?: am|['’]m| is|['’]s) called|called) ?)${NAME_EN}`,
      'gi',
    ),
    `$1${MASK.name}`,
  ],
  [/((?:this is|I['’]m|I am|Mr\.?|Mrs\.?|Ms\.?|Dr\.?) )[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,2}/g, `$1${MASK.name}`],
  [/((?:微信号?|QQ号?|wechat|whatsapp)(?:是|[::])? ?)[A-Za-z0-9_-]{5,20}/gi, `$1${MASK.number}`],
];

/** 老百姓 and a sentence's beginning: 姓 needs something before it to be told from 百姓. */
const SURNAME_FIRST = new RegExp(`^(姓(?!名|氏|啥|什么|甚))${NAME_ZH}`, 'g');

/**
 * Takes out what tells who somebody is: telephone, identity and card numbers (also spoken digit by digit), plates,
 * addresses of mail, names after the words that announce one, after words for a person, or where a sentence begins with
 * a common family name; with `addresses` also whatever has the form of an address. It finds what has such a form, not
 * every name and not every place: what leaves is still to be treated as a call.
 *
 * @param places verbatim parts of the text that say where, masked first; empty keeps them
 * @param addresses also house numbers, courts, streets and junctions by their form
 */
export function maskPersonal(
  text: string,
  { places = [], addresses = false }: { readonly places?: readonly string[]; readonly addresses?: boolean } = {},
): string {
  let masked = text.normalize('NFKC').toWellFormed();
  for (const place of places) {
    const words = place.normalize('NFKC').trim();
    if (words !== '') masked = masked.replaceAll(words, MASK.place);
  }
  for (const [pattern, by] of RULES) masked = masked.replace(pattern, by);
  masked = maskBareNames(masked.replace(SURNAME_FIRST, `$1${MASK.name}`), MASK.name);
  return addresses ? maskAddresses(masked, MASK.place) : masked;
}
