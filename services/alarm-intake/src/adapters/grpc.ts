import type { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { unwrap } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Alarms } from '../app/alarms.ts';
import type { Calls } from '../app/calls.ts';
import type { Contacts } from '../app/contacts.ts';
import type { Centre } from '../domain/centre.ts';
import { actorOf } from './actor.ts';
import { contactHandlers } from './contact-handlers.ts';

export const MAX_LIST = 1_000;

export interface GrpcDeps {
  readonly alarms: Alarms;
  readonly contacts: Contacts;
  readonly calls: Calls;
  readonly centres: readonly Centre[];
}

export const alarmHandlers = ({
  alarms,
  contacts,
  calls,
  centres,
}: GrpcDeps): Handlers<typeof AlarmIntakeServiceService> => ({
  ...contactHandlers(alarms, contacts, calls, centres),
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
    const alarm = unwrap(await alarms.handle({ type: 'append-transcript', ...request, nowMs: alarms.now() }));
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
