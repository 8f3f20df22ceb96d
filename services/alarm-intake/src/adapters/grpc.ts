import type { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { unwrap } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Alarms } from '../app/alarms.ts';
import type { Contacts } from '../app/contacts.ts';
import { actorOf } from './actor.ts';
import { contactHandlers } from './contact-handlers.ts';

export const MAX_LIST = 1_000;

export const alarmHandlers = (alarms: Alarms, contacts: Contacts): Handlers<typeof AlarmIntakeServiceService> => ({
  ...contactHandlers(alarms, contacts),
  async reportAlarm(request) {
    const { mode, reporter, place, ...report } = request;
    const receipt = unwrap(
      await alarms.report({ ...report, place: place ?? null }, mode, reporter ? actorOf(reporter) : null),
    );
    return { ...receipt, warnings: [...receipt.warnings] };
  },
  async answerAlarm({ alarmId, actor }) {
    const by = actorOf(actor);
    const alarm = unwrap(await alarms.handle({ type: 'answer', alarmId, by, nowMs: alarms.now() }));
    return { answeredAtMs: alarm.answeredAtMs };
  },
  async appendTranscript(request) {
    const alarm = unwrap(await alarms.handle({ type: 'append-transcript', ...request }));
    return { version: alarm.version };
  },
  async getAlarm({ alarmId }) {
    return { alarm: unwrap(await alarms.get(alarmId)) };
  },
  async listAlarms({ limit, openOnly }) {
    return { alarms: await alarms.list(Math.min(Math.max(1, limit || 100), MAX_LIST), openOnly) };
  },
  async closeAlarm({ alarmId, reason, actor }) {
    const by = actorOf(actor);
    const alarm = unwrap(await alarms.handle({ type: 'close', alarmId, reason, by, nowMs: alarms.now() }));
    return { version: alarm.version };
  },
});
