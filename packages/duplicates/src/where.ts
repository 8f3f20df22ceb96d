import { localM } from '@muster/geo/distance';
import type { HintPoint } from './report.ts';
import type { Sighting } from './sighting.ts';
import { natureOf } from './type-nature.ts';

/** Where something is, as one caller's side has it: a point and how far off it may be (one standard deviation). */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly sigmaM: number;
}

/** The accuracy that a phone gives is a circle that holds it two times of three. */
const ACCURACY_SHARE = 0.65;
const MIN_SIGMA_M = 12;
const WITNESS_SHARE = 0.6;
/** Who stands in the jam is behind what made it. */
const IN_A_JAM = /前面|前方|堵(?:死|住|了)|\b(?:up )?ahead|backed up|completely stopped|standstill/i;
const JAM_M = 350;

export const mainType = (sighting: Sighting): string => sighting.report.types[0]?.type ?? '';

/** Seen or heard from off, by its words and a type that can be. */
export const isFarWitness = (sighting: Sighting): boolean =>
  (sighting.cues.isFar && (natureOf(mainType(sighting)).witnessM > 0 || mainType(sighting) === '')) ||
  isOfColumn(sighting);

/** Tells of a column of smoke or its ashes, and nothing of what burns: from a kilometre off and more. */
export const isOfColumn = (sighting: Sighting): boolean =>
  sighting.cues.isColumn && /^(?:fire\.smoke-odour|disaster\.pollution)$/.test(mainType(sighting));

/** Left the place before they called, or ran to where the call comes from. */
const MOVED =
  /跑(?:出来|过来|到)|逃(?:出来|到)|从.{2,10}(?:出来|过来)的|追到|\b(?:ran|run|walked|staggered|stumbled|fled|escaped|came) (?:in|into|from|out|up|down|over|away|to)\b|got out of|made it out|got (?:stabbed|shot|hit|robbed|jumped) (?:at|by|in|on|near|outside)\b/i;
const MOVED_M = 220;

/** How far from the caller it may be, beside the error of the position itself. */
export function reachM(sighting: Sighting): number {
  const nature = natureOf(mainType(sighting));
  if (isFarWitness(sighting)) return Math.max(nature.witnessM, 400) * WITNESS_SHARE;
  if (MOVED.test(sighting.report.text) && /^(?:medical|police)\./.test(mainType(sighting))) return MOVED_M;
  return mainType(sighting) === 'traffic.obstruction' && IN_A_JAM.test(sighting.report.text) ? JAM_M : nature.extentM;
}

/** The caller's own position as a fix of the event; null without one. */
export function ownFix(sighting: Sighting): Fix | null {
  const { position } = sighting.report;
  if (position === null) return null;
  const sigmaM = Math.hypot(MIN_SIGMA_M + position.accuracyM * ACCURACY_SHARE, reachM(sighting));
  return { lon: position.lon, lat: position.lat, sigmaM };
}

/** What the words fix: a place named alone, and not the one the caller looks from. */
export function spokenFix(sighting: Sighting): Fix | null {
  for (const hint of sighting.hints) {
    if (hint.role === 'from' || hint.points.length !== 1) continue;
    const { lon, lat, radiusM } = hint.points[0] as HintPoint;
    const { position } = sighting.report;
    // A part of a name may be chance: it does not move what has a position.
    if (hint.sure < SURE && position !== null && distanceM(position, { lon, lat }) > CHANCE_M + position.accuracyM)
      continue;
    const sigmaM = hint.role === 'near' ? radiusM + 90 : radiusM;
    return { lon, lat, sigmaM: Math.max(MIN_SIGMA_M, sigmaM) };
  }
  return null;
}

/** A name in full. */
const SURE = 0.8;
const CHANCE_M = 250;
const ITERATIONS = 4;
const STARTS = 6;
const MAX_FIXES = 48;
/** Part of all positions that have nothing to do with the place, and how far those scatter. */
const WRONG_SHARE = 0.05;
const WRONG_SIGMA_M = 600;

/**
 * The point most fixes agree on: from each of the sharpest fixes a weighted mean that leaves outliers behind
 * (iteratively re-weighted, Cauchy weights), the likeliest of them.
 */
export function agreeOn(fixes: readonly Fix[]): Fix | null {
  if (fixes.length === 0) return null;
  const sharp = [...fixes].sort((a, b) => a.sigmaM - b.sigmaM).slice(0, MAX_FIXES);
  let best: { at: Fix; logLikelihood: number } | null = null;
  for (const start of sharp.slice(0, STARTS)) {
    let at = start;
    for (let i = 0; i < ITERATIONS; i++) at = weightedMean(sharp, at);
    const logLikelihood = sharp.reduce((sum, fix) => sum + Math.log(mixed(distanceM(fix, at), fix.sigmaM)), 0);
    if (best === null || logLikelihood > best.logLikelihood) best = { at, logLikelihood };
  }
  return best?.at ?? null;
}

function weightedMean(fixes: readonly Fix[], around: Fix): Fix {
  let sum = 0;
  let lon = 0;
  let lat = 0;
  for (const fix of fixes) {
    const off = distanceM(fix, around) / (2 * fix.sigmaM);
    const weight = 1 / (fix.sigmaM * fix.sigmaM * (1 + off * off * off * off));
    sum += weight;
    lon += weight * fix.lon;
    lat += weight * fix.lat;
  }
  return { lon: lon / sum, lat: lat / sum, sigmaM: Math.max(MIN_SIGMA_M, Math.sqrt(1 / sum)) };
}

export const distanceM = (a: { lon: number; lat: number }, b: { lon: number; lat: number }): number =>
  localM(a.lon, a.lat, b.lon, b.lat);

/** Density of a two-dimensional normal at a distance, per square metre. */
export const normalAt = (dM: number, sigmaM: number): number =>
  Math.exp((-dM * dM) / (2 * sigmaM * sigmaM)) / (2 * Math.PI * sigmaM * sigmaM);

const mixed = (dM: number, sigmaM: number): number =>
  (1 - WRONG_SHARE) * normalAt(dM, sigmaM) + WRONG_SHARE * normalAt(dM, WRONG_SIGMA_M);

/** Land over which other events of the hour are spread, m², and the part of them that are next door, with their spread. */
const SPREAD_M2 = 6e6;
const NEXT_DOOR_SHARE = 0.35;
const NEXT_DOOR_SIGMA_M = 140;

/** Density of the distance to an event that is another one. */
export const elsewhereAt = (dM: number, nextDoorShare = NEXT_DOOR_SHARE): number =>
  nextDoorShare * normalAt(dM, NEXT_DOOR_SIGMA_M) + (1 - nextDoorShare) / SPREAD_M2;

/** Log-odds of a distance: one event as seen with these deviations, against another event. */
export function distanceLogOdds(dM: number, sigmas: readonly number[], nextDoorShare = NEXT_DOOR_SHARE): number {
  const same = sigmas.reduce((sum, sigmaM) => sum + mixed(dM, sigmaM), 0) / sigmas.length;
  return Math.log(same / elsewhereAt(dM, nextDoorShare));
}
