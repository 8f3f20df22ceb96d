import type { AlarmReceipt } from '@muster/contracts/edge';
import type { Clock } from '@muster/kernel/clock';
import type { Mode } from '@muster/kernel/mode';
import { z } from 'zod';
import { MAY } from '../../domain/may.ts';
import type { Services } from '../services.ts';
import { type Api, refuseWith } from './api.ts';
import { FIELD_LIMITS, idempotencyKey, place, shortText, text, timeMs, wirePlaceOf } from './fields.ts';

/** The classifier proposes while somebody types: it gets little time and few turns, and may be away altogether. */
export const SUGGEST_LIMITS = { deadlineMs: 500, atOnce: 16 } as const;

const form = z.object({
  idempotencyKey: idempotencyKey.min(1),
  channel: shortText.default('form'),
  line: shortText.default(''),
  callerNumber: shortText.default(''),
  callerName: shortText.default(''),
  text: text(FIELD_LIMITS.alarmTextChars),
  lang: shortText.default(''),
  place: place.optional(),
  reportedType: shortText.default(''),
  rangAtMs: timeMs.default(0),
});
const transcript = z.object({
  segment: z.int().min(0).max(100_000),
  text: text(FIELD_LIMITS.alarmTextChars),
  speaker: shortText.default(''),
  final: z.boolean().default(true),
});
const suggest = z.object({ text: text(20_000), lang: shortText.default('') });

/** What call-takers do. */
export function alarmRoutes(api: Api, { services, clock, mode }: { services: Services; clock: Clock; mode: Mode }) {
  const { intake, classification } = services;
  api.route('POST /api/alarms', { may: MAY.takeCalls, body: form }, async ({ body, actor, response }) => {
    const where = body.place && wirePlaceOf(body.place, clock.nowMs());
    const receipt = await intake.reportAlarm({ ...body, place: where, mode, reporter: actor, deviceJson: '' });
    response.status(receipt.repeated ? 200 : 201);
    return receipt satisfies AlarmReceipt;
  });
  api.route('GET /api/alarms/:id', { may: MAY.seeCalls }, async ({ id }) => {
    const { alarm } = await intake.getAlarm({ alarmId: id });
    if (alarm === undefined) throw refuseWith('not-found', `there is no alarm ${id}`, '没有这个接警单');
    return alarm;
  });
  api.route('POST /api/alarms/:id/answer', { may: MAY.takeCalls }, ({ id, actor }) =>
    intake.answerAlarm({ alarmId: id, actor }),
  );
  api.route('POST /api/alarms/:id/transcript', { may: MAY.takeCalls, body: transcript }, ({ id, body }) =>
    intake.appendTranscript({ alarmId: id, ...body }),
  );
  let suggestions = 0;
  api.route('POST /api/suggest', { may: MAY.takeCalls, body: suggest }, async ({ body }) => {
    if (suggestions >= SUGGEST_LIMITS.atOnce) return { classification: null };
    suggestions++;
    try {
      const answer = await classification.suggest(body, { deadlineMs: SUGGEST_LIMITS.deadlineMs });
      return { classification: answer.classification ?? null };
    } catch {
      // No suggestion is an answer: the call-taker goes on by hand.
      return { classification: null };
    } finally {
      suggestions--;
    }
  });
}
