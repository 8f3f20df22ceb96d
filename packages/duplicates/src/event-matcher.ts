import { type Evidence, evidenceFor, isOutOfQuestion, sumOf } from './evidence.ts';
import { KnownEvent } from './known-event.ts';
import type { PlaceReader, Report } from './report.ts';
import { readSighting, type Sighting } from './sighting.ts';
import { isFarWitness } from './where.ts';

/** One event that a call may be about. */
export interface Match {
  readonly eventId: string;
  /** 0–1: it is this one, and neither another one nor a new one. */
  readonly p: number;
  /** Sum of the evidence, natural log of the odds against a new event. */
  readonly logOdds: number;
  readonly evidence: readonly Evidence[];
}

/** From here on a stream's answer is an event that is known. */
export const JOIN_FROM_P = 0.6;
const MIN_JOIN_LOG_ODDS = 0.35;
/** Over an event that is surely another one. */
const MIN_LEAD_LOG_ODDS = 1;
/** Which of two fires is it that is seen over there? */
const MIN_LEAD_FROM_FAR = 0.7;
const NAMED_FROM = 1;
const MIN_RIVAL_P = 0.05;
const ONE_FROM_LOG_ODDS = 0;
const SPEAKS_OF_TWO: ReadonlySet<string> = new Set(['other-place-name', 'contradiction', 'another', 'other-matter']);
/** Matches below are left out of lists. */
const MIN_LOG_ODDS = -6;
/** Events are forgotten so long after their last call, or when there are more than this: the oldest first. */
export const MAX_AGE_MS = 24 * 60 * 60_000;
export const MAX_EVENTS = 20_000;
const DEFAULT_LIMIT = 5;

/**
 * Which known event a call is about: log-odds summed over independent pieces of evidence, each explained, several
 * events and "a new one" competing (a softmax over their sums). Pure: nothing but what is put in decides. Fellegi and
 * Sunter's record linkage (1969), with distances scored as densities of one event against those of another.
 */
export class EventMatcher {
  readonly #places: PlaceReader;
  readonly #events = new Map<string, KnownEvent>();
  /** Events by caller. */
  readonly #callers = new Map<string, Set<string>>();

  constructor(places: PlaceReader) {
    this.#places = places;
  }

  get size(): number {
    return this.#events.size;
  }

  has(eventId: string): boolean {
    return this.#events.has(eventId);
  }

  read(report: Report): Sighting {
    return readSighting(report, this.#places);
  }

  /** Best first. @param except the event the call is in already */
  match(sighting: Sighting, { limit = DEFAULT_LIMIT, except = '' } = {}): Match[] {
    const found: { eventId: string; logOdds: number; evidence: Evidence[] }[] = [];
    const ofCaller = this.#callers.get(sighting.report.callerId) ?? new Set();
    for (const event of this.#events.values()) {
      if (event.id === except || isOutOfQuestion(sighting, event, ofCaller)) continue;
      const evidence = evidenceFor(sighting, event, ofCaller);
      const logOdds = sumOf(evidence);
      if (logOdds >= MIN_LOG_ODDS) found.push({ eventId: event.id, logOdds, evidence });
    }
    const total = found.reduce((sum, one) => sum + Math.exp(one.logOdds), 1);
    return found
      .sort((a, b) => b.logOdds - a.logOdds)
      .slice(0, limit)
      .map((one) => ({ ...one, p: Math.exp(one.logOdds) / total }));
  }

  /**
   * The event a call is put to without anybody looking, or null for a new one. Two events that may well be one (nothing
   * tells them apart) do not stand in each other's way.
   */
  choose(sighting: Sighting, matches: readonly Match[]): Match | null {
    const [best, ...others] = matches;
    if (best === undefined || best.logOdds < MIN_JOIN_LOG_ODDS) return null;
    const isNamed = best.evidence.some((one) => one.code === 'place-name' && one.logOdds >= NAMED_FROM);
    const lead = isFarWitness(sighting) && !isNamed ? MIN_LEAD_FROM_FAR : MIN_LEAD_LOG_ODDS;
    let { p } = best;
    for (const other of others) {
      if (other.p < MIN_RIVAL_P) break;
      if (this.#mayBeOne(best.eventId, other.eventId)) p += other.p;
      else if (best.logOdds - other.logOdds < lead) return null;
    }
    return p >= JOIN_FROM_P ? best : null;
  }

  put(sighting: Sighting, eventId: string): void {
    let event = this.#events.get(eventId);
    if (event === undefined) {
      this.#forget(sighting.report.atMs);
      event = new KnownEvent(eventId);
      this.#events.set(eventId, event);
    }
    event.add(sighting);
    const { callerId } = sighting.report;
    if (callerId !== '') this.#callers.set(callerId, (this.#callers.get(callerId) ?? new Set()).add(eventId));
  }

  /** An event that is over: nothing is put to it any more. */
  drop(eventId: string): void {
    const event = this.#events.get(eventId);
    if (event === undefined) return;
    this.#events.delete(eventId);
    for (const caller of event.callers) {
      const events = this.#callers.get(caller);
      events?.delete(eventId);
      if (events?.size === 0) this.#callers.delete(caller);
    }
  }

  /** Whether the later of two events could be one more call about the earlier. */
  #mayBeOne(a: string, b: string): boolean {
    const [first, second] = [this.#events.get(a), this.#events.get(b)];
    if (first === undefined || second === undefined) return false;
    const [early, late] = first.firstAtMs <= second.firstAtMs ? [first, second] : [second, first];
    const [member] = late.members;
    if (member === undefined) return false;
    const evidence = evidenceFor(member, early);
    return sumOf(evidence) >= ONE_FROM_LOG_ODDS && !evidence.some((one) => SPEAKS_OF_TWO.has(one.code));
  }

  #forget(nowMs: number): void {
    for (const event of this.#events.values()) {
      // In the order of their first calls: the rest is younger, but for those who call again.
      if (this.#events.size < MAX_EVENTS && nowMs - event.lastAtMs <= MAX_AGE_MS) return;
      this.drop(event.id);
    }
  }
}
