import type { Recorded } from './envelope.ts';
import type { AlarmEvent } from './events/alarm.ts';
import type { Alarm } from './gen/muster/alarm_intake/v1/alarm_intake.ts';

/** The alarm as everyone sees it, made from its events; like evolveIncidentView, one function for all. */
export function evolveAlarmView(view: Alarm | undefined, recorded: Recorded<AlarmEvent>): Alarm {
  const event = recorded.data;
  if (event.type === 'alarm.received') {
    const { alarmId, channel, line, callerNumber, callerName, text, lang, reportedType, rangAtMs, receivedAtMs } =
      event;
    return {
      ...{ alarmId, channel, line, callerNumber, callerName, text, lang, reportedType, rangAtMs, receivedAtMs },
      place: event.place === null ? undefined : { ...event.place, datum: 'wgs84', observedAtMs: receivedAtMs },
      answeredAtMs: 0,
      answeredBy: undefined,
      closedAtMs: 0,
      mode: recorded.mode,
      version: recorded.version,
      warnings: [...event.warnings],
    };
  }
  if (view === undefined) throw new Error(`${event.type} came before alarm.received in ${recorded.stream}`);
  const next: Alarm = { ...view, version: recorded.version };
  if (event.type === 'alarm.answered') return { ...next, answeredAtMs: event.answeredAtMs, answeredBy: event.by };
  if (event.type === 'alarm.updated') return { ...next, text: event.text };
  return { ...next, closedAtMs: event.closedAtMs };
}
