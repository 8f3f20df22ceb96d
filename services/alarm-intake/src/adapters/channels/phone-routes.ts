import { hash } from 'node:crypto';
import { unwrap } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import type { Express } from 'express';
import type { AmlDesk } from '../../app/aml-desk.ts';
import { keyFrom } from '../../app/channel-desk.ts';
import type { EcallDesk } from '../../app/ecall-desk.ts';
import { decodeAmlHttps, decodeAmlSms } from './aml.ts';
import { type Answer, channelPost, type Incoming, receipt, reporterOf } from './channel-http.ts';
import { decodeEcall, type Ecall, ecallOf, isMsdType, reportOf } from './ecall.ts';
import type { ChannelKey } from './keys.ts';
import { amlAnswer } from './message-routes.ts';
import { RATE_LIMITS, RateLimit } from './rate-limit.ts';

export interface PhoneDesks {
  readonly ecall: EcallDesk;
  readonly aml: AmlDesk;
  readonly nowMs: () => number;
  readonly log: Log;
}

/** `POST /intake/v1/ecall` and `/intake/v1/aml`. */
export function phoneRoutes(app: Express, keys: readonly ChannelKey[], desks: PhoneDesks): void {
  channelPost(app, keys, '/intake/v1/ecall', ['ecall'], (incoming) => takeEcall(desks, incoming), isMsdType);

  const limit = new RateLimit(RATE_LIMITS.additionsPerS, RATE_LIMITS.additionsBurst);
  channelPost(app, keys, '/intake/v1/aml', ['aml'], async ({ fields, sender }) => {
    limit.take(sender.key, desks.nowMs());
    const text = fields.text('text', 'message', 'body');
    const position = decodeAmlSms(text, fields.text('from', 'number')) ?? decodeAmlHttps(fields);
    return amlAnswer(unwrap(await desks.aml.take(position)));
  });
}

async function takeEcall(desks: PhoneDesks, { fields, bytes, query, sender }: Incoming): Promise<Answer> {
  const field = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  const asJson = fields.has('msd', 'MSD', 'minimumSetOfData', 'callerNumber', 'number', 'msisdn', 'callId');
  const ecall = asJson ? decodeEcall(fields) : ecallOf(bytes, field('callerNumber'), field('callId'), []);
  if (ecall.msd?.testCall) {
    // A workshop or an inspection: nobody is in need, and no list must show it.
    desks.log.info({ vin: ecall.msd.vin, sender: sender.sender }, 'a test eCall was decoded');
    return {
      status: 200,
      body: { test: true, alarmId: '', ecall: JSON.parse(reportOf(ecall).deviceJson ?? '{}').ecall },
    };
  }
  const { warnings } = ecall;
  const messageIdentifier = ecall.msd?.messageIdentifier ?? 0;
  const taken = await desks.ecall.take(
    { idempotencyKey: incidentKey(ecall), messageIdentifier, report: reportOf(ecall), warnings },
    reporterOf(sender, 'device'),
  );
  return receipt(taken);
}

/** A vehicle keeps the time at which its incident began in every repetition. */
function incidentKey({ msd, callId, callerNumber, unreadHex }: Ecall): string {
  if (msd !== null) return keyFrom('msd', msd.vin, String(msd.timestampS));
  if (callId !== '') return keyFrom('call', callId);
  return keyFrom('unread', callerNumber, hash('sha256', unreadHex, 'hex'));
}
