import { isHan, stem } from './things.ts';

/** One width, lower case, no accents; control characters are spaces. */
export const flatten = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ');

/** English words without endings, in order. */
export const latinWords = (flat: string): string[] =>
  [...flat.matchAll(/[a-z][a-z'’-]*/g)].map(([word]) => stem(word)).filter((word) => word !== '');

/** What two texts may have in common: pairs of hanzi, and English words without endings. */
export function tokensOf(text: string): string[] {
  const flat = flatten(text);
  const tokens: string[] = [];
  for (let i = 0; i + 1 < flat.length; i++) {
    if (isHan(flat.charCodeAt(i)) && isHan(flat.charCodeAt(i + 1))) tokens.push(flat.slice(i, i + 2));
  }
  for (const word of latinWords(flat)) if (word.length >= 3) tokens.push(word);
  return tokens;
}
