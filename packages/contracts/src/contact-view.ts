import type {
  ContactCallChanged,
  ContactCalledBack,
  ContactEvent,
  ContactFlagged,
  ContactFlagResolved,
  ContactTransferAnswered,
  NextStepFact,
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
  pendingCallBacks: [],
  waitingSinceMs: 0,
  transfer: undefined,
  nextStep: undefined,
  incomplete: false,
  deviceJson: '',
  segments: [],
} satisfies Partial<Alarm>;

/** The contact's part of evolveAlarmView. */
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
      return calledBack(view, event);
    case 'contact.waiting-changed':
      return { ...view, waitingSinceMs: event.waiting ? event.atMs : 0 };
    case 'contact.dialled': {
      const { commandId, kind, by, atMs } = event;
      const pending = { commandId, kind, by: by.name, askedAtMs: atMs };
      return { ...view, pendingCallBacks: [...view.pendingCallBacks, pending] };
    }
    case 'contact.located':
      return { ...view, place: placeView(event.place, event.atMs) };
    case 'contact.identified':
      return { ...view, callerNumber: event.callerNumber || view.callerNumber, line: event.line || view.line };
    case 'contact.transfer-offered':
      return {
        ...view,
        transfer: {
          ...{ transferId: event.transferId, direction: event.direction, centre: event.centre, state: 'offered' },
          ...{ ticketJson: event.ticketJson, offeredAtMs: event.atMs, deadlineAtMs: event.deadlineAtMs },
          ...{ answeredAtMs: 0, reason: '', offeredBy: event.by.name, deliveredAtMs: 0 },
        },
      };
    case 'contact.transfer-answered':
      return { ...view, transfer: transferAnswered(view.transfer, event) };
    case 'contact.step-changed':
      return { ...view, nextStep: event.step === null ? undefined : stepView(event.step) };
    case 'contact.step-overdue':
      return { ...view, nextStep: stepOverdue(view.nextStep, event.atMs) };
    case 'contact.transfer-delivered':
      return view.transfer?.transferId === event.transferId
        ? { ...view, transfer: { ...view.transfer, deliveredAtMs: event.atMs } }
        : view;
    case 'contact.transfer-overdue':
      return { ...view, transfer: view.transfer === undefined ? undefined : { ...view.transfer, state: 'overdue' } };
  }
}

export const placeView = (place: PlaceFact, observedAtMs: number): NonNullable<Alarm['place']> => ({
  ...place,
  datum: 'wgs84',
  observedAtMs,
});

const STEP_WORDS: Record<NextStepFact['kind'], { zh: string; en: string }> = {
  'stay-on-line': { zh: '保持在线，请对方按键或轻敲作答', en: 'Stay on the line; ask for a key press or a tap' },
  'ask-yes-no': { zh: '疑似胁迫：只问是或否', en: 'Possible duress: ask yes-or-no questions only' },
  'call-back': { zh: '回拨来电人', en: 'Call back' },
  'silent-text': { zh: '发静默短信，不要拨打', en: 'Send a silent text; do not ring' },
  'location-request': { zh: '请求定位', en: 'Request the location' },
  'call-supervisor': { zh: '报告值班长', en: 'Tell the supervisor' },
  'send-to-place': { zh: '联系不上，直接派警到现场', en: 'Cannot be reached: send to the place' },
  'recall-transfer': {
    zh: '有危险迹象：建议召回转接，报值班长',
    en: 'Signs of danger: recall the transfer, tell the supervisor',
  },
  'call-again': { zh: '再次致电等候的来电人', en: 'Call the waiting caller again' },
  claim: { zh: '待领取', en: 'To be claimed' },
};

const stepView = (step: NextStepFact): NonNullable<Alarm['nextStep']> => ({
  ...step,
  ...STEP_WORDS[step.kind],
  overdueAtMs: 0,
});

const stepOverdue = (step: Alarm['nextStep'], atMs: number): Alarm['nextStep'] =>
  step === undefined
    ? undefined
    : {
        ...step,
        zh: `已超时，报值班长：${step.zh}`,
        en: `Overdue, the supervisor is told: ${step.en}`,
        overdueAtMs: atMs,
      };

const calledBack = (view: Alarm, event: ContactCalledBack): Alarm => ({
  ...view,
  callBacks: [...view.callBacks, { ...event, by: event.by.name }],
  pendingCallBacks: view.pendingCallBacks.filter(({ commandId }) => commandId !== event.commandId),
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
