import type {
  CallBackKind,
  CallBackOutcome,
  CallEndReason,
  CallState,
  ContactEvent,
  Flag,
  NextStepFact,
} from '@muster/contracts/events/contact';
import type { ActorFact, PlaceFact } from '@muster/contracts/events/shared';
import { isPlaceToSend } from './better-place.ts';

export interface Leg {
  readonly callId: string;
  readonly direction: 'inbound' | 'call-back';
  readonly state: CallState;
  readonly endReason: CallEndReason;
  readonly answeredAtMs: number;
  readonly changedAtMs: number;
  /** What had been said before it was answered; `Contact.words`. */
  readonly wordsBefore: number;
}
export interface OpenTransfer {
  readonly transferId: string;
  readonly direction: 'out' | 'in';
  readonly centre: string;
  readonly state: 'offered' | 'accepted' | 'refused' | 'overdue';
  readonly offeredBy: ActorFact;
  readonly deadlineAtMs: number;
  /** What goes to the other centre has arrived there: our offer, or our answer to theirs. */
  readonly delivered: boolean;
}
export interface CallBackMade {
  readonly kind: CallBackKind;
  readonly outcome: CallBackOutcome;
  readonly atMs: number;
}

/** Asked of the phone system, which has not said yet what came of it. */
export interface PendingDial {
  readonly kind: CallBackKind;
  readonly by: ActorFact;
  readonly atMs: number;
}

export interface Raised {
  readonly atMs: number;
  /** Why, as the seat reads it. */
  readonly zh: string;
}
export interface Resolved {
  /** `Contact.words` then: what comes after it is new. */
  readonly words: number;
  readonly zh: string;
}
/** The caller was lost; what was tried before it does not count for it. */
export interface Loss {
  readonly atMs: number;
  readonly callBacksBefore: number;
}

/** The connection with the caller as far as the protocol must know it. Times are the server's. */
export interface Contact {
  readonly legs: ReadonlyMap<string, Leg>;
  readonly owner: ActorFact | null;
  /** Raised and not resolved by a human. */
  readonly flags: ReadonlyMap<Flag, Raised>;
  /** Flags that a human has taken back: the machine raises them again for new evidence only. */
  readonly resolved: ReadonlyMap<Flag, Resolved>;
  /** Hazards of all flags so far. */
  readonly signs: ReadonlySet<string>;
  /** How often something was said or written down about what happened; a correction counts. */
  readonly words: number;
  /** The last time the caller was lost; null: never. */
  readonly lost: Loss | null;
  readonly callBacks: readonly CallBackMade[];
  /** By the command's id. */
  readonly pending: ReadonlyMap<string, PendingDial>;
  readonly lastReplyAtMs: number;
  readonly lastHeldAtMs: number;
  /** Waits for a unit since then; 0: does not. */
  readonly waitingSinceMs: number;
  /** Somebody could be sent there: not the circle of a radio cell. */
  readonly placeKnown: boolean;
  readonly placeKnownAtMs: number;
  readonly transfer: OpenTransfer | null;
  /** As it was last told. */
  readonly step: NextStepFact | null;
  /** The supervisor has been told that nobody did the step in time. */
  readonly overdue: boolean;
}

export const NO_CONTACT: Contact = {
  legs: new Map(),
  owner: null,
  flags: new Map(),
  resolved: new Map(),
  signs: new Set(),
  words: 0,
  lost: null,
  callBacks: [],
  pending: new Map(),
  lastReplyAtMs: 0,
  lastHeldAtMs: 0,
  waitingSinceMs: 0,
  placeKnown: false,
  placeKnownAtMs: 0,
  transfer: null,
  step: null,
  overdue: false,
};

export function evolveContact(contact: Contact, event: ContactEvent): Contact {
  switch (event.type) {
    case 'contact.call-changed':
      return callChanged(contact, event);
    case 'contact.claimed':
      return { ...contact, owner: event.by };
    case 'contact.released':
      return { ...contact, owner: null };
    case 'contact.flagged':
      return flagRaised(contact, event);
    case 'contact.flag-resolved':
      return {
        ...contact,
        flags: new Map([...contact.flags].filter(([flag]) => flag !== event.flag)),
        resolved: new Map(contact.resolved).set(event.flag, {
          words: contact.words,
          zh: contact.flags.get(event.flag)?.zh ?? '',
        }),
      };
    case 'contact.replied':
      return { ...contact, lastReplyAtMs: event.atMs };
    case 'contact.called-back':
      return {
        ...contact,
        callBacks: [...contact.callBacks, event],
        pending: new Map([...contact.pending].filter(([commandId]) => commandId !== event.commandId)),
      };
    case 'contact.waiting-changed':
      return { ...contact, waitingSinceMs: event.waiting ? event.atMs : 0 };
    case 'contact.dialled': {
      const { commandId, kind, by, atMs } = event;
      return { ...contact, pending: new Map(contact.pending).set(commandId, { kind, by, atMs }) };
    }
    case 'contact.located':
      return placeFound(contact, event.place, event.atMs);
    case 'contact.identified':
      return contact;
    case 'contact.transfer-offered': {
      const { transferId, direction, centre, by, deadlineAtMs } = event;
      const offered = { transferId, direction, centre, state: 'offered', offeredBy: by, deadlineAtMs } as const;
      return { ...contact, transfer: { ...offered, delivered: false } };
    }
    case 'contact.transfer-answered':
      return withTransfer(contact, event.transferId, event.accepted ? 'accepted' : 'refused');
    case 'contact.step-changed':
      return { ...contact, step: event.step, overdue: false };
    case 'contact.step-overdue':
      return { ...contact, overdue: true };
    case 'contact.transfer-overdue':
      return withTransfer(contact, event.transferId, 'overdue');
    case 'contact.transfer-delivered':
      return contact.transfer?.transferId === event.transferId
        ? { ...contact, transfer: { ...contact.transfer, delivered: true } }
        : contact;
  }
}

function flagRaised(
  contact: Contact,
  { flag, zh, signs, atMs }: Extract<ContactEvent, { type: 'contact.flagged' }>,
): Contact {
  const since = contact.flags.get(flag)?.atMs ?? atMs;
  return {
    ...contact,
    flags: new Map(contact.flags).set(flag, { atMs: since, zh }),
    signs: signs === undefined ? contact.signs : new Set([...contact.signs, ...signs]),
    lost: flag === 'cut-off' ? { atMs, callBacksBefore: contact.callBacks.length } : contact.lost,
  };
}

/** Once known, a worse position takes nothing away. */
export const placeFound = (contact: Contact, place: PlaceFact | null, atMs: number): Contact =>
  place === null || contact.placeKnown || !isPlaceToSend(place)
    ? contact
    : { ...contact, placeKnown: true, placeKnownAtMs: atMs };

/** Call-backs of this loss: those before it reached somebody who was lost again. */
export const callBacksSinceLoss = ({ callBacks, lost }: Contact): readonly CallBackMade[] =>
  callBacks.slice(lost?.callBacksBefore ?? 0);

function callChanged(contact: Contact, event: Extract<ContactEvent, { type: 'contact.call-changed' }>): Contact {
  const known = contact.legs.get(event.callId);
  const leg: Leg = {
    callId: event.callId,
    direction: event.direction,
    state: event.state,
    endReason: event.endReason,
    answeredAtMs: known?.answeredAtMs || (event.state === 'answered' ? event.atMs : 0),
    changedAtMs: event.atMs,
    wordsBefore: known?.answeredAtMs ? known.wordsBefore : contact.words,
  };
  return {
    ...contact,
    legs: new Map(contact.legs).set(event.callId, leg),
    lastHeldAtMs: event.state === 'held' ? event.atMs : contact.lastHeldAtMs,
  };
}

const withTransfer = (contact: Contact, transferId: string, state: OpenTransfer['state']): Contact =>
  contact.transfer?.transferId === transferId ? { ...contact, transfer: { ...contact.transfer, state } } : contact;

export const talking = ({ legs }: Contact): boolean => [...legs.values()].some((leg) => leg.state !== 'ended');

export const lastLeg = ({ legs }: Contact, direction?: Leg['direction']): Leg | undefined =>
  [...legs.values()].findLast((leg) => direction === undefined || leg.direction === direction);
