import { unwrap } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import type { Express } from 'express';
import type { AmlDesk } from '../../app/aml-desk.ts';
import type { AppDesk } from '../../app/app-desk.ts';
import type { Taken } from '../../app/channel-desk.ts';
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
    if (taken.ok) confirm(desks, sms, taken.value);
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

const CONFIRMATION = '【集结】您的短信报警已收到，接警员正在处理。如方便请补充详细地点。';

/** Once for each new alarm; the alarm is stored, so a gateway that is away costs nothing but the courtesy. */
function confirm({ texts, log }: MessageDesks, { from }: Sms, { alarmId, repeated }: Taken): void {
  if (texts === null || repeated || from === '') return;
  texts
    .send({ to: from, text: CONFIRMATION, reference: alarmId })
    .catch((err) => log.warn({ err, alarmId }, 'the confirmation could not be sent'));
}
