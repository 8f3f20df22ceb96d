import type {
  ContactCallChanged,
  ContactEvent,
  ContactFlagged,
  ContactFlagResolved,
  ContactTransferAnswered,
} from './events/contact.ts';
import type { PlaceFact } from './events/shared.ts';
import type { Alarm, CallLeg, Transfer } from './gen/muster/alarm_intake/v1/alarm_intake.ts';

/** What an alarm shows of its contact before anything has happened to it. */
export const NO_CONTACT = {
  legs: [],
  owner: undefined,
  flags: [],
  replies: [],
  callBacks: [],
  transfer: undefined,
  nextStep: undefined,
  incomplete: false,
  deviceJson: '',
  segments: [],
} satisfies Partial<Alarm>;

/** The contact's part of evolveAlarmView. `nextStep` is not kept here: it follows from the state and the clock. */
export function contactChanged(view: Alarm, event: ContactEvent): Alarm {
  switch (event.type) {
    case 'contact.call-changed':
      return { ...view, legs: legChanged(view.legs, event) };
    case 'contact.claimed':
      return { ...view, owner: event.by };
    case 'contact.released':
      return { ...view, owner: undefined };
    case 'contact.flagged':
      return { ...view, flags: flagged(view, event) };
    case 'contact.flag-resolved':
      return { ...view, flags: flagResolved(view, event) };
    case 'contact.replied':
      return { ...view, replies: [...view.replies, event] };
    case 'contact.called-back':
      return { ...view, callBacks: [...view.callBacks, { ...event, by: event.by.name }] };
    case 'contact.located':
      return { ...view, place: placeView(event.place, event.atMs) };
    case 'contact.transfer-offered':
      return {
        ...view,
        transfer: {
          ...{ transferId: event.transferId, direction: event.direction, centre: event.centre, state: 'offered' },
          ...{ ticketJson: event.ticketJson, offeredAtMs: event.atMs, deadlineAtMs: event.deadlineAtMs },
          ...{ answeredAtMs: 0, reason: '', offeredBy: event.by.name },
        },
      };
    case 'contact.transfer-answered':
      return { ...view, transfer: transferAnswered(view.transfer, event) };
    case 'contact.transfer-overdue':
      return { ...view, transfer: view.transfer === undefined ? undefined : { ...view.transfer, state: 'overdue' } };
  }
}

export const placeView = (place: PlaceFact, observedAtMs: number): NonNullable<Alarm['place']> => ({
  ...place,
  datum: 'wgs84',
  observedAtMs,
});

function legChanged(legs: readonly CallLeg[], event: ContactCallChanged): CallLeg[] {
  const known = legs.find((leg) => leg.callId === event.callId);
  const leg: CallLeg = {
    callId: event.callId,
    direction: event.direction,
    state: event.state,
    seat: event.seat || (known?.seat ?? ''),
    recordingRef: event.recordingRef || (known?.recordingRef ?? ''),
    ringingAtMs: known?.ringingAtMs || (event.state === 'ringing' ? event.atMs : 0),
    answeredAtMs: known?.answeredAtMs || (event.state === 'answered' ? event.atMs : 0),
    endedAtMs: event.state === 'ended' ? event.atMs : 0,
    endReason: event.endReason,
  };
  return known === undefined ? [...legs, leg] : legs.map((other) => (other === known ? leg : other));
}

const flagged = ({ flags }: Alarm, { flag, zh, en, by, atMs }: ContactFlagged): Alarm['flags'] => [
  ...flags.filter((known) => known.flag !== flag),
  { flag, zh, en, by: by.name, raisedAtMs: atMs, resolvedAtMs: 0, resolvedReason: '' },
];

const flagResolved = ({ flags }: Alarm, { flag, reason, atMs }: ContactFlagResolved): Alarm['flags'] =>
  flags.map((known) => (known.flag === flag ? { ...known, resolvedAtMs: atMs, resolvedReason: reason } : known));

function transferAnswered(transfer: Transfer | undefined, event: ContactTransferAnswered): Transfer | undefined {
  if (transfer === undefined || transfer.transferId !== event.transferId) return transfer;
  const { accepted, reason, atMs } = event;
  return { ...transfer, state: accepted ? 'accepted' : 'refused', answeredAtMs: atMs, reason };
}
