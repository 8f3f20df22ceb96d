import { pinyin } from 'pinyin-pro';

const readings = new Map<string, string>();

/**
 * The usual reading of one character without its tone ("哮" → "xiao"); kept, since pinyin-pro takes microseconds and
 * a call has a hundred characters. A recogniser's slip sounds alike: 校喘 for 哮喘.
 */
export function syllableOf(char: string): string {
  let reading = readings.get(char);
  if (reading === undefined) {
    reading = pinyin(char, { toneType: 'none', v: true }) || char;
    readings.set(char, reading);
  }
  return reading;
}
