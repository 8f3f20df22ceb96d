import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';

export const isWaiting = (alarm: Alarm): boolean => alarm.answeredAtMs === 0 && alarm.closedAtMs === 0;

/** Calls nobody has answered, the longest waiting first. */
export const waitingCalls = (alarms: Iterable<Alarm>): Alarm[] =>
  [...alarms].filter(isWaiting).sort((a, b) => a.receivedAtMs - b.receivedAtMs);
