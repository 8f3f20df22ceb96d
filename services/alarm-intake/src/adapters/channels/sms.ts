import type { Fields } from './fields.ts';

/** A short message as a gateway hands it over. */
export interface Sms {
  /** The gateway's; empty when it gives none. */
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly sentAtMs: number;
  /** One part of a long message; `ref` is the sender's number of it (8 or 16 bits, used again later). */
  readonly part: { readonly ref: string; readonly index: number; readonly of: number } | null;
}

/** A long message has at most 255 parts (3GPP TS 23.040, 9.2.3.24.1). */
export const MAX_PARTS = 255;

/**
 * Fields of the common gateways: ours, Twilio's and Vonage's, and the names that domestic gateways use. What is wrong
 * goes into the fields' warnings; nothing is refused here.
 */
export function decodeSms(fields: Fields): Sms {
  const text = fields.text('text', 'Body', 'body', 'content', 'message', 'msg', 'Content');
  const sms: Sms = {
    messageId: fields.text('messageId', 'MessageSid', 'msgId', 'msgid', 'id', 'message-id'),
    from: fields.text('from', 'From', 'mobile', 'phone', 'msisdn', 'srcTerminalId', 'sender'),
    to: fields.text('to', 'To', 'destId', 'spNumber', 'port', 'destination'),
    text,
    sentAtMs: fields.timeMs('sentAtMs', 'sentAt', 'timestamp', 'time', 'receiveTime', 'message-timestamp'),
    part: partOf(fields),
  };
  // Names that gateways always send and that mean nothing to an alarm.
  fields.has('AccountSid', 'ApiVersion', 'SmsStatus', 'NumMedia', 'NumSegments', 'SmsSid', 'SmsMessageSid', 'type');
  fields.noteUnknown();
  return sms;
}

function partOf(fields: Fields): Sms['part'] {
  const nested = fields.nested('part', 'udh');
  const from = nested ?? fields;
  const ref = from.text('ref', 'concat-ref', 'partRef', 'longMsgId');
  const index = from.number('index', 'concat-part', 'partIndex', 'pkNumber');
  const of = from.number('of', 'concat-total', 'partCount', 'pkTotal');
  nested?.noteUnknown();
  if (index === null && of === null) return null;
  const whole = (n: number | null): n is number => n !== null && Number.isInteger(n) && n >= 1 && n <= MAX_PARTS;
  if (of === 1 && ref === '') return null;
  if (whole(index) && whole(of) && index <= of && ref !== '') return of === 1 ? null : { ref, index, of };
  fields.warnings.push('the part of a long message was unreadable; it was taken as a message of its own');
  return null;
}
