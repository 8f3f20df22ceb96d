import { type Evidence, refersTo } from './evidence.ts';
import { ENOUGH_WORDS, type KnownEvent } from './known-event.ts';
import type { Sighting } from './sighting.ts';
import { isHan, type Thing } from './things.ts';
import { isOfMany, isOpenType, isSensed, kinship } from './type-kin.ts';
import { isFarWitness, mainType } from './where.ts';

/** A word tells from this much on (nats); what it tells beyond counts this much. */
const SURPRISE_MIN = 3.2;
const PER_SURPRISE = 0.16;
const PER_RARITY = 0.55;
const STATE_SHARE = 0.45;
const MOST = 3;
/** Both told enough, in one language, and share nothing. */
const NOTHING_SHARED = -0.7;
/** Each named things that the other did not, and none is the same; more for each such pair. */
const OTHER_THINGS = -0.5;
const PER_OTHER_THING = -0.35;
const PER_OTHER_BESIDE_SHARED = -0.2;
const MAX_OTHER_THINGS = 3;
/** Around a fire everybody names what stands before them. */
const AT_FIRES = 0.5;
/** What says little counts as no thing here: smoke, fire, an ambulance. */
const TELLING_RARITY = 0.6;
const OF_MANY_UNSHARED = -1.4;
const LITTLE = 0.7;
const NEAR_KIN = 0.6;
const CHASE_TOLD = 2;
const CHASES_OTHER = -1.2;
const MAX_SHOWN = 4;

interface Shared {
  readonly zh: string;
  readonly en: string;
  readonly worth: number;
}

/** What both speak of: things by their names in either language, and rare words. */
export function wordEvidence(sighting: Sighting, event: KnownEvent): Evidence[] {
  const { told, shared: things, places } = sharedThings(sighting, event);
  const rare = sharedWords(sighting, event);
  const ofPlaces = [...places.map(ofThing), ...rare.filter((word) => sighting.placeWords.has(word.zh))];
  const words = [...things.map(ofThing), ...rare.filter((word) => !sighting.placeWords.has(word.zh))];
  const sum = worthOf(words);
  const ofPlace = worthOf(ofPlaces);
  const found: Evidence[] = [];
  if (ofPlace > 0) found.push(toldBy('place-words', ofPlace, ofPlaces));
  if (sum > 0) found.push(toldBy('words', sum, words, isAutomatic(sighting) ? PANEL_SHARE : 1));
  const against = unshared(sighting, event, { sum, ofPlace, told, things, places });
  if (against < 0) found.push({ code: 'other-words', logOdds: against });
  return found;
}

const worthOf = (words: readonly Shared[]): number => words.reduce((total, word) => total + word.worth, 0);

/** Each further word tells less: they come together. */
function toldBy(code: 'words' | 'place-words', sum: number, words: readonly Shared[], share = 1): Evidence {
  const shown = withoutParts([...words].sort((a, b) => b.worth - a.worth)).slice(0, MAX_SHOWN);
  return {
    code,
    logOdds: share * MOST * (1 - Math.exp(-sum / MOST)),
    zh: shown.map((one) => one.zh),
    en: shown.map((one) => one.en),
  };
}

const ofThing = (thing: Thing): Shared => ({
  zh: thing.zh,
  en: thing.en,
  // What is wrong with somebody is in the type already.
  worth: PER_RARITY * thing.rarity * (thing.group === 'state' ? STATE_SHARE : 1),
});

/** Things of both; those of places apart: they say where, and not what. */
function sharedThings(sighting: Sighting, event: KnownEvent) {
  const shared: Thing[] = [];
  const places: Thing[] = [];
  let told = 0;
  for (const thing of sighting.things) {
    if (isTelling(thing)) told++;
    // What one describes and the other names.
    if (!event.things.has(thing) && !event.placeThings.has(thing)) continue;
    (thing.group === 'place' ? places : shared).push(thing);
  }
  for (const thing of sighting.placeThings) if (event.things.has(thing)) places.push(thing);
  return { told, shared, places };
}

function sharedWords(sighting: Sighting, event: KnownEvent): Shared[] {
  const shared: Shared[] = [];
  let before = '';
  for (const [word, surprise] of sighting.words) {
    if (surprise <= SURPRISE_MIN || !event.words.has(word)) continue;
    // 灰卫 and 卫衣 are of one phrase.
    const goesOn = isHan(word.charCodeAt(0)) && before.endsWith(word.charAt(0));
    shared.push({ zh: word, en: word, worth: (goesOn ? PHRASE_SHARE : 1) * PER_SURPRISE * (surprise - SURPRISE_MIN) });
    before = word;
  }
  return shared;
}

/** A phrase that is shared tells more than a word, and less than as many words apart. */
const PHRASE_SHARE = 0.5;

/** What a panel says of itself is no words of a caller. */
const PANEL_SHARE = 0.3;
const isAutomatic = (sighting: Sighting): boolean => mainType(sighting).endsWith('.alarm');

/** 厨房 the thing and 厨房 the word are one. */
const withoutParts = <T extends { zh: string }>(words: readonly T[]): T[] =>
  words.filter(
    (word, i) => !words.slice(0, i).some((other) => other.zh.includes(word.zh) || word.zh.includes(other.zh)),
  );

function unshared(
  sighting: Sighting,
  event: KnownEvent,
  of: { sum: number; ofPlace: number; told: number; things: readonly Thing[]; places: readonly Thing[] },
): number {
  const type = mainType(sighting);
  const { isFollowUp } = sighting.cues;
  const telling = of.things.filter(isTelling).length;
  const known = telling + of.places.filter((thing) => sighting.things.has(thing) && isTelling(thing)).length;
  let logOdds = 0;
  if (of.sum + of.ofPlace === 0 && !isAutomatic(sighting) && isSilentOverlap(sighting, event))
    logOdds += NOTHING_SHARED;
  if (!isAutomatic(sighting) && !isFollowUp && !isFarWitness(sighting) && !refersTo(sighting, event)) {
    const others = Math.min(of.told - known, toldOf(event) - known, MAX_OTHER_THINGS);
    const share = event.isSeenFromFar || isSensed(type) || isSensed(event.mainType) ? AT_FIRES : 1;
    if (others > 0) logOdds += share * othersLogOdds(others, known, areKin(sighting, event));
  }
  // Two thefts in one shop: only what was taken, or by whom, makes them one.
  const areOfMany = isOfMany(type) && isOfMany(event.mainType);
  if (areOfMany && telling === 0 && of.sum < LITTLE) logOdds += OF_MANY_UNSHARED;
  // Who chases speaks of what they had told.
  if (isOpenType(type) && of.told >= CHASE_TOLD && known === 0) logOdds += CHASES_OTHER;
  return logOdds;
}

/** What is wrong with somebody is weighed among the details. */
const isTelling = (thing: Thing): boolean => thing.rarity >= TELLING_RARITY && thing.group !== 'state';

const toldOf = (event: KnownEvent): number => {
  let told = 0;
  for (const thing of event.things.keys()) if (isTelling(thing)) told++;
  return told;
};

function othersLogOdds(others: number, known: number, isKin: boolean): number {
  if (known === 0) return OTHER_THINGS + PER_OTHER_THING * others;
  return (isKin ? PER_OTHER_BESIDE_SHARED : PER_OTHER_THING) * others;
}

const areKin = (sighting: Sighting, event: KnownEvent): boolean =>
  kinship(mainType(sighting), event.mainType) >= NEAR_KIN;

const isSilentOverlap = (sighting: Sighting, event: KnownEvent): boolean =>
  sighting.words.size >= ENOUGH_WORDS &&
  event.toldIn.has(sighting.language) &&
  !sighting.cues.isFollowUp &&
  !isFarWitness(sighting);
