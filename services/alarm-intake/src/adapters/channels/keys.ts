import { hash, timingSafeEqual } from 'node:crypto';
import { RefusalError, refuse } from '@muster/kernel/result';
import type { RequestHandler } from 'express';

/** Channels that have a key of their own; `iot` and `panel` share an address. */
export const KEYED_CHANNELS = ['sms', 'app', 'ecall', 'aml', 'iot', 'panel', 'centre', 'voice'] as const;
export type KeyedChannel = (typeof KEYED_CHANNELS)[number];

export interface ChannelKey {
  readonly channel: KeyedChannel;
  /** Whose key it is: `sms:mobile-gateway=…` names it, else the channel itself. Stored as the alarm's reporter. */
  readonly sender: string;
  readonly key: string;
}

const MIN_KEY_CHARS = 8;
const ENTRY = /^([a-z]+)(?::([\w.-]{1,40}))?=(\S+)$/;

/** `sms=KEY,panel:tower-a=KEY,…`; gives what is wrong in words for whoever wrote it. */
export function parseChannelKeys(text: string): { keys: ChannelKey[]; mistakes: string[] } {
  const keys: ChannelKey[] = [];
  const mistakes: string[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [, channel = '', sender = channel, key = ''] = ENTRY.exec(entry) ?? [];
    if (!(KEYED_CHANNELS as readonly string[]).includes(channel)) {
      mistakes.push(
        `"${entry.split('=')[0]}" is none of channel=KEY or channel:sender=KEY, channel one of ${KEYED_CHANNELS.join(', ')}`,
      );
    } else if (key.length < MIN_KEY_CHARS) {
      mistakes.push(`the key of ${channel}:${sender} must have at least ${MIN_KEY_CHARS} characters`);
    } else if (keys.some((known) => known.key === key)) {
      mistakes.push(`the key of ${channel}:${sender} is another one's, too: each channel has its own`);
    } else {
      keys.push({ channel: channel as KeyedChannel, sender, key });
    }
  }
  return { keys, mistakes };
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Whose key a request shows; null when it is none of these channels'. All are compared: the time tells nothing. */
export function channelKeyIn(
  keys: readonly ChannelKey[],
  channels: readonly KeyedChannel[],
  authorization: string,
): ChannelKey | null {
  const given = digest(keyOf(authorization));
  const fits = keys.filter((key) => channels.includes(key.channel));
  return fits.filter((key) => timingSafeEqual(digest(key.key), given))[0] ?? null;
}

/** Lets through a key of one of these channels and puts its owner into `response.locals.sender`. */
export function requireChannelKey(keys: readonly ChannelKey[], channels: readonly KeyedChannel[]): RequestHandler {
  const configured = keys.some((key) => channels.includes(key.channel));
  return (request, response, next) => {
    const found = channelKeyIn(keys, channels, request.headers.authorization ?? '');
    if (found !== null) {
      response.locals.sender = found;
      return next();
    }
    const { refusal } = refuse(
      'unauthenticated',
      configured
        ? `send a key of ${channels.join(' or ')} as "Authorization: Bearer …"`
        : `no key is configured for ${channels.join(' or ')}: add one to MUSTER_CHANNEL_KEYS`,
      configured ? '需要该渠道的有效接入密钥' : '该渠道尚未配置接入密钥（MUSTER_CHANNEL_KEYS）',
    );
    next(new RefusalError(refusal));
  };
}

/** `Bearer KEY`, or `Basic` with the key as password: gateways that can only be given an address with a password. */
function keyOf(header: string): string {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  return decoded.slice(decoded.indexOf(':') + 1);
}
