import { unwrap } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import type { Express } from 'express';
import type { AmlDesk } from '../../app/aml-desk.ts';
import type { AppDesk } from '../../app/app-desk.ts';
import type { ChannelDesk, Taken } from '../../app/channel-desk.ts';
import type { SmsDesk, TextSender } from '../../app/sms-desk.ts';
import { decodeAmlSms } from './aml.ts';
import { decodeApp } from './app.ts';
import { type Answer, channelPost, receipt, reporterOf } from './channel-http.ts';
import type { ChannelKey } from './keys.ts';
import { decodeSms, type Sms } from './sms.ts';

export interface MessageDesks {
  readonly sms: SmsDesk;
  readonly app: AppDesk;
  readonly aml: AmlDesk;
  readonly desk: ChannelDesk;
  /** Null: nobody is answered by itself. */
  readonly texts: TextSender | null;
  readonly log: Log;
}

/** `POST /intake/v1/sms` and `/intake/v1/app`. */
export function messageRoutes(app: Express, keys: readonly ChannelKey[], desks: MessageDesks): void {
  channelPost(app, keys, '/intake/v1/sms', ['sms'], async ({ fields, sender }) => {
    const sms = decodeSms(fields);
    const position = decodeAmlSms(sms.text, sms.from);
    if (position !== null && sms.from !== '') return amlAnswer(unwrap(await desks.aml.take(position)));
    const taken = await desks.sms.take({ ...sms, warnings: fields.warnings }, reporterOf(sender));
    if (taken.ok) void confirm(desks, sms, taken.value);
    return receipt(taken);
  });

  channelPost(app, keys, '/intake/v1/app', ['app'], async ({ fields, sender }) => {
    const decoded = decodeApp(fields);
    return receipt(await desks.app.take({ ...decoded, warnings: fields.warnings }, reporterOf(sender)));
  });
}

/** 202: kept, and waiting for its call. */
export const amlAnswer = (answer: { readonly state: string }): Answer => ({
  status: answer.state === 'waiting' ? 202 : 200,
  body: answer,
});

/** May be read by somebody who stands beside them: says neither who sends it nor that anybody asked for help. */
export const CONFIRMATION =
  '您好，信息已收到。如方便请回复详细地址。Message received. Please reply with the address if you can.';
/** While one of these stands, a telephone that lights up can betray its owner. */
const NO_TEXT_WHILE: readonly string[] = ['duress', 'distress-heard', 'address-history'];

/** Once for each new alarm; the alarm is stored, so a gateway that is away costs nothing but the courtesy. */
async function confirm({ texts, desk, log }: MessageDesks, { from }: Sms, { alarmId, repeated }: Taken): Promise<void> {
  if (texts === null || repeated || from === '') return;
  try {
    // Whoever cannot be looked up is not told either.
    if (!(await desk.checkHistory(alarmId))) return;
    const alarm = unwrap(await desk.get(alarmId));
    if (alarm.flags.some(({ flag, resolvedAtMs }) => resolvedAtMs === 0 && NO_TEXT_WHILE.includes(flag))) return;
    await texts.send({ to: from, text: CONFIRMATION, reference: alarmId });
  } catch (err) {
    log.warn({ err, alarmId }, 'the confirmation could not be sent');
  }
}
