import type { Classification } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { create } from 'zustand';
import { edge } from '../api/edge-api.ts';
import { serverNowMs } from '../live/live-store.ts';
import { newKey } from '../trade/new-key.ts';
import { type CallDraft, emptyDraft, withSuggestion } from './call-draft.ts';

interface CallState {
  readonly draft: CallDraft;
  /** When the seat began to write: the call rang before this. */
  readonly startedAtMs: number;
  readonly idempotencyKey: string;
  readonly guess: Classification | null;
  readonly suggestFailed: boolean;
}

const fresh = (): CallState => ({
  draft: emptyDraft,
  startedAtMs: 0,
  idempotencyKey: newKey(),
  guess: null,
  suggestFailed: false,
});

/** The call this seat is taking. Lives outside the form: closing it, or signing in again, loses nothing. */
export const useCall = create<CallState>()(fresh);

export const discardCall = (): void => useCall.setState(fresh());

export function changeDraft(change: (draft: CallDraft) => CallDraft): void {
  useCall.setState(({ draft, startedAtMs }) => ({
    draft: change(draft),
    startedAtMs: startedAtMs || serverNowMs(),
  }));
}

const TYPING_PAUSE_MS = 220;
const LEAST_LETTERS = 4;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The text grew: asks for a suggestion once the typing pauses. */
export function typeText(text: string): void {
  changeDraft((draft) => ({ ...draft, text }));
  clearTimeout(timer);
  if (text.trim().length < LEAST_LETTERS) return;
  timer = setTimeout(() => void suggest(text), TYPING_PAUSE_MS);
}

async function suggest(text: string): Promise<void> {
  try {
    const { classification } = await edge.suggest(text);
    const { draft } = useCall.getState();
    // An answer to words that have changed since is about another text.
    if (draft.text !== text) return;
    useCall.setState({
      guess: classification,
      suggestFailed: classification === null,
      draft: classification === null ? draft : withSuggestion(draft, classification),
    });
  } catch {
    useCall.setState({ suggestFailed: true });
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
