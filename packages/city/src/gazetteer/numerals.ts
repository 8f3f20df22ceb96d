const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  幺: 1,
};
const SCALES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** 一百二十 → 120, 二零零一 → 2001, 十二 → 12; undefined where it is no number below 10,000. */
export function parseChineseNumber(text: string): number | undefined {
  const chars = [...text];
  if (chars.length === 0 || chars.length > 8) return undefined;
  if (chars.every((char) => char in DIGITS)) return Number(chars.map((char) => DIGITS[char]).join(''));
  let sum = 0;
  let digit: number | undefined;
  for (const char of chars) {
    if (char in DIGITS) digit = DIGITS[char];
    else if (char in SCALES) {
      sum += (digit ?? 1) * SCALES[char];
      digit = undefined;
    } else return undefined;
  }
  return sum + (digit ?? 0);
}

/** Numbers spoken before a counter become figures: 滨海大道一百二十号 → 滨海大道120号. 四弄 is the name of a lane. */
export const figuresBeforeCounters = (text: string): string =>
  text.replace(/([〇零一二两三四五六七八九幺十百千]+)(?=号|號|栋|棟|幢|座|单元|公里|米)/g, (numeral) => {
    const value = parseChineseNumber(numeral);
    return value === undefined ? numeral : String(value);
  });
