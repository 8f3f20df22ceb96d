import { contactChanged, NO_CONTACT, placeView } from './contact-view.ts';
import type { Recorded } from './envelope.ts';
import { type AlarmEvent, type AlarmReceived, type AlarmUpdated, wholeText } from './events/alarm.ts';
import type { Alarm } from './gen/muster/alarm_intake/v1/alarm_intake.ts';

/** The alarm as everyone sees it, made from its events; like evolveIncidentView, one function for all. */
export function evolveAlarmView(view: Alarm | undefined, recorded: Recorded<AlarmEvent>): Alarm {
  const event = recorded.data;
  if (event.type === 'alarm.received') return received(event, recorded);
  if (view === undefined) throw new Error(`${event.type} came before alarm.received in ${recorded.stream}`);
  const next: Alarm = { ...view, version: recorded.version };
  switch (event.type) {
    case 'alarm.answered':
      return { ...next, answeredAtMs: event.answeredAtMs, answeredBy: event.by, owner: event.by };
    case 'alarm.updated':
      return heard(next, event);
    case 'alarm.closed':
      return { ...next, closedAtMs: event.closedAtMs };
    default:
      return withCompleteness(contactChanged(next, event));
  }
}

function received(event: AlarmReceived, { mode, version }: Recorded<AlarmEvent>): Alarm {
  const { alarmId, channel, line, callerNumber, callerName, text, lang, reportedType, rangAtMs, receivedAtMs } = event;
  return withCompleteness({
    ...{ alarmId, channel, line, callerNumber, callerName, text, lang, reportedType, rangAtMs, receivedAtMs },
    place: event.place === null ? undefined : placeView(event.place, receivedAtMs),
    answeredAtMs: 0,
    answeredBy: undefined,
    closedAtMs: 0,
    ...{ mode, version },
    warnings: [...event.warnings],
    ...NO_CONTACT,
    deviceJson: event.deviceJson ?? '',
  });
}

function heard(view: Alarm, { segment, segmentText, speaker, final }: AlarmUpdated): Alarm {
  const others = view.segments.filter((known) => known.segment !== segment);
  const segments = [...others, { segment, text: segmentText, speaker, final }].sort((a, b) => a.segment - b.segment);
  return withCompleteness({ ...view, text: wholeText(reportText(view), pairs(segments)), segments });
}

/** The view's text begins with the report's own words; what follows is made of its segments. */
function reportText({ text, segments }: Alarm): string {
  const said = wholeText('', pairs(segments));
  return said === '' ? text : text.slice(0, Math.max(0, text.length - said.length - 1));
}

const pairs = (segments: Alarm['segments']) => segments.map(({ segment, text }) => [segment, text] as const);

/** Somebody must find out more: there are no words, or nothing says where. */
const withCompleteness = (view: Alarm): Alarm => ({
  ...view,
  incomplete: view.text === '' || (view.place === undefined && view.callerNumber === ''),
});
