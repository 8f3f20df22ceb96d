import { stem } from './things.ts';

/** What a name tells at least, nats: "Read" in "Charles and Read" is no reading. */
export const NAME_SURPRISE = 6;

const STREET =
  /^(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|way|place|pl|court|ct|square|sq|highway|hwy|pike|parkway|market|park|hill|station|yard|yards|row|pier|wharf|bridge)$/i;
const NO_NAME =
  /^(?:i|im|ive|ill|id|od|cpr|aed|ems|suv|tv|gps|atm|dna|er|hey|hello|yes|no|ok|okay|please|there|theres|she|shes|he|hes|we|were|they|its|this|that|my|our|the|a|an|and|but|so|is|are|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|sir|maam|mr|mrs|miss|god|jesus|english|spanish|uber|lyft|north|south|east|west|n|s|e|w)$/;

/** Words written as names, or standing before "Street": whether or not the city's gazetteer knows them. Stems. */
export function properNames(text: string): Set<string> {
  const names = new Set<string>();
  const words = [...text.matchAll(/[A-Za-z][A-Za-z'’]*/g)];
  words.forEach((match, i) => {
    const word = match[0].replace(/['’]s$/, '');
    const plain = word.toLowerCase().replace(/['’]/g, '');
    if (plain.length < 2 || NO_NAME.test(plain) || STREET.test(plain)) return;
    const before = text.slice(0, match.index);
    // "Read and Charles": a crossing, though a sentence begins with it.
    const isCrossing = /^\s(?:and|&)\s[A-Z][a-z]/.test(text.slice(match.index + match[0].length));
    const isFirst = !isCrossing && /(?:^|[.!?:"“(]\s*)$/.test(before);
    const next = words[i + 1];
    const isBeforeStreet =
      next !== undefined && STREET.test(next[0]) && /^\s+$/.test(text.slice(match.index + match[0].length, next.index));
    const isWritten = /^[A-Z]/.test(word) && !isFirst;
    if (isWritten || (isBeforeStreet && plain.length >= 4)) names.add(stem(word));
  });
  return names;
}
