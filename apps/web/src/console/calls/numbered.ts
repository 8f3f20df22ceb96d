/** A place that may be the one, with the number that stands for it on the map, in the list and on the keyboard. */
export interface Candidate {
  readonly name: string;
  readonly district: string;
  readonly lon: number;
  readonly lat: number;
  /** 0–1; 0 where nobody has weighed it. */
  readonly score: number;
  readonly from: 'words' | 'search' | 'caller';
}
export interface Numbered extends Candidate {
  readonly number: number;
}

export const MOST_CANDIDATES = 5;
const NUMBERS = 9;
const COORDINATE_DIGITS = 5;

export const keyOf = ({ lon, lat }: Pick<Candidate, 'lon' | 'lat'>): string =>
  `${lon.toFixed(COORDINATE_DIGITS)},${lat.toFixed(COORDINATE_DIGITS)}`;

/**
 * Numbers the candidates. One that is already shown keeps its number for as long as it is shown: somebody may be
 * reading it out, or about to press it. New ones take the lowest numbers that are free now and were free before.
 */
export function numbered(shown: readonly Numbered[], wanted: readonly Candidate[]): Numbered[] {
  // The first of one place is the better one: it has the words.
  const unique = new Map(wanted.toReversed().map((candidate) => [keyOf(candidate), candidate]));
  const kept = shown.flatMap((one) => {
    const again = unique.get(keyOf(one));
    return again === undefined ? [] : [{ ...again, number: one.number }];
  });
  const taken = new Set(shown.map(({ number }) => number));
  // Nothing in common: the words are about another place, the list begins anew.
  if (kept.length === 0) taken.clear();
  const next = [...kept];
  for (const candidate of wanted) {
    if (next.length >= MOST_CANDIDATES) break;
    if (next.some((one) => keyOf(one) === keyOf(candidate))) continue;
    const number = free(taken);
    if (number === null) break;
    taken.add(number);
    next.push({ ...candidate, number });
  }
  return next.sort((a, b) => a.number - b.number);
}

function free(taken: ReadonlySet<number>): number | null {
  for (let number = 1; number <= NUMBERS; number++) if (!taken.has(number)) return number;
  return null;
}
