import type { EdgePlace } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { contactApi } from '../api/contact-api.ts';
import { edge } from '../api/edge-api.ts';
import { translatorOf } from '../language/translate.ts';
import { useLive } from '../live/live-store.ts';
import { useSession } from '../session/session-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { attempt, notify } from '../shell/notice-store.ts';
import { useSystem } from '../trade/system-store.ts';
import { ask } from './ask.ts';
import { withPlace, withType } from './call-draft.ts';
import { changeDraft, preAlert, switchCall, useCall } from './call-store.ts';
import { isUnclaimed } from './calls/contact-facts.ts';
import type { Numbered } from './calls/numbered.ts';
import { openCallForm, selectIncident, useConsole } from './console-store.ts';
import { incidentOfAlarm, whenIncident } from './incident-of-alarm.ts';
import { useMapMarks } from './map-marks.ts';

const words = () => translatorOf(useSettings.getState().language);

/** The person at this screen, as the owner of a call is written. */
export function ownId(): string {
  const { state } = useSession.getState();
  return state.kind === 'in' || state.kind === 'expired' ? state.session.username : '';
}

const MOST_OPENED = 200;
const opened = new Set<string>();
export const wasOpened = (alarmId: string): boolean => opened.has(alarmId);

/** Shows the form of an alarm; nothing that has the focus loses it but what was in its place. */
export function openCall(alarm: Alarm): void {
  const [oldest] = opened;
  if (opened.size >= MOST_OPENED && oldest !== undefined) opened.delete(oldest);
  opened.add(alarm.alarmId);
  switchCall(alarm);
  useConsole.setState({ panel: 'call', picking: null });
}

/** The form of a call that nobody has reported yet. */
export function openNewCall(): void {
  switchCall(null);
  openCallForm();
}

/** Takes a call, or a message that waits: one key. */
export async function takeAlarm(alarm: Alarm): Promise<void> {
  const { alarmId } = alarm;
  const take = () => (isUnclaimed(alarm) ? contactApi.claim(alarmId) : edge.answerAlarm(alarmId));
  if (await attempt(take)) openCall(useLive.getState().picture?.alarms.get(alarmId) ?? alarm);
}

/** Somebody at the desk says where it is; from here on no machine moves it. */
export function choosePlace(place: EdgePlace): void {
  useMapMarks.setState({ hits: [] });
  changeDraft((draft) => withPlace(draft, place));
  const { alarmId } = useCall.getState();
  if (alarmId !== '') void onIncident(alarmId, (id) => edge.setPlace(id, { accuracyM: 0, ...place, confirmed: true }));
}

const FROM: Readonly<Record<Numbered['from'], string>> = { words: 'gazetteer', search: 'gazetteer', caller: 'caller' };

export const chooseCandidate = ({ lon, lat, name, from }: Numbered): void =>
  choosePlace({ lon, lat, text: name, source: FROM[from] });

/**
 * Somebody names the type: the line is pre-alerted with it, its agencies get their orders, and the classifier is told
 * when it was wrong. What the caller said stays as it is.
 */
export function chooseType(type: string): void {
  const { guess } = useCall.getState();
  const priority = useSystem.getState().types.get(type)?.priority ?? 0;
  changeDraft((draft) => withType(draft, type, priority));
  void attempt(async () => {
    await preAlert();
    const { alarmId, draft } = useCall.getState();
    if (alarmId === '' || draft.type.value !== type) return;
    await onIncident(alarmId, (id) => edge.setType(id, type), words()('preAlerted'));
    if (guess !== null && guess.type !== type) await correct(alarmId, type, draft.priority.value || priority);
  });
}

/** The human's word for the next training; the call goes on whether the classifier hears it or not. */
export const correct = (alarmId: string, type: string, priority: number): Promise<unknown> =>
  contactApi.correctType(alarmId, type, priority || 3).catch(() => undefined);

/** Raising needs nothing; lowering needs a reason, and only a human does it. */
export function choosePriority(value: number): void {
  changeDraft((draft) => ({ ...draft, priority: { value, by: 'human' } }));
  const { alarmId, draft } = useCall.getState();
  if (alarmId === '') return;
  const now = incidentOfAlarm(alarmId)?.priority ?? 5;
  const set = (reason?: string) => void onIncident(alarmId, (id) => edge.setType(id, draft.type.value, value, reason));
  if (value < now) set();
  else if (value > now) ask({ title: words()('lowerReason'), onAnswer: set });
}

/** Tells the supervisor in words that stay: a note on the incident; the contact list shows the step to them as well. */
export async function tellSupervisor(alarm: Alarm): Promise<void> {
  const note = `${words()('toldSupervisor')} ${alarm.callerNumber}`;
  await onIncident(alarm.alarmId, (id) => edge.addNote(id, note), words()('supervisorTold'));
}

/** To where units are sent from. */
export async function goToIncident(alarmId: string): Promise<void> {
  const incident = await whenIncident(alarmId);
  if (incident !== null) selectIncident(incident.incidentId);
}

async function onIncident(alarmId: string, act: (incidentId: string) => Promise<unknown>, done?: string) {
  const incident = await whenIncident(alarmId);
  if (incident === null) return notify('error', words()('incidentLate'));
  await attempt(() => act(incident.incidentId), done);
}
