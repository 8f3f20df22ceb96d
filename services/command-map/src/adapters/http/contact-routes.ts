import { CALL_BACK_KINDS, CALL_BACK_OUTCOMES, FLAGS, REPLIES, REPLY_WAYS } from '@muster/contracts/events/contact';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { Clock } from '@muster/kernel/clock';
import { z } from 'zod';
import { hasRole, MAY } from '../../domain/may.ts';
import type { Services } from '../services.ts';
import { type Api, refuseWith } from './api.ts';
import { place, priority, reason, shortText, text, wirePlaceOf } from './fields.ts';

const claim = z.object({ takeOver: z.boolean().default(false) });
const release = z.object({ reason });
const flag = z.object({ flag: z.enum(FLAGS), note: text(500).default('') });
const resolve = z.object({ flag: z.enum(FLAGS), reason });
const reply = z.object({ question: text(200).default(''), answer: z.enum(REPLIES), via: z.enum(REPLY_WAYS) });
const callBack = z.object({ kind: z.enum(CALL_BACK_KINDS), outcome: z.enum(CALL_BACK_OUTCOMES) });
const waiting = z.object({ waiting: z.boolean(), reason: text(500).default('') });
const dial = z.object({ kind: z.enum(CALL_BACK_KINDS) });
const control = z.object({
  action: z.enum(['hold', 'resume', 'three-way', 'transfer']),
  callId: shortText.default(''),
  centre: shortText.default(''),
});
const location = z.object({ place });
const transfer = z.object({ centre: shortText, note: text(500).default('') });
const transferAnswer = z.object({ transferId: shortText, accepted: z.boolean(), reason: text(500).default('') });

/** The phone system is tried a few times behind it. */
const PHONE_DEADLINE_MS = 9_000;
const correction = z.object({
  type: shortText.refine((code) => INCIDENT_TYPES.has(code), 'is not a known type'),
  priority,
});

/** What passes between a seat and the caller it looks after; every answer is the alarm as it now stands. */
export function contactRoutes(api: Api, { intake, classification }: Services, clock: Clock): void {
  const may = MAY.takeCalls;
  api.route('POST /api/alarms/:id/claim', { may, body: claim }, async ({ id, body, actor, visitor }) => {
    if (body.takeOver && !hasRole(visitor.roles, MAY.takeOver)) {
      throw refuseWith('forbidden', 'only a supervisor takes a call from another seat', '只有值班长可以接管他人的警情');
    }
    return alarmOf(await intake.claimAlarm({ alarmId: id, actor, ...body }));
  });
  api.route('POST /api/alarms/:id/release', { may, body: release }, async ({ id, body, actor }) =>
    alarmOf(await intake.releaseAlarm({ alarmId: id, actor, ...body })),
  );
  api.route('POST /api/alarms/:id/flags', { may, body: flag }, async ({ id, body, actor }) =>
    alarmOf(await intake.raiseFlag({ alarmId: id, actor, flag: body.flag, zh: body.note, en: body.note })),
  );
  api.route('POST /api/alarms/:id/flags/resolve', { may, body: resolve }, async ({ id, body, actor }) =>
    alarmOf(await intake.resolveFlag({ alarmId: id, actor, ...body })),
  );
  api.route('POST /api/alarms/:id/replies', { may, body: reply }, async ({ id, body, actor }) =>
    alarmOf(await intake.recordReply({ alarmId: id, actor, ...body })),
  );
  api.route('POST /api/alarms/:id/call-backs', { may, body: callBack }, async ({ id, body, actor }) =>
    alarmOf(await intake.recordCallBack({ alarmId: id, actor, ...body })),
  );
  api.route('POST /api/alarms/:id/waiting', { may, body: waiting }, async ({ id, body, actor }) =>
    alarmOf(await intake.keepWaiting({ alarmId: id, actor, ...body })),
  );
  api.route('POST /api/alarms/:id/dial', { may, body: dial }, async ({ id, body, actor }) =>
    alarmOf(await intake.dialCallBack({ alarmId: id, actor, ...body }, { deadlineMs: PHONE_DEADLINE_MS })),
  );
  api.route('POST /api/alarms/:id/call', { may, body: control }, async ({ id, body, actor }) =>
    alarmOf(await intake.controlCall({ alarmId: id, actor, ...body }, { deadlineMs: PHONE_DEADLINE_MS })),
  );
  api.route('GET /api/centres', { may: MAY.seeCalls }, () => intake.listCentres({}));
  api.route('POST /api/alarms/:id/location', { may, body: location }, async ({ id, body, actor }) =>
    alarmOf(await intake.locateContact({ alarmId: id, actor, place: wirePlaceOf(body.place, clock.nowMs()) })),
  );
  api.route('POST /api/alarms/:id/transfer', { may, body: transfer }, async ({ id, body, actor }) =>
    alarmOf(await intake.offerTransfer({ alarmId: id, actor, ...body })),
  );
  api.route('POST /api/alarms/:id/transfer/answer', { may, body: transferAnswer }, async ({ id, body, actor }) =>
    alarmOf(await intake.answerTransfer({ alarmId: id, actor, ...body })),
  );
  // Kept beside what the caller said, for whoever judges and trains the classifier; the incident has its own type.
  api.route(
    'POST /api/alarms/:id/type',
    { may: MAY.describeIncidents, body: correction },
    async ({ id, body, actor }) => classification.correct({ alarmId: id, ...body, by: actor.id }),
  );
  api.route('GET /api/alarms/:id/context', { may: MAY.seeCalls }, async ({ id }) => {
    const { alarm } = await intake.getAlarm({ alarmId: id });
    if (alarm === undefined) throw refuseWith('not-found', `there is no alarm ${id}`, '没有这个接警单');
    return intake.getCallContext({ alarmId: id, callerNumber: alarm.callerNumber, place: alarm.place });
  });
  api.route('GET /api/queue', { may: MAY.seeCalls }, () => intake.getQueue({}));
}

const alarmOf = ({ alarm }: { readonly alarm?: Alarm | undefined }): Alarm => alarm as Alarm;
