/** Characters that a street's or an estate's name does not have, so that what was said before it stays. */
const NAME_ZH =
  '(?:(?![在到了的我是从往去里着火烟血被打这那有个说就叫住您你他她快来和跟边旁对条过,])[\\u3400-\\u9fff]){1,5}?';
const STREET_ZH = '(?:大道|大街|路|街|巷|弄|胡同|小区|花园|花苑|家园|新村|公寓|大厦|广场|山庄|庄园|社区|苑|村)';
const NUMBER = '(?:[A-Za-z]?\\d{1,5}(?:-\\d{1,5})*|[零〇一二三四五六七八九十百]{1,5})';
const UNIT_ZH = '(?:号楼|号院|号门|号|栋|幢|单元|室|弄|座|组|队)';
const NUMBERED_ZH = `(?:${NUMBER}${UNIT_ZH})`;
const ADDRESS_ZH = new RegExp(
  `(?:${NAME_ZH}${STREET_ZH})+(?:[东西南北中]?${NUMBERED_ZH})*(?:\\d{1,5}(?:-\\d{1,5})*)?|${NUMBERED_ZH}+(?:\\d{1,5}(?:-\\d{1,5})*)?`,
  'g',
);
/** Roads of no name. */
const NO_STREET = /^(?:大?马|公|铁|高速公?|十字|土|山|小|水泥|走|半|一|上|逛)[路街]$/;
/** 楼 with a number is a storey, which rescuers need and which tells nobody's home. */
const DATE_ZH = /月\d{1,2}$/;

const STREET_EN =
  '(?:street|st|road|rd|avenue|ave|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|highway|hwy|circle|square|parkway|pkwy|crescent|close)';
const COMMON_EN =
  '(?:the|a|an|in|on|at|of|to|my|his|her|our|is|are|was|and|with|from|people|persons?|men|women|kids|cars?|years?|minutes?|hours?|miles?|feet|times?|hurt|half)';
const ADDRESSES_EN: readonly RegExp[] = [
  new RegExp(`\\b\\d{1,6}[a-z]?(?:-\\d{1,5})?(?: (?!${COMMON_EN}\\b)[a-z0-9'’.-]+){1,3}? ${STREET_EN}\\b\\.?`, 'gi'),
  new RegExp(`\\b\\d{1,3}(?:st|nd|rd|th) ${STREET_EN}\\b\\.?`, 'gi'),
  /\b(?:[A-Z][a-z'’]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Place|Pl|Way|Terrace|Highway|Hwy|Circle|Square|Parkway|Pkwy|Crescent)\b\.?/g,
  /(?:\b(?:apartment|apt|unit|suite|room|flat|house number|building)\.?|#) ?(?:number |no\.? ?|#)?\d+[a-z]?\b/gi,
  /\b[A-Z]{2} \d{5}(?:-\d{4})?\b/g,
];
const COORDINATES = /-?\d{1,3}\.\d{3,}/g;

/**
 * Takes out what has the form of an address: a street's or an estate's name with its numbers, house, building, unit and
 * room numbers alone, English numbers with a street, flats, postcodes, coordinates. A place said by its name only (a
 * school, a shop) has no such form and stays.
 */
export function maskAddresses(text: string, by: string): string {
  let masked = text.replace(ADDRESS_ZH, (address, offset: number) => {
    const isDate = /^\d+号$/.test(address) && DATE_ZH.test(text.slice(0, offset) + address.slice(0, -1));
    return isDate || NO_STREET.test(address) ? address : by;
  });
  for (const pattern of [...ADDRESSES_EN, COORDINATES]) masked = masked.replace(pattern, by);
  return masked;
}
