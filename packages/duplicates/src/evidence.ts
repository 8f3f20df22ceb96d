import { callerEvidence } from './evidence-caller.ts';
import { contradictions } from './evidence-details.ts';
import { capPlace, placeEvidence, positionEvidence } from './evidence-place.ts';
import { wordEvidence } from './evidence-words.ts';
import type { KnownEvent } from './known-event.ts';
import type { Sighting } from './sighting.ts';
import { isOpenType, kinshipOf } from './type-kin.ts';
import { natureOf } from './type-nature.ts';
import { WEIGHTS } from './weights.ts';
import { isFarWitness, mainType } from './where.ts';

export type EvidenceCode =
  | 'prior'
  | 'place'
  | 'seen-from-far'
  | 'place-name'
  | 'other-place-name'
  | 'time'
  | 'type'
  | 'words'
  | 'place-words'
  | 'other-words'
  | 'details'
  | 'same-caller'
  | 'follow-up'
  | 'refers'
  | 'topic'
  | 'other-matter'
  | 'another'
  | 'contradiction';

/** One thing that speaks for or against one event, with how much: natural log of the odds. */
export interface Evidence {
  readonly code: EvidenceCode;
  readonly logOdds: number;
  /** What is to be said of it: metres, minutes, the words shared. */
  readonly metres?: number;
  readonly minutes?: number;
  readonly zh?: readonly string[];
  readonly en?: readonly string[];
}

/** Before anything is known: most calls are not about this very event. */
const PRIOR = -3.2;
/** What many see is called in by many; one patient is not. */
const PRIOR_OF_FAMILY: Readonly<Record<string, number>> = { fire: 0.25, rescue: 0.25, medical: -0.25, police: -0.1 };
/** Where a position is missing it says neither yes nor no; the prior has one in mind. */
const NO_POSITION = 0.55;
/** A column of smoke seen from off is most often the fire that is known. */
const SEEN_FROM_FAR = 1.2;
/** A call that chases is about something known. */
const FOLLOW_UP_PRIOR = 1.2;
/** "The fire on Monument Street": spoken of as known. */
const REFERS = 0.9;

/** What a chasing call speaks of, against what the event is. */
const ON_TOPIC = 0.9;
const OFF_TOPIC = -1.6;

const NONE: ReadonlySet<string> = new Set();

/** Below this by type, time and distance alone nothing that is said makes up for it. */
const OUT_OF_QUESTION = -15;

/** A cheap look: so far off in type, time and distance, and not by its caller, that the rest need not be weighed. */
export function isOutOfQuestion(sighting: Sighting, event: KnownEvent, ofCaller: ReadonlySet<string> = NONE): boolean {
  if (ofCaller.has(event.id)) return false;
  let sum = WEIGHTS.prior * priorOf(sighting, event) + WEIGHTS.type * typeEvidence(sighting, event).logOdds;
  sum += WEIGHTS.time * timeEvidence(sighting, event).logOdds;
  if (sum < OUT_OF_QUESTION) return true;
  const place = positionEvidence(sighting, event);
  return place !== null && sum + WEIGHTS.place * place.logOdds < OUT_OF_QUESTION;
}

/**
 * Everything that speaks for or against this being a call about that event.
 *
 * @param ofCaller events that the same caller has called about
 */
export function evidenceFor(sighting: Sighting, event: KnownEvent, ofCaller: ReadonlySet<string> = NONE): Evidence[] {
  const found: Evidence[] = [
    { code: 'prior', logOdds: priorOf(sighting, event) },
    typeEvidence(sighting, event),
    timeEvidence(sighting, event),
    ...placeEvidence(sighting, event),
    ...wordEvidence(sighting, event),
    ...callerEvidence(sighting, event),
    ...contradictions(sighting, event),
  ];
  if (isFarWitness(sighting) && event.isSeenFromFar) {
    found.push({ code: 'seen-from-far', logOdds: SEEN_FROM_FAR });
  }
  if (refersTo(sighting, event)) {
    found.push({ code: 'refers', logOdds: REFERS });
  }
  const isChasing = isOpenType(mainType(sighting)) && mainType(sighting) !== '';
  const { topics } = sighting.cues;
  if (isChasing && topics.length > 0) {
    const isTopic = topics.some((types) => [...event.types.keys()].some((type) => types.test(type)));
    found.push({ code: 'topic', logOdds: isTopic ? ON_TOPIC : OFF_TOPIC });
  }
  // Who chases, chases what they called about.
  const isOwn = ofCaller.size === 0 || ofCaller.has(event.id);
  if (isOwn && (isChasing || (sighting.cues.isFollowUp && !sighting.cues.isOtherMatter))) {
    found.push({ code: 'follow-up', logOdds: FOLLOW_UP_PRIOR });
  }
  const weighed = found.map((one) => ({ ...one, logOdds: one.logOdds * WEIGHTS[one.code] }));
  return capPlace(sighting, event, weighed);
}

function priorOf(sighting: Sighting, event: KnownEvent): number {
  const family = event.mainType.slice(0, event.mainType.indexOf('.'));
  const isPlaced = sighting.report.position !== null && event.where !== null;
  const another = isPatientBeside(sighting, event) ? PATIENT_BESIDE : 0;
  return PRIOR + (PRIOR_OF_FAMILY[family] ?? 0) + (isPlaced ? 0 : NO_POSITION) + another;
}

/** A patient, and nobody there has told of one. */
const PATIENT_BESIDE = -0.15;
const NEEDS_NO_PATIENT = /^(?:traffic|police|medical|call)\.|^$/;
function isPatientBeside(sighting: Sighting, event: KnownEvent): boolean {
  if (!mainType(sighting).startsWith('medical.') || NEEDS_NO_PATIENT.test(event.mainType)) return false;
  return ![...event.types.keys()].some((type) => type.startsWith('medical.'));
}

/** Speaks of it as known, and not to tell of another one beside it. */
export function refersTo({ cues, pointsAt }: Sighting, event: KnownEvent): boolean {
  if (cues.isAftermath || cues.isAnother || cues.isOtherMatter) return false;
  if ([...pointsAt].some((thing) => event.things.has(thing))) return true;
  return cues.refersTo.some((family) => event.mainType.startsWith(`${family}.`));
}

export const sumOf = (evidence: readonly Evidence[]): number => evidence.reduce((sum, one) => sum + one.logOdds, 0);

/** The type that fits best counts, and a little the one most callers gave. */
const BEST_SHARE = 0.75;
const isInquiry = (sighting: Sighting): boolean => mainType(sighting) === 'service.inquiry';
const LEAST_OF_MAIN = -1;
/** "All is jammed, a car burns ahead": the jam is of the fire. */
const BEHIND_IT = 1;
const isBehind = (sighting: Sighting, event: KnownEvent): boolean =>
  mainType(sighting) === 'traffic.obstruction' &&
  event.mainType.startsWith('fire.') &&
  [...sighting.things].some((thing) => thing.name === 'flames');

function typeEvidence(sighting: Sighting, event: KnownEvent): Evidence {
  const { types } = sighting.report;
  let best = Number.NEGATIVE_INFINITY;
  for (const type of event.types.keys()) {
    if (!isOpenType(type)) best = Math.max(best, kinshipOf(types, [{ type, p: 1 }]));
  }
  // "Is the road closed for that fire?"
  if (best === Number.NEGATIVE_INFINITY || (isInquiry(sighting) && refersTo(sighting, event)))
    return { code: 'type', logOdds: 0 };
  const main = Math.max(LEAST_OF_MAIN, kinshipOf(types, [{ type: event.mainType, p: 1 }]));
  if (isBehind(sighting, event)) best = Math.max(best, BEHIND_IT);
  return { code: 'type', logOdds: BEST_SHARE * best + (1 - BEST_SHARE) * Math.min(main, best) };
}

const FRESH = 0.7;
const STALE_PER_DURATION = 1.6;
const STALEST = -4;
/** Who chases does it long after. */
const FOLLOW_UP_PATIENCE = 3;

function timeEvidence(sighting: Sighting, event: KnownEvent): Evidence {
  const gapMin = Math.max(0, (sighting.report.atMs - event.lastAtMs) / 60_000);
  const isChasing = sighting.cues.isFollowUp || mainType(sighting) === 'call.follow-up';
  const lasts =
    Math.max(event.durationMin, natureOf(mainType(sighting)).durationMin) * (isChasing ? FOLLOW_UP_PATIENCE : 1);
  const x = gapMin / lasts;
  const logOdds = x <= 0.5 ? FRESH * (1 - 2 * x) : Math.max(STALEST, -STALE_PER_DURATION * (x - 0.5));
  return { code: 'time', logOdds, minutes: Math.round(gapMin) };
}
