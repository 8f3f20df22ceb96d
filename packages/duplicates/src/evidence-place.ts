import type { Evidence } from './evidence.ts';
import type { KnownEvent } from './known-event.ts';
import type { HintPoint, PlaceHint } from './report.ts';
import type { Sighting } from './sighting.ts';
import { isOfMany, isSensed } from './type-kin.ts';
import { natureOf } from './type-nature.ts';
import {
  distanceLogOdds,
  distanceM,
  elsewhereAt,
  isFarWitness,
  isOfColumn,
  mainType,
  normalAt,
  ownFix,
  reachM,
} from './where.ts';

const MOST_BY_POSITION = 3.4;
const LEAST_BY_POSITION = -4.5;
const LEAST_FROM_FAR = -1.5;
/** The caller names the very place: then the position may be wrong. */
const LEAST_WHERE_NAMED = -1.3;
/** What reaches this far is reported from beside it, too. */
const WIDE_M = 100;
/** Up to here, and farther the more see it. */
const FAR_M = 1_500;
/** A column of smoke over a fire that many call about. */
const COLUMN_M = 4_000;
const COLUMN_CALLS = 2;
const LEAST_OF_COLUMN = -0.8;
/** The fixes' own spread holds most of the event's extent. */
const EXTENT_BESIDE = 0.5;
const AREA_NEXT_DOOR_SHARE = 0.15;
/** Two who stand at the same end of it, metres. */
const BOTH_AT_M = 70;
const PER_WITNESS = 0.12;
const MAX_WITNESSES = 6;
const MOST_BY_WORDS = 3;
const LEAST_BY_WORDS = -2.5;
/** With a position of its own, a named place counts this much beside it. */
const WORDS_BESIDE_POSITION = 0.45;
const ROAD_BESIDE_POSITION = 0.25;
const SAME_NAME_SPECIFIC = 1;
const SAME_NAME = 0.4;
const OTHER_NAME = -2.6;
/** The next crossing on the same road is easily mixed up. */
const NEXT_CROSSING = -1.2;
/** A compound and the metro exit before it: two names that may be one spot, but not for two patients. */
const NAMED_OTHERWISE = -1;
const SAME_SPOT_M = 40;
const MIN_PART = 2;
/** Another name nearby, beside a position that says the same. */
const NEAR_NAME = 0.6;
const SENSED_SHARE = 0.3;
const ONE_CAR_PARK_M = 180;
/** Specific places with this much between their edges are two places, metres. */
const APART_M = 30;
const SPREAD_M2 = 6e6;

/** Position and name together, in weighed log-odds: busy places have many events, and many thefts. */
const MOST_TOGETHER = 5;
const MOST_AT_HUB = 4.4;
const MOST_OF_MANY = 3.4;

/** What position and name may say together at most. */
export function capPlace(sighting: Sighting, event: KnownEvent, weighed: readonly Evidence[]): Evidence[] {
  const isOfEvent = weighed.some((one) => one.code === 'refers');
  const isHub = sighting.hints.some((hint) => HOLDS_OTHERS.test(hint.kind) && event.hints.has(hint.key));
  const areOfMany = isOfMany(mainType(sighting)) && isOfMany(event.mainType);
  const isBeside = natureOf(mainType(sighting)).isOnePerson && !natureOf(event.mainType).isOnePerson && !isOfEvent;
  const most = areOfMany || isBeside ? MOST_OF_MANY : isHub ? MOST_AT_HUB : MOST_TOGETHER;
  const sum = weighed.reduce((total, one) => total + (IS_PLACE.has(one.code) ? one.logOdds : 0), 0);
  if (sum <= most) return [...weighed];
  return weighed.map((one) => (IS_PLACE.has(one.code) ? { ...one, logOdds: (one.logOdds * most) / sum } : one));
}
const IS_PLACE: ReadonlySet<string> = new Set(['place', 'place-name', 'place-words', 'other-place-name']);

export function placeEvidence(sighting: Sighting, event: KnownEvent): Evidence[] {
  const found: Evidence[] = [];
  const byPosition = positionEvidence(sighting, event);
  const byName = nameEvidence(sighting, event, byPosition !== null);
  if (byPosition) {
    const isNamed = byName !== null && byName.logOdds >= SAME_NAME_SPECIFIC;
    const least = isNamed ? LEAST_WHERE_NAMED : LEAST_BY_POSITION;
    found.push({ ...byPosition, logOdds: Math.max(least, byPosition.logOdds) });
  }
  if (byName) found.push(byName);
  const other = otherName(sighting, event);
  if (other) found.push(other);
  return found;
}

/** The caller's position against where the event is; null when either has none. */
export function positionEvidence(sighting: Sighting, event: KnownEvent): Evidence | null {
  const own = ownFix(sighting);
  if (own === null || event.where === null) return null;
  const metres = distanceM(own, event.where);
  const extent = natureOf(event.mainType).extentM;
  // The more see it, the farther it is seen.
  const seen = isFarWitness(sighting) ? 1 + PER_WITNESS * Math.min(event.count - 1, MAX_WITNESSES) : 1;
  const wide = Math.hypot(own.sigmaM * seen, event.where.sigmaM, EXTENT_BESIDE * extent);
  // Who sees it from off may as well stand beside it.
  const near = Math.hypot(event.where.sigmaM, extent, (sighting.report.position?.accuracyM ?? 0) + 40);
  const isWide =
    reachM(sighting) > natureOf(mainType(sighting)).extentM || Math.max(reachM(sighting), extent) >= WIDE_M;
  // What covers a street has no second one of its kind beside it.
  const isArea = extent >= WIDE_M && natureOf(mainType(sighting)).extentM >= WIDE_M && !event.isSeenFromFar;
  const at = Math.hypot(BOTH_AT_M, sighting.report.position?.accuracyM ?? 0);
  const sigmas = isArea ? [wide, near, at] : isWide ? [wide, near] : [wide];
  const logOdds = distanceLogOdds(metres, sigmas, isArea ? AREA_NEXT_DOOR_SHARE : undefined);
  const least = leastByPosition(sighting, event, metres, seen);
  return {
    code: 'place',
    logOdds: Math.max(least, Math.min(MOST_BY_POSITION, logOdds)),
    metres: Math.round(metres),
  };
}

function leastByPosition(sighting: Sighting, event: KnownEvent, metres: number, seen: number): number {
  if (!isFarWitness(sighting)) return LEAST_BY_POSITION;
  const isColumn = isOfColumn(sighting) && event.isSeenFromFar && event.count >= COLUMN_CALLS;
  if (isColumn && metres <= COLUMN_M) return LEAST_OF_COLUMN;
  return metres <= FAR_M * seen ? LEAST_FROM_FAR : LEAST_BY_POSITION;
}

function nameEvidence(sighting: Sighting, event: KnownEvent, hasPosition: boolean): Evidence | null {
  let best: { logOdds: number; hint: PlaceHint; isShared: boolean } | null = null;
  const hasExact = [...event.hints.values()].some(isExact);
  for (const hint of sighting.hints) {
    if (hint.role === 'from') continue;
    const twin = sharedHint(hint, event);
    const isShared = twin !== null;
    let byPoint = event.where === null ? (isShared ? sharedAlone(hint) : 0) : pointsLogOdds(hint, event);
    // A road is long: that both name it speaks against nothing.
    if (isShared) byPoint = Math.max(0, byPoint);
    // Named otherwise: that the other name is near says no more than the position does.
    else if (hasPosition) byPoint = Math.min(hasExact ? 0 : NEAR_NAME, byPoint);
    const isArea = !hint.isSpecific && hint.kind !== 'street' && hint.points.length !== 1;
    const ofName = hint.isSpecific || twin?.isSpecific ? SAME_NAME_SPECIFIC : hasPosition && isArea ? 0 : SAME_NAME;
    const bonus = isShared ? ofName : 0;
    const beside = hint.isSpecific ? WORDS_BESIDE_POSITION : ROAD_BESIDE_POSITION;
    const logOdds = (hasPosition ? beside : 1) * byPoint + bonus;
    if (best === null || logOdds > best.logOdds) best = { logOdds, hint, isShared };
  }
  if (best === null) return null;
  const logOdds = Math.max(LEAST_BY_WORDS, Math.min(MOST_BY_WORDS, best.logOdds));
  return { code: 'place-name', logOdds, zh: [best.hint.name.zh], en: [best.hint.name.en] };
}

function sharedHint(hint: PlaceHint, event: KnownEvent): PlaceHint | null {
  const same = event.hints.get(hint.key);
  if (same !== undefined) return same;
  for (const other of event.hints.values()) {
    if (isPartOf(hint.key, other.key) || isPartOf(hint.written, other.key) || isPartOf(other.written, hint.key))
      return other;
  }
  return null;
}

/** 青盛 for 青盛社区. */
function isPartOf(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= MIN_PART && long.toLowerCase().startsWith(short.toLowerCase());
}

/** Nobody gave a position: the same name is all there is. */
const sharedAlone = (hint: PlaceHint): number => Math.max(0.5, 2 - 0.3 * Math.log(hint.points.length));

function pointsLogOdds(hint: PlaceHint, event: KnownEvent): number {
  const { where } = event;
  if (where === null) return 0;
  const extent = natureOf(event.mainType).extentM;
  const beside = hint.role === 'near' ? 90 : hint.role === 'seen' ? 250 : 0;
  let same = 0;
  let elsewhere = 0;
  for (const point of hint.points) {
    const dM = distanceM(point, where);
    same += normalAt(dM, Math.hypot(point.radiusM, where.sigmaM, extent, beside));
    elsewhere += elsewhereAt(dM);
  }
  const n = hint.points.length;
  return Math.log((hint.sure * (same / n) + (1 - hint.sure) / SPREAD_M2) / (elsewhere / n));
}

/** Two compounds, two shops, two crossings: named alone by each, and not the same. */
function otherName(sighting: Sighting, event: KnownEvent): Evidence | null {
  if (isFarWitness(sighting)) return null;
  const mine = sighting.hints.filter(isExact);
  const theirs = [...event.hintsAtIt.values()].filter(isExact);
  if (mine.length === 0 || theirs.length === 0) return null;
  let least = Number.POSITIVE_INFINITY;
  let names: readonly [PlaceHint, PlaceHint] | null = null;
  for (const a of mine) {
    for (const b of theirs) {
      if (a.key === b.key || isPartOf(a.written, b.key) || isPartOf(b.written, a.key)) return null;
      if (!areSeparable(a, b)) continue;
      const apart = gapM(a, b);
      if (apart < least) [least, names] = [apart, [a, b]];
    }
  }
  if (names === null) return null;
  const areCrossings = names.every((hint) => hint.isCrossing);
  const [a, b] = names;
  if (areCrossings !== names.some((hint) => hint.isCrossing)) return null;
  const isSameKind = a.kind === b.kind && !a.key.includes(b.key) && !b.key.includes(a.key);
  let logOdds = OTHER_NAME;
  if (least < APART_M) {
    if (areCrossings) logOdds = NEXT_CROSSING;
    else if (!isSameKind) {
      if (!isPerson(sighting, event) || distanceM(a.points[0] as HintPoint, b.points[0] as HintPoint) < SAME_SPOT_M)
        return null;
      logOdds = NAMED_OTHERWISE;
    }
  }
  // What is seen or heard from a building is not in it; shops share a car park.
  if (isSensed(mainType(sighting))) logOdds *= SENSED_SHARE;
  else if (a.kind === 'mall' && distanceM(a.points[0] as HintPoint, b.points[0] as HintPoint) < ONE_CAR_PARK_M)
    logOdds *= SENSED_SHARE;
  return { code: 'other-place-name', logOdds, zh: names.map((n) => n.name.zh), en: names.map((n) => n.name.en) };
}

const isPerson = (sighting: Sighting, event: KnownEvent): boolean =>
  natureOf(mainType(sighting)).isOnePerson && natureOf(event.mainType).isOnePerson;

const isExact = (hint: PlaceHint): boolean => hint.isSpecific && hint.role === 'at' && hint.points.length === 1;

/** Other places lie within these: they speak only against another of their kind. */
const HOLDS_OTHERS = /^(?:school|mall|hospital|park|factory|market|village|transport|metro|government)$/;
const areSeparable = (a: PlaceHint, b: PlaceHint): boolean =>
  a.kind === b.kind || !(HOLDS_OTHERS.test(a.kind) || HOLDS_OTHERS.test(b.kind));

function gapM(a: PlaceHint, b: PlaceHint): number {
  const [p, q] = [a.points[0] as HintPoint, b.points[0] as HintPoint];
  return distanceM(p, q) - p.radiusM - q.radiusM;
}
