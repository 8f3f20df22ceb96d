import type { EnvReader } from '@muster/platform/env';
import { type ChannelKey, parseChannelKeys } from './adapters/channels/keys.ts';
import { httpTextSender } from './adapters/channels/text-sender.ts';
import type { TextSender } from './app/sms-desk.ts';

/** What the channels are told; docs/operations/channels.md has the table. */
export interface ChannelsConfig {
  readonly keys: readonly ChannelKey[];
  readonly texts: TextSender | null;
}

export function readChannelsConfig(reader: EnvReader): ChannelsConfig {
  const { keys, mistakes } = parseChannelKeys(reader.string('MUSTER_CHANNEL_KEYS', ''));
  for (const mistake of mistakes) reader.mistake(`MUSTER_CHANNEL_KEYS: ${mistake}`);
  const sendUrl = reader.string('MUSTER_SMS_SEND_URL', '');
  const texts = sendUrl === '' ? null : httpTextSender(sendUrl, reader.string('MUSTER_SMS_SEND_KEY'));
  return { keys, texts };
}
