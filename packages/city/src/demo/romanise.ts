import { pinyin } from 'pinyin-pro';

const syllables = new Map<string, string>();

/** Pinyin without tones, syllables separated by spaces; letters and digits that are no hanzi stay as they are. */
export function pinyinOf(zh: string): string {
  let known = syllables.get(zh);
  if (known === undefined) {
    const spelt = pinyin(zh, { toneType: 'none', nonZh: 'consecutive', v: true }).toLowerCase();
    known = spelt
      .replace(/[^a-z0-9+ ]/gu, ' ')
      .replace(/ +/gu, ' ')
      .trim();
    if (syllables.size > 200_000) syllables.clear();
    syllables.set(zh, known);
  }
  return known;
}

/** One capitalised word: 解放 → Jiefang. */
export function wordOf(zh: string): string {
  return capital(pinyinOf(zh).replaceAll(' ', ''));
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
