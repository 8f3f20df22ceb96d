import { type Evidence, refersTo } from './evidence.ts';
import type { KnownEvent } from './known-event.ts';
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
const ENOUGH_WORDS = 5;
const MAX_SHOWN = 4;

/** What both speak of: things by their names in either language, and rare words. */
export function wordEvidence(sighting: Sighting, event: KnownEvent): Evidence[] {
  const shared: { zh: string; en: string; worth: number }[] = [];
  let sum = 0;
  let told = 0;
  let sharedThings = 0;
  for (const thing of sighting.things) {
    if (isTelling(thing)) told++;
    // What one describes and the other names.
    if (!event.things.has(thing) && !event.placeThings.has(thing)) continue;
    if (isTelling(thing)) sharedThings++;
    // What is wrong with somebody is in the type already.
    sum += PER_RARITY * thing.rarity * (thing.group === 'state' ? STATE_SHARE : 1);
    shared.push({ zh: thing.zh, en: thing.en, worth: thing.rarity });
  }
  for (const thing of sighting.placeThings) {
    if (!event.things.has(thing)) continue;
    sum += PER_RARITY * thing.rarity;
    shared.push({ zh: thing.zh, en: thing.en, worth: thing.rarity });
  }
  let before = '';
  for (const [word, surprise] of sighting.words) {
    if (surprise <= SURPRISE_MIN || !event.words.has(word)) continue;
    // 灰卫 and 卫衣 are of one phrase.
    const goesOn = isHan(word.charCodeAt(0)) && before.endsWith(word.charAt(0));
    const worth = (goesOn ? PHRASE_SHARE : 1) * PER_SURPRISE * (surprise - SURPRISE_MIN);
    before = word;
    sum += worth;
    shared.push({ zh: word, en: word, worth });
  }
  const found: Evidence[] = [];
  if (sum > 0) {
    shared.sort((a, b) => b.worth - a.worth);
    const shown = withoutParts(shared).slice(0, MAX_SHOWN);
    // Each further word tells less: they come together.
    const logOdds = (isAutomatic(sighting) ? PANEL_SHARE : 1) * MOST * (1 - Math.exp(-sum / MOST));
    found.push({ code: 'words', logOdds, zh: shown.map((one) => one.zh), en: shown.map((one) => one.en) });
  }
  const against = unshared(sighting, event, sum, told, sharedThings);
  if (against < 0) found.push({ code: 'other-words', logOdds: against });
  return found;
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

function unshared(sighting: Sighting, event: KnownEvent, sum: number, told: number, sharedThings: number): number {
  const type = mainType(sighting);
  const { isFollowUp } = sighting.cues;
  let logOdds = 0;
  if (sum === 0 && !isAutomatic(sighting) && isSilentOverlap(sighting, event)) logOdds += NOTHING_SHARED;
  if (!isAutomatic(sighting) && !isFollowUp && !isFarWitness(sighting) && !refersTo(sighting, event)) {
    const others = Math.min(told - sharedThings, toldOf(event) - sharedThings, MAX_OTHER_THINGS);
    const share = event.isSeenFromFar || isSensed(type) || isSensed(event.mainType) ? AT_FIRES : 1;
    if (others > 0) logOdds += share * othersLogOdds(others, sharedThings, areKin(sighting, event));
  }
  // Two thefts in one shop: only what was taken, or by whom, makes them one.
  const areOfMany = isOfMany(type) && isOfMany(event.mainType);
  if (areOfMany && sharedThings === 0 && sum < LITTLE) logOdds += OF_MANY_UNSHARED;
  // Who chases speaks of what they had told.
  if (isOpenType(type) && told >= CHASE_TOLD && sharedThings === 0) logOdds += CHASES_OTHER;
  return logOdds;
}

/** What is wrong with somebody is weighed among the details. */
const isTelling = (thing: Thing): boolean => thing.rarity >= TELLING_RARITY && thing.group !== 'state';

const toldOf = (event: KnownEvent): number => {
  let told = 0;
  for (const thing of event.things.keys()) if (isTelling(thing)) told++;
  return told;
};

function othersLogOdds(others: number, sharedThings: number, isKin: boolean): number {
  if (sharedThings === 0) return OTHER_THINGS + PER_OTHER_THING * others;
  return (isKin ? PER_OTHER_BESIDE_SHARED : PER_OTHER_THING) * others;
}

const areKin = (sighting: Sighting, event: KnownEvent): boolean =>
  kinship(mainType(sighting), event.mainType) >= NEAR_KIN;

const isSilentOverlap = (sighting: Sighting, event: KnownEvent): boolean =>
  sighting.words.size >= ENOUGH_WORDS &&
  event.members.some((member) => member.language === sighting.language && member.words.size >= ENOUGH_WORDS) &&
  !sighting.cues.isFollowUp &&
  !isFarWitness(sighting);
