import type { Flag, NextStepFact } from '@muster/contracts/events/contact';
import { type Contact, lastLeg, talking } from './contact.ts';

/**
 * What a centre does with callers it cannot hear, has lost, or keeps waiting. Every figure is a centre's own policy;
 * these are the defaults (docs/operations/contacts.md says why each).
 */
export interface ContactPolicy {
  /** Nothing was said for so long after the answer: a silent call. */
  readonly silentAfterMs: number;
  /** A lost caller is called back within this time, and so often. */
  readonly callBackWithinMs: number;
  readonly callBackTries: number;
  /** Somebody who waits for a unit is called again this often. */
  readonly callAgainMs: number;
  /** Not called again within this time after that: the supervisor is told. */
  readonly callAgainGraceMs: number;
  /** A text or a request that is due at once is the supervisor's after this time. */
  readonly textGraceMs: number;
  /** The phone system says within this time what came of a call-back, or it counts as failed. */
  readonly dialAnswerMs: number;
  /** Another centre answers a transfer within this time, or both supervisors are told. */
  readonly transferAnswerMs: number;
  /** A message or a signal that nobody has taken for so long is the supervisor's. */
  readonly claimWithinMs: number;
  /** Ringing for so long goes to the second centre, when there is one. */
  readonly overflowAfterMs: number;
  /** Answered within this time counts as in target. */
  readonly answerTargetMs: number;
}

export const CONTACT_POLICY: ContactPolicy = {
  silentAfterMs: 10_000,
  callBackWithinMs: 30_000,
  callBackTries: 3,
  callAgainMs: 15 * 60_000,
  callAgainGraceMs: 5 * 60_000,
  textGraceMs: 60_000,
  dialAnswerMs: 60_000,
  transferAnswerMs: 60_000,
  claimWithinMs: 60_000,
  overflowAfterMs: 30_000,
  answerTargetMs: 10_000,
};

/** While one of these stands, the ring of a telephone could betray the caller. */
export const NO_VOICE: readonly Flag[] = ['duress', 'distress-heard', 'address-history'];
/** While one of these stands, nobody else gets the caller. */
export const NO_TRANSFER: readonly Flag[] = ['silent', 'duress', 'cut-off', 'danger-said', 'distress-heard'];

export const voiceForbidden = ({ flags }: Contact): boolean => NO_VOICE.some((flag) => flags.has(flag));

export interface Situation {
  readonly contact: Contact;
  readonly channel: string;
  readonly receivedAtMs: number;
  readonly closed: boolean;
}

/** What a human is asked to do next; the machine proposes and reminds, it does none of it. Null: nothing is due. */
export function nextStep(
  { contact, channel, receivedAtMs, closed }: Situation,
  policy: ContactPolicy,
): NextStepFact | null {
  if (closed) return null;
  const noVoice = voiceForbidden(contact);
  const step = (kind: NextStepFact['kind'], dueAtMs: number, attempt = 0, of = 0): NextStepFact => ({
    ...{ kind, dueAtMs, attempt, of, noVoice },
  });
  const leg = lastLeg(contact);
  if (leg !== undefined && talking(contact)) {
    if (contact.flags.has('duress')) return step('ask-yes-no', leg.changedAtMs);
    if (contact.flags.has('silent')) return step('stay-on-line', leg.changedAtMs);
    return leg.state === 'held'
      ? step('call-again', lastSpokenAtMs(contact, leg.changedAtMs) + policy.callAgainMs)
      : null;
  }
  // Theirs, and sent back to them: nobody here has to take it any more.
  if (contact.transfer?.direction === 'in' && contact.transfer.state === 'refused') return null;
  const lost = lastLeg(contact, 'inbound');
  if (contact.flags.has('cut-off') && lost !== undefined) return afterCutOff(contact, lost.changedAtMs, policy, step);
  if (contact.waitingSinceMs > 0) {
    return step('call-again', lastSpokenAtMs(contact, contact.waitingSinceMs) + policy.callAgainMs);
  }
  if (IN_DANGER.some((flag) => contact.flags.has(flag))) return silently(contact, receivedAtMs, step);
  if (leg === undefined && contact.owner === null && MESSAGE_CHANNELS.has(channel)) {
    return step('claim', receivedAtMs + policy.claimWithinMs);
  }
  return null;
}

type Step = (kind: NextStepFact['kind'], dueAtMs: number, attempt?: number, of?: number) => NextStepFact;

/** A history alone forbids the ring of a telephone; it asks for nothing when the call itself was in order. */
const IN_DANGER: readonly Flag[] = ['duress', 'distress-heard'];

/** Somebody who may not be rung: to the place; else a text, and when nothing comes back, the supervisor. */
function silently(contact: Contact, sinceMs: number, step: Step): NextStepFact | null {
  if (contact.placeKnown) return step('send-to-place', sinceMs);
  const sent = contact.callBacks.find(({ kind, outcome }) => kind === 'silent-text' && outcome === 'sent');
  if (sent === undefined) return step('silent-text', sinceMs);
  return contact.lastReplyAtMs > sent.atMs ? null : step('call-supervisor', sent.atMs);
}

/** When a held caller last heard from us. */
const lastSpokenAtMs = (contact: Contact, sinceMs: number): number =>
  Math.max(sinceMs, ...contact.callBacks.filter(({ outcome }) => outcome === 'reached').map(({ atMs }) => atMs));

/** How long after it is due a step that nobody has done becomes the supervisor's; null: never by itself. */
function graceMs(kind: NextStepFact['kind'], policy: ContactPolicy): number | null {
  switch (kind) {
    case 'claim':
    case 'call-back':
      return 0;
    case 'call-again':
      return policy.callAgainGraceMs;
    case 'silent-text':
    case 'location-request':
      return policy.textGraceMs;
    default:
      return null;
  }
}

/** When a step becomes overdue; Infinity: never. */
export function missedAtMs(step: NextStepFact, policy: ContactPolicy): number {
  const grace = graceMs(step.kind, policy);
  return grace === null ? Number.POSITIVE_INFINITY : step.dueAtMs + grace;
}
export const isMissed = (step: NextStepFact, nowMs: number, policy: ContactPolicy): boolean =>
  nowMs >= missedAtMs(step, policy);

/** Channels without a telephone leg that somebody must take. */
const MESSAGE_CHANNELS = new Set(['sms', 'app', 'ecall', 'iot', 'panel', 'centre']);

function afterCutOff(contact: Contact, lostAtMs: number, policy: ContactPolicy, step: Step): NextStepFact | null {
  if (contact.callBacks.some(({ outcome }) => outcome === 'reached')) return null;
  const made = (kind: string) => contact.callBacks.filter((call) => call.kind === kind);
  if (voiceForbidden(contact)) return silently(contact, lostAtMs, step);
  const tries = made('voice').length;
  if (tries < policy.callBackTries) {
    return step('call-back', lostAtMs + (tries + 1) * policy.callBackWithinMs, tries + 1, policy.callBackTries);
  }
  if (contact.placeKnown) return step('send-to-place', lostAtMs);
  return made('location-request').length === 0 ? step('location-request', lostAtMs) : step('call-supervisor', lostAtMs);
}
