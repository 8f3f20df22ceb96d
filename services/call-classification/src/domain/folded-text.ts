/** Code points of a call that are looked at; the rest of a longer transcript is kept by intake and not classified. */
export const MAX_CODE_POINTS = 4_000;

/**
 * A text in one width and one case. Index i of `flat` (one UTF-16 unit each) came from code point `origin[i]` of the
 * text: everything downstream works on `flat` and answers in code points.
 */
export interface FoldedText {
  readonly flat: string;
  readonly origin: Int32Array;
  readonly codePoints: number;
  readonly hasHan: boolean;
  readonly hasLatin: boolean;
}

const OTHER = '\u2022';
const HAN = /[\u3400-\u9fff]/;
const LATIN = /[a-z]/;
/** Dropped, so that "isn't", "isn’t" and a recogniser's "isnt" are one word. */
const APOSTROPHES = new Set(["'", '\u2019', '\u2018', '\u02bc', '`']);

const cache = new Map<string, string>();
const CACHE_MAX = 20_000;

function foldChar(char: string): string {
  const known = cache.get(char);
  if (known !== undefined) return known;
  let folded = '';
  for (const part of char.normalize('NFKC').toLowerCase()) {
    if (part.length > 1) folded += OTHER;
    else if (!APOSTROPHES.has(part)) folded += part < ' ' ? ' ' : part;
  }
  if (cache.size < CACHE_MAX) cache.set(char, folded);
  return folded;
}

/** NFKC width, lower case, no apostrophes, control characters as spaces, what lies beyond the BMP as one dot. */
export function foldText(text: string): FoldedText {
  let flat = '';
  const origin: number[] = [];
  let at = 0;
  for (const char of text) {
    if (at >= MAX_CODE_POINTS) break;
    const folded = foldChar(char);
    flat += folded;
    for (let i = 0; i < folded.length; i++) origin.push(at);
    at++;
  }
  return { flat, origin: Int32Array.from(origin), codePoints: at, hasHan: HAN.test(flat), hasLatin: LATIN.test(flat) };
}

/** The code points behind flat[start, end). */
export const spanOf = (text: FoldedText, start: number, end: number): { start: number; end: number } => ({
  start: text.origin[start] ?? text.codePoints,
  end: end > start ? (text.origin[end - 1] ?? text.codePoints - 1) + 1 : (text.origin[start] ?? text.codePoints),
});

export const isHanChar = (char: string | undefined): boolean =>
  char !== undefined && char >= '\u3400' && char <= '\u9fff';
