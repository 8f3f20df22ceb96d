import { pinyin } from 'pinyin-pro';

const HANZI = /\p{Script=Han}/u;

export const hasHanzi = (text: string): boolean => HANZI.test(text);
export const isHanzi = (char: string): boolean => HANZI.test(char);

/** Pinyin without tones, syllables separated by spaces, everything that is not hanzi left out. ü is written v. */
export function pinyinOf(text: string): string {
  if (!hasHanzi(text)) return '';
  return pinyin(text, { toneType: 'none', type: 'array', nonZh: 'removed', v: true }).join(' ');
}

const readings = new Map<string, string>();

/** The usual reading of one character, without its neighbours: what a homophone slip in a transcript sounds like. */
export function readingOf(char: string): string {
  let reading = readings.get(char);
  if (reading === undefined) {
    reading = pinyinOf(char);
    readings.set(char, reading);
  }
  return reading;
}

/**
 * Folds what southern speakers and speech recognisers confuse: zh/z, ch/c, sh/s, l/n, f/h before u, -ng/-n.
 * Two syllables with the same folded form may have been the same sound.
 */
export function foldSyllable(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/^hu(?=.)/, 'f')
    .replace(/ng$/, 'n');
}
