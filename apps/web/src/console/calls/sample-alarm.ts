import { NO_CONTACT } from '@muster/contracts/contact-view';
import type { Alarm, AlarmFlag, CallLeg, NextStep } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';

/** An alarm for tests: a voice call that nobody has said anything on. */
export const sampleAlarm = (change: Partial<Alarm> = {}): Alarm => ({
  ...{
    alarmId: 'a1',
    channel: 'voice',
    line: '110',
    callerNumber: '13800000000',
    callerName: '',
    text: '',
    lang: 'zh',
  },
  ...{ place: undefined, reportedType: '', rangAtMs: 0, receivedAtMs: 1_000, answeredAtMs: 0, answeredBy: undefined },
  ...{ closedAtMs: 0, mode: 'drill', version: 1, warnings: [] },
  ...NO_CONTACT,
  ...change,
});

export const sampleLeg = (change: Partial<CallLeg> = {}): CallLeg => ({
  ...{ callId: 'c1', direction: 'inbound', state: 'ringing', seat: '', recordingRef: '', ringingAtMs: 1_000 },
  ...{ answeredAtMs: 0, endedAtMs: 0, endReason: '' },
  ...change,
});

export const sampleFlag = (flag: string, resolvedAtMs = 0): AlarmFlag => ({
  ...{ flag, zh: '', en: '', by: '系统', raisedAtMs: 2_000, resolvedAtMs, resolvedReason: '' },
});

export const sampleStep = (kind: string, dueAtMs = 0, noVoice = false): NextStep => ({
  ...{ kind, zh: kind, en: kind, dueAtMs, attempt: 0, of: 0, noVoice, overdueAtMs: 0 },
});
