import type { Slot } from './read-details.ts';
import type { PlaceHint } from './report.ts';
import type { Sighting } from './sighting.ts';
import type { Thing } from './things.ts';
import { isOpenType, isSensed } from './type-kin.ts';
import { natureOf } from './type-nature.ts';
import { agreeOn, distanceM, type Fix, isFarWitness, mainType, ownFix, spokenFix } from './where.ts';

/** Calls of one event that are kept word for word; of the later ones only what is new is kept. */
export const MAX_MEMBERS = 64;

const FLAMES = /^fire\.(?:building|vehicle|wildland|outdoor|explosion|electric-bike)/;
/** Words that a call must have to have told something. */
export const ENOUGH_WORDS = 5;
const SENSED_SHARE = 0.2;
/** A place misread is likelier than a position that is this far off. */
const MISREAD_M = 150;

function fixesOf(member: Sighting): Fix[] {
  const [own, spoken] = [ownFix(member), spokenFix(member)];
  if (own === null || spoken === null) return [own, spoken].filter((fix) => fix !== null);
  const isMisread = distanceM(own, spoken) > Math.max(MISREAD_M, 2.5 * Math.hypot(own.sigmaM, spoken.sigmaM));
  return isMisread ? [own] : [own, spoken];
}

/** One event and all that its callers have said of it. */
export class KnownEvent {
  readonly id: string;
  readonly members: Sighting[] = [];
  count = 0;
  firstAtMs = Number.POSITIVE_INFINITY;
  lastAtMs = Number.NEGATIVE_INFINITY;
  /** How many said so. */
  readonly types = new Map<string, number>();
  readonly callers = new Set<string>();
  readonly things = new Map<Thing, number>();
  /** Named in places' names only. */
  readonly placeThings = new Set<Thing>();
  readonly words = new Set<string>();
  readonly hints = new Map<string, PlaceHint>();
  /** Of those who are at it, and do not only see or smell it. */
  readonly hintsAtIt = new Map<string, PlaceHint>();
  readonly slots = new Map<Slot, Map<string, number>>();
  where: Fix | null = null;
  /** What it is most likely, and how long calls about it come, minutes. */
  mainType = '';
  durationMin = 0;
  /** Languages in which somebody told enough for silence on it to tell. */
  readonly toldIn = new Set<string>();
  /** Flames, a bang, a column of smoke. */
  isSeenFromFar = false;

  constructor(id: string) {
    this.id = id;
  }

  add(sighting: Sighting): void {
    this.count++;
    if (this.members.length < MAX_MEMBERS) this.members.push(sighting);
    else this.members[MAX_MEMBERS / 2 + (this.count % (MAX_MEMBERS / 2))] = sighting;
    this.#learn(sighting);
  }

  /** False when it was not a member. What it alone had said is forgotten. */
  remove(reportId: string): boolean {
    const at = this.members.findIndex((member) => member.report.id === reportId);
    if (at < 0) return false;
    this.members.splice(at, 1);
    this.count--;
    for (const known of [
      this.types,
      this.callers,
      this.things,
      this.placeThings,
      this.words,
      this.hints,
      this.hintsAtIt,
      this.slots,
      this.toldIn,
    ])
      known.clear();
    this.firstAtMs = Number.POSITIVE_INFINITY;
    this.lastAtMs = Number.NEGATIVE_INFINITY;
    this.where = null;
    this.isSeenFromFar = false;
    this.mainType = '';
    this.durationMin = 0;
    for (const member of this.members) this.#learn(member);
    return true;
  }

  #mainType(): string {
    let best = '';
    let most = 0;
    for (const [type, n] of this.types) {
      // What is only seen, heard or smelt, or could not be said, stands back behind what it is.
      const weight = isSensed(type) || type === 'call.silent' ? n * SENSED_SHARE : n;
      if (weight > most && !isOpenType(type)) [best, most] = [type, weight];
    }
    return best;
  }

  #durationMin(): number {
    let longest = 0;
    for (const type of this.types.keys())
      if (!isOpenType(type)) longest = Math.max(longest, natureOf(type).durationMin);
    return longest || natureOf('').durationMin;
  }

  #learn(sighting: Sighting): void {
    const { report } = sighting;
    this.firstAtMs = Math.min(this.firstAtMs, report.atMs);
    this.lastAtMs = Math.max(this.lastAtMs, report.atMs);
    const type = mainType(sighting);
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
    if (report.callerId !== '') this.callers.add(report.callerId);
    for (const thing of sighting.things) this.things.set(thing, (this.things.get(thing) ?? 0) + 1);
    for (const thing of sighting.placeThings) this.placeThings.add(thing);
    for (const word of sighting.words.keys()) this.words.add(word);
    for (const hint of sighting.hints) {
      const known = this.hints.get(hint.key);
      if (hint.role !== 'from' && (known === undefined || hint.role === 'at')) this.hints.set(hint.key, hint);
    }
    if (isFarWitness(sighting) || FLAMES.test(type)) this.isSeenFromFar = true;
    if (!isSensed(type)) {
      for (const hint of sighting.hints) if (hint.role === 'at') this.hintsAtIt.set(hint.key, hint);
    }
    if (!isFarWitness(sighting)) {
      for (const [slot, values] of sighting.details.slots) {
        const known = this.slots.get(slot) ?? new Map<string, number>();
        for (const value of values) known.set(value, (known.get(value) ?? 0) + 1);
        this.slots.set(slot, known);
      }
    }
    if (sighting.words.size >= ENOUGH_WORDS) this.toldIn.add(sighting.language);
    this.mainType = this.#mainType();
    this.durationMin = this.#durationMin();
    this.where = agreeOn(this.members.flatMap(fixesOf));
  }
}
