import { ReportAlarmRequest, ReportAlarmResponse } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { RefusalError, refuse, unwrap } from '@muster/kernel/result';
import { requireKey } from '@muster/platform/http/keys';
import express, { type Express } from 'express';
import type { Alarms } from '../app/alarms.ts';
import { actorOf } from './actor.ts';

/** A report with a long transcript fits many times over. */
export const MAX_BODY = '1mb';

/** POST /intake/v1/alarms: ReportAlarmRequest as JSON, with the channel's key. 201 new, 200 the same report again. */
export function alarmRoutes(app: Express, alarms: Alarms, intakeKey: string): void {
  // A receipt is never asked for again by its tag.
  app.set('etag', false);
  app.post('/intake/v1/alarms', requireKey(intakeKey), express.json({ limit: MAX_BODY }), async (request, response) => {
    const body: unknown = request.body;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      const { refusal } = refuse(
        'invalid',
        'send one alarm as a JSON object with Content-Type: application/json',
        '请以 JSON 对象提交一条警情（Content-Type: application/json）',
      );
      throw new RefusalError(refusal);
    }
    const { mode, reporter, place, ...report } = ReportAlarmRequest.fromJSON(body);
    const receipt = unwrap(
      await alarms.report({ ...report, place: place ?? null }, mode, reporter ? actorOf(reporter) : null),
    );
    response.status(receipt.repeated ? 200 : 201).json({
      ...(ReportAlarmResponse.toJSON({ ...receipt, warnings: [...receipt.warnings] }) as object),
      repeated: receipt.repeated,
    });
  });
}
