import type { Flag, NextStepFact } from '@muster/contracts/events/contact';
import { type Contact, callBacksSinceLoss, lastLeg, type OpenTransfer, talking } from './contact.ts';

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
  /** A unit for a known place that is due at once is the supervisor's after this time. */
  readonly sendGraceMs: number;
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
  sendGraceMs: 60_000,
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

/** Somebody is in danger, or may be. */
export const IN_DANGER: readonly Flag[] = ['duress', 'danger-said', 'distress-heard'];

/** Ours to another centre, not answered yet. */
export const transferOut = ({ transfer }: Contact): OpenTransfer | null =>
  transfer?.direction === 'out' && (transfer.state === 'offered' || transfer.state === 'overdue') ? transfer : null;

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
  const isTalking = leg !== undefined && talking(contact);
  const lostNow = !isTalking && contact.flags.has('cut-off');
  const dangerAtMs = raisedAtMs(contact, IN_DANGER);
  // No danger stood when it was offered: each that stands now came after it. A lost caller is rung first.
  if (!lostNow && dangerAtMs !== null && transferOut(contact) !== null) return step('recall-transfer', dangerAtMs);
  if (isTalking) {
    if (contact.flags.has('duress')) return step('ask-yes-no', leg.changedAtMs);
    if (contact.flags.has('silent')) return step('stay-on-line', leg.changedAtMs);
    return leg.state === 'held'
      ? step('call-again', lastSpokenAtMs(contact, leg.changedAtMs) + policy.callAgainMs)
      : null;
  }
  // Theirs, and sent back to them: nobody here has to take it any more.
  if (contact.transfer?.direction === 'in' && contact.transfer.state === 'refused') return null;
  const { lost } = contact;
  if (lostNow && lost !== null && leg !== undefined) return afterCutOff(contact, lost.atMs, policy, step);
  if (contact.waitingSinceMs > 0) {
    return step('call-again', lastSpokenAtMs(contact, contact.waitingSinceMs) + policy.callAgainMs);
  }
  if (SILENTLY.some((flag) => contact.flags.has(flag))) {
    return silently(contact, Math.max(receivedAtMs, leg?.changedAtMs ?? 0), step);
  }
  if (leg === undefined && contact.owner === null && MESSAGE_CHANNELS.has(channel)) {
    return step('claim', receivedAtMs + policy.claimWithinMs);
  }
  return null;
}

type Step = (kind: NextStepFact['kind'], dueAtMs: number, attempt?: number, of?: number) => NextStepFact;

/** A history alone forbids the ring of a telephone; it asks for nothing when the call itself was in order. */
const SILENTLY: readonly Flag[] = ['duress', 'distress-heard'];

/** When the first of these was raised that still stands; null: none does. */
function raisedAtMs({ flags }: Contact, which: readonly Flag[]): number | null {
  const times = which.flatMap((flag) => flags.get(flag)?.atMs ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** Somebody who may not be rung: to the place; else a text, and when nothing comes back, the supervisor. */
function silently(contact: Contact, endedAtMs: number, step: Step): NextStepFact | null {
  const sinceMs = Math.max(endedAtMs, raisedAtMs(contact, NO_VOICE) ?? 0);
  if (contact.placeKnown) return step('send-to-place', Math.max(sinceMs, contact.placeKnownAtMs));
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
    case 'recall-transfer':
      return 0;
    case 'call-again':
      return policy.callAgainGraceMs;
    case 'silent-text':
    case 'location-request':
      return policy.textGraceMs;
    case 'send-to-place':
      return policy.sendGraceMs;
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

function afterCutOff(whole: Contact, lostAtMs: number, policy: ContactPolicy, step: Step): NextStepFact | null {
  const contact = { ...whole, callBacks: callBacksSinceLoss(whole) };
  if (contact.callBacks.some(({ outcome }) => outcome === 'reached')) return null;
  const made = (kind: string) => contact.callBacks.filter((call) => call.kind === kind);
  if (voiceForbidden(contact)) return silently(contact, lostAtMs, step);
  const tries = made('voice').length;
  const triedAtMs = Math.max(lostAtMs, ...made('voice').map(({ atMs }) => atMs));
  if (tries < policy.callBackTries) {
    return step('call-back', lostAtMs + (tries + 1) * policy.callBackWithinMs, tries + 1, policy.callBackTries);
  }
  if (contact.placeKnown) return step('send-to-place', Math.max(triedAtMs, contact.placeKnownAtMs));
  return made('location-request').length === 0 ? step('location-request', lostAtMs) : step('call-supervisor', lostAtMs);
}
