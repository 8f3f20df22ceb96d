import { type AlarmEvent, wholeText } from '@muster/contracts/events/alarm';
import type { ContactFlagged, NextStepFact } from '@muster/contracts/events/contact';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { Decider } from '@muster/kernel/decider';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { type Contact, evolveContact, NO_CONTACT, placeFound } from './contact.ts';
import { type ContactCommand, decideContact } from './decide-contact.ts';
import { flagsHeard } from './heard.ts';
import { type IdentifyCommand, identify } from './identify.ts';
import { CONTACT_POLICY, type ContactPolicy, IN_DANGER, nextStep, transferOut } from './protocol.ts';
import type { CleanReport } from './report.ts';
import { cleanText, LIMITS } from './report.ts';

/** Segments one call may have; a call of four hours at one every three seconds. */
export const MAX_SEGMENTS = 5_000;

export interface Alarm {
  readonly exists: boolean;
  readonly answeredAtMs: number;
  readonly answeredBy: ActorFact | null;
  readonly closedAtMs: number;
  /** The report's words, then the segments of the transcript by their number. */
  readonly text: string;
  readonly segments: ReadonlyMap<number, string>;
  /** Who said each segment: caller, taker or empty. */
  readonly speakers: ReadonlyMap<number, string>;
  /** Segments that the seat wrote down itself. */
  readonly notes: ReadonlySet<number>;
  /** `Contact.words` when a segment came and when it last changed. */
  readonly said: ReadonlyMap<number, { readonly first: number; readonly last: number }>;
  /** A recogniser has written down something of this call. */
  readonly recognised: boolean;
  readonly reportedType: string;
  readonly callerNumber: string;
  readonly line: string;
  readonly channel: string;
  readonly receivedAtMs: number;
  readonly contact: Contact;
}

export type AlarmCommand =
  | ContactCommand
  | IdentifyCommand
  | {
      readonly type: 'receive';
      readonly alarmId: AlarmId;
      readonly report: CleanReport;
      readonly reporter: ActorFact | null;
      readonly nowMs: number;
    }
  | { readonly type: 'answer'; readonly alarmId: AlarmId; readonly by: ActorFact; readonly nowMs: number }
  | {
      readonly type: 'append-transcript';
      readonly alarmId: AlarmId;
      /** `new`: after all that is there; `next`: so, too, but the same words again as the last ones store nothing. */
      readonly segment: number | 'next' | 'new';
      readonly text: string;
      readonly speaker: string;
      readonly final: boolean;
      /** A recogniser heard it. */
      readonly recognised?: boolean;
      readonly nowMs: number;
    }
  | {
      readonly type: 'close';
      readonly alarmId: AlarmId;
      readonly reason: string;
      readonly by: ActorFact;
      readonly nowMs: number;
    };

const initial: Alarm = {
  exists: false,
  answeredAtMs: 0,
  answeredBy: null,
  closedAtMs: 0,
  text: '',
  segments: new Map(),
  speakers: new Map(),
  notes: new Set(),
  said: new Map(),
  recognised: false,
  reportedType: '',
  callerNumber: '',
  line: '',
  channel: '',
  receivedAtMs: 0,
  contact: NO_CONTACT,
};

/** What was decided, and the step that follows from it when that is another one now. */
function decide(command: AlarmCommand, alarm: Alarm, policy: ContactPolicy): Result<readonly AlarmEvent[]> {
  const decided = decideCommand(command, alarm, policy);
  if (!decided.ok || decided.value.length === 0) return decided;
  const { alarmId } = command;
  let after = decided.value.reduce(evolve, alarm);
  const speaks = command.type === 'receive' || command.type === 'append-transcript';
  const heard = speaks ? flagsHeard(alarmId, after, command.nowMs) : [];
  after = heard.reduce(evolve, after);
  const { contact, channel, receivedAtMs, closedAtMs } = after;
  const step = nextStep({ contact, channel, receivedAtMs, closed: closedAtMs > 0 }, policy);
  const events = [...decided.value, ...heard].map((event) => withRecall(event, contact));
  return ok(sameStep(step, contact.step) ? events : [...events, { type: 'contact.step-changed', alarmId, step }]);
}

/** Danger that becomes known while somebody else was offered the caller: the flag itself says what to do about it. */
function withRecall(event: AlarmEvent, contact: Contact): AlarmEvent {
  const transfer = transferOut(contact);
  if (event.type !== 'contact.flagged' || transfer === null || !IN_DANGER.includes(event.flag)) return event;
  const flagged: ContactFlagged = {
    ...event,
    zh: `${event.zh}；已提出转接“${transfer.centre}”，建议召回并报值班长`,
    en: `${event.en}; a transfer to ${transfer.centre} is offered: recall it, tell the supervisor`,
  };
  return flagged;
}

const sameStep = (a: NextStepFact | null, b: NextStepFact | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.kind === b.kind &&
    a.dueAtMs === b.dueAtMs &&
    a.attempt === b.attempt &&
    a.noVoice === b.noVoice);

function decideCommand(command: AlarmCommand, alarm: Alarm, policy: ContactPolicy): Result<readonly AlarmEvent[]> {
  if (command.type === 'receive') return ok(alarm.exists ? [] : [received(command)]);
  if (!alarm.exists) return refuse('not-found', `there is no alarm ${command.alarmId}`, '没有这个接警单');
  switch (command.type) {
    case 'answer':
      return answer(command, alarm);
    case 'append-transcript':
      return appendTranscript(command, alarm);
    case 'identify':
      return identify(command, alarm);
    case 'close':
      if (alarm.closedAtMs > 0) return ok([]);
      if (command.reason.trim() === '') return refuse('invalid', 'closing needs a reason', '关闭接警单须填写原因');
      return ok([
        {
          type: 'alarm.closed',
          alarmId: command.alarmId,
          reason: command.reason.trim(),
          by: command.by,
          closedAtMs: command.nowMs,
        },
      ]);
    default:
      return decideContact(command, alarm.contact, { clear: isClear(alarm), recognised: alarm.recognised }, policy);
  }
}

function received(command: Extract<AlarmCommand, { type: 'receive' }>): AlarmEvent {
  return {
    type: 'alarm.received',
    alarmId: command.alarmId,
    ...command.report,
    receivedAtMs: command.nowMs,
    reporter: command.reporter,
  };
}

/** Two call-takers never hold the same call: the second is told who has it. */
function answer(command: Extract<AlarmCommand, { type: 'answer' }>, alarm: Alarm): Result<readonly AlarmEvent[]> {
  if (alarm.answeredBy !== null) {
    if (alarm.answeredBy.id === command.by.id) return ok([]);
    const { name, id } = alarm.answeredBy;
    return refuse('conflict', `${name} has answered this call already`, `${name} 已接听此警情`, { answeredBy: id });
  }
  return ok([{ type: 'alarm.answered', alarmId: command.alarmId, answeredAtMs: command.nowMs, by: command.by }]);
}

/** Everything but the call-taker's own turns. */
export function callerWords({ text, segments, speakers }: Alarm): string {
  const others = new Map([...segments].filter(([i]) => speakers.get(i) !== 'taker'));
  return wholeText(text, others);
}

/** It is clear what happened: the caller's words, the seat's own notes, or a type that a human chose. */
export const isClear = (alarm: Alarm): boolean =>
  callerWords(alarm).trim() !== '' ||
  alarm.reportedType !== '' ||
  [...alarm.notes].some((segment) => (alarm.segments.get(segment) ?? '').trim() !== '');

function appendTranscript(
  command: Extract<AlarmCommand, { type: 'append-transcript' }>,
  alarm: Alarm,
): Result<readonly AlarmEvent[]> {
  const last = Math.max(-1, ...alarm.segments.keys());
  const segment = typeof command.segment === 'number' ? command.segment : last + 1;
  if (!Number.isInteger(segment) || segment < 0 || segment >= MAX_SEGMENTS) {
    return refuse(
      'invalid',
      `segment must be from 0 to ${MAX_SEGMENTS - 1}`,
      `segment 须在 0 至 ${MAX_SEGMENTS - 1} 之间`,
    );
  }
  const segmentText = cleanText(command.text).slice(0, LIMITS.textChars);
  if (alarm.segments.get(command.segment === 'next' ? last : segment) === segmentText) return ok([]);
  const segments = new Map(alarm.segments).set(segment, segmentText);
  const text = wholeText(alarm.text, segments);
  if (text.length > LIMITS.textChars) {
    return refuse(
      'limit',
      `a transcript has at most ${LIMITS.textChars} characters`,
      `通话文字最多 ${LIMITS.textChars} 字`,
    );
  }
  const { alarmId, speaker, final, recognised } = command;
  const heard = recognised === true ? { recognised } : {};
  return ok([{ type: 'alarm.updated', alarmId, segment, segmentText, speaker, final, ...heard }]);
}

function evolve(alarm: Alarm, event: AlarmEvent): Alarm {
  switch (event.type) {
    case 'alarm.received':
      return {
        ...{ ...alarm, exists: true, text: event.text, channel: event.channel, receivedAtMs: event.receivedAtMs },
        ...{ callerNumber: event.callerNumber, line: event.line, reportedType: event.reportedType },
        contact: placeFound(alarm.contact, event.place, event.receivedAtMs),
      };
    case 'alarm.answered':
      return {
        ...{ ...alarm, answeredAtMs: event.answeredAtMs, answeredBy: event.by },
        contact: { ...alarm.contact, owner: event.by },
      };
    case 'alarm.updated':
      return updated(alarm, event);
    case 'alarm.closed':
      return { ...alarm, closedAtMs: event.closedAtMs };
    case 'contact.identified':
      return { ...alarm, callerNumber: event.callerNumber || alarm.callerNumber, line: event.line || alarm.line };
    default:
      return { ...alarm, contact: evolveContact(alarm.contact, event) };
  }
}

function updated(alarm: Alarm, event: Extract<AlarmEvent, { type: 'alarm.updated' }>): Alarm {
  const { segment, segmentText, speaker, recognised = false } = event;
  const isNote = speaker === 'taker' && !recognised;
  const notes = new Set(alarm.notes);
  if (isNote) notes.add(segment);
  else notes.delete(segment);
  // The call-taker's own greeting, as a recogniser hears it, says nothing about what happened.
  const words = alarm.contact.words + (segmentText.trim() !== '' && (isNote || speaker !== 'taker') ? 1 : 0);
  return {
    ...alarm,
    segments: new Map(alarm.segments).set(segment, segmentText),
    speakers: new Map(alarm.speakers).set(segment, speaker),
    said: new Map(alarm.said).set(segment, { first: alarm.said.get(segment)?.first ?? words, last: words }),
    recognised: alarm.recognised || recognised,
    notes,
    contact: { ...alarm.contact, words },
  };
}

/** The rules with a centre's own figures. */
export const alarmDeciderFor = (policy: ContactPolicy): Decider<AlarmCommand, Alarm, AlarmEvent> => ({
  ...{ initial, evolve },
  decide: (command, alarm) => decide(command, alarm, policy),
});
export const alarmDecider = alarmDeciderFor(CONTACT_POLICY);
