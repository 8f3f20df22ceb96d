import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Classification } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { create } from 'zustand';
import { contactApi } from '../api/contact-api.ts';
import { edge } from '../api/edge-api.ts';
import { serverNowMs, useLive } from '../live/live-store.ts';
import { newKey } from '../trade/new-key.ts';
import { type CallDraft, emptyDraft, isUsable, unwritten, withKnown, withSuggestion } from './call-draft.ts';
import { inOrder } from './calls/in-order.ts';
import { type Candidate, type Numbered, numbered } from './calls/numbered.ts';
import { nextWritten, WRITTEN_FROM } from './calls/turns.ts';
import { incidentOfAlarm } from './incident-of-alarm.ts';

export interface CallState {
  /** The alarm this is the form of; empty while the seat has only typed. */
  readonly alarmId: string;
  readonly draft: CallDraft;
  /** When the seat began to write: the call rang before this. */
  readonly startedAtMs: number;
  readonly idempotencyKey: string;
  readonly guess: Classification | null;
  readonly suggestFailed: boolean;
  /** The words that went out as the report itself. */
  readonly reported: string;
  /** The segment of the alarm's transcript that this seat's words are. */
  readonly segment: number;
  readonly candidates: readonly Numbered[];
  /** What the caller was found to have answered, by a key on the list of questions. */
  readonly answered: readonly string[];
  /** What was sent last as this seat's segment. */
  readonly sent: string;
  /** The words could not be written down yet; it is tried again. */
  readonly unsent: boolean;
}

const fresh = (alarmId = ''): CallState => ({
  alarmId,
  draft: emptyDraft,
  startedAtMs: 0,
  idempotencyKey: newKey(),
  guess: null,
  suggestFailed: false,
  reported: '',
  segment: WRITTEN_FROM,
  candidates: [],
  answered: [],
  sent: '',
  unsent: false,
});

/** The call this seat is taking. Lives outside the form: closing it, or signing in again, loses nothing. */
export const useCall = create<CallState>()(() => fresh());

/** Calls this seat has turned away from; the oldest goes when there are more. */
const MOST_PARKED = 20;
const parked = new Map<string, CallState>();

/** Turns to the form of this alarm, or to the one being typed. What was written in the other one stays. */
export function switchCall(alarm: Alarm | null): void {
  const now = useCall.getState();
  const alarmId = alarm?.alarmId ?? '';
  if (now.alarmId === alarmId) return;
  void flushWords().catch(() => undefined);
  parked.delete(now.alarmId);
  parked.set(now.alarmId, useCall.getState());
  const oldest = [...parked.keys()].find((key) => key !== '');
  if (parked.size > MOST_PARKED && oldest !== undefined) parked.delete(oldest);
  const held = parked.get(alarmId) ?? {
    ...fresh(alarmId),
    segment: alarm === null ? WRITTEN_FROM : nextWritten(alarm),
  };
  parked.delete(alarmId);
  useCall.setState(held);
  if (alarm !== null) knowCall(alarm);
}

export const discardCall = (): void => {
  clearTimeout(timer);
  useCall.setState(fresh());
};

export function changeDraft(change: (draft: CallDraft) => CallDraft): void {
  useCall.setState(({ draft, startedAtMs }) => ({
    draft: change(draft),
    startedAtMs: startedAtMs || serverNowMs(),
  }));
}

/** `breathing`, or with the answer `breathing:no`: the last answer to a question counts. */
export const markAnswered = (fact: string): void =>
  useCall.setState(({ answered }) => {
    const [name] = fact.split(':');
    return { answered: [...answered.filter((one) => one.split(':')[0] !== name), fact] };
  });

export const offerCandidates = (wanted: readonly Candidate[]): void =>
  useCall.setState(({ candidates }) => {
    const next = numbered(candidates, wanted);
    const same = next.length === candidates.length && next.every((one, i) => sameCandidate(one, candidates[i]));
    return same ? {} : { candidates: next };
  });

const sameCandidate = (a: Numbered, b: Numbered | undefined): boolean =>
  b !== undefined && a.number === b.number && a.name === b.name && a.lon === b.lon && a.lat === b.lat;

/** Takes over what the line knows by now of the alarm this is the form of. */
export function knowCall(alarm: Alarm): void {
  const { alarmId, draft } = useCall.getState();
  if (alarm.alarmId !== alarmId) return;
  const known = withKnown(draft, alarm, incidentOfAlarm(alarmId));
  if (known !== draft) useCall.setState({ draft: known });
  askSoon();
}

const TYPING_PAUSE_MS = 220;
/** A caller who speaks without a pause is understood all the same. */
const LONGEST_WAIT_MS = 800;
const RETRY_MS = 3_000;
const LEAST_LETTERS = 4;
let timer: ReturnType<typeof setTimeout> | undefined;
let waitingSinceMs = 0;

/** The text grew: asks for a suggestion, and writes it down, once the typing pauses. */
export function typeText(text: string): void {
  changeDraft((draft) => ({ ...draft, text }));
  askSoon();
}

function askSoon(): void {
  const nowMs = performance.now();
  waitingSinceMs ||= nowMs;
  clearTimeout(timer);
  const left = Math.max(0, waitingSinceMs + LONGEST_WAIT_MS - nowMs);
  timer = setTimeout(
    () => {
      waitingSinceMs = 0;
      void flushWords().catch(() => setTimeout(askSoon, RETRY_MS));
      const text = allWords();
      if (useCall.getState().draft.type.by === 'human') void preAlert().catch(() => undefined);
      if (text.trim().length >= LEAST_LETTERS) void suggest(text);
    },
    Math.min(TYPING_PAUSE_MS, left),
  );
}

/** Everything said and written so far, this seat's unsent words included. */
function allWords(): string {
  const { alarmId, draft, segment } = useCall.getState();
  const alarm = useLive.getState().picture?.alarms.get(alarmId);
  if (alarm === undefined) return draft.text;
  if (draft.text.trim() === '' || alarm.segments.some((one) => one.segment === segment)) return alarm.text;
  return [alarm.text, draft.text].filter((part) => part !== '').join('\n');
}

/** A place that was said once does not go when later words say none. */
const withPlaceOf = (guess: Classification, before: Classification | null): Classification =>
  guess.location === undefined && before?.location !== undefined ? { ...guess, location: before.location } : guess;

let asked = '';
async function suggest(text: string): Promise<void> {
  const { alarmId, idempotencyKey } = useCall.getState();
  const question = `${idempotencyKey}|${text}`;
  if (asked === question) return;
  asked = question;
  try {
    const { classification } = await edge.suggest(text);
    const now = useCall.getState();
    // An answer to words that have changed since is about another text, or another call.
    if (now.alarmId !== alarmId || !allWords().startsWith(text)) return;
    useCall.setState({
      guess: classification === null ? now.guess : withPlaceOf(classification, now.guess),
      suggestFailed: classification === null,
      draft: classification === null ? now.draft : withSuggestion(now.draft, classification),
    });
  } catch {
    asked = '';
    useCall.setState({ suggestFailed: true });
  }
}

const inTurn = inOrder();

/** Writes this seat's words into the alarm it is the form of. */
export async function flushWords(): Promise<void> {
  const { alarmId, draft, reported, segment, sent } = useCall.getState();
  const words = unwritten(draft.text, reported);
  if (alarmId === '' || words === sent) return;
  changeCall(alarmId, { sent: words });
  try {
    await inTurn(() => contactApi.write(alarmId, segment, words));
    changeCall(alarmId, { unsent: false });
  } catch (error) {
    // Unknown whether it got there: sent again as a whole, which changes nothing if it did.
    changeCall(alarmId, { sent: words === '' ? sent : '', unsent: true });
    throw error;
  }
}

/** Also when the seat has turned to another call meanwhile. */
function changeCall(alarmId: string, change: Partial<CallState>): void {
  if (useCall.getState().alarmId === alarmId) useCall.setState(change);
  else {
    const held = parked.get(alarmId);
    if (held !== undefined) parked.set(alarmId, { ...held, ...change });
  }
}

/** Sends the call; gives the alarm's id. Repeating it after a failure counts once. */
export async function submitCall(): Promise<string> {
  const { draft, idempotencyKey, startedAtMs } = useCall.getState();
  const { type, place, placeText } = draft;
  // The machine's view is not a report: intake asks the classifier itself.
  const said = placeText.value.trim();
  const text = draft.text.trim() || said;
  const receipt = await edge.reportAlarm({
    idempotencyKey,
    channel: 'form',
    text,
    callerNumber: draft.callerNumber.trim(),
    callerName: draft.callerName.trim(),
    rangAtMs: startedAtMs,
    ...(type.by === 'human' ? { reportedType: type.value } : {}),
    ...(place.value === null ? {} : { place: { ...place.value, confirmed: place.by === 'human' } }),
  });
  return receipt.alarmId;
}

let alerting: Promise<void> | null = null;

/**
 * Pre-alert: the type is known, so the line hears of the call now and the form goes on as the form of that alarm.
 * Nothing happens while there is nothing to tell, or for an alarm that stands already.
 */
export function preAlert(): Promise<void> {
  const { alarmId, draft } = useCall.getState();
  if (alarmId !== '' || draft.type.by !== 'human' || !isUsable(draft)) return alerting ?? Promise.resolve();
  alerting ??= tellEarly().finally(() => {
    alerting = null;
  });
  return alerting;
}

async function tellEarly(): Promise<void> {
  const { draft, idempotencyKey } = useCall.getState();
  const alarmId = await submitCall();
  // The person who types it has answered it; a failure here must not keep the call back.
  void edge.answerAlarm(alarmId).catch(() => undefined);
  const same = useCall.getState().idempotencyKey === idempotencyKey;
  if (same) useCall.setState({ alarmId, reported: draft.text });
}
