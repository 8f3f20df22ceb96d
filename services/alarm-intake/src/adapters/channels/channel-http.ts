import type { ActorFact } from '@muster/contracts/events/shared';
import { RefusalError, type Result, refuse, unwrap } from '@muster/kernel/result';
import express, { type Express, type RequestHandler, type Response } from 'express';
import type { Taken } from '../../app/channel-desk.ts';
import { readBody } from './body.ts';
import { Fields } from './fields.ts';
import { type ChannelKey, type KeyedChannel, requireChannelKey } from './keys.ts';

export const CHANNEL_BODY_BYTES = 1_048_576;

export interface Incoming {
  readonly fields: Fields;
  readonly bytes: Buffer;
  readonly sender: ChannelKey;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** `POST path` with a key of one of the channels; the body is read whatever its encoding. */
export function channelPost(
  app: Express,
  keys: readonly ChannelKey[],
  path: string,
  channels: readonly KeyedChannel[],
  handle: (incoming: Incoming) => Promise<Answer>,
  raw: (contentType: string) => boolean = () => false,
): void {
  app.post(path, requireChannelKey(keys, channels), ...readBytes(CHANNEL_BODY_BYTES), async (request, response) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const contentType = request.headers['content-type'] ?? '';
    const { bag, warnings } = raw(contentType) ? { bag: {}, warnings: [] } : unwrap(readBody(bytes, contentType));
    const answer = await handle({
      fields: new Fields(bag, [...warnings]),
      bytes,
      sender: senderOf(response),
      params: request.params as Record<string, string>,
      query: request.query,
    });
    response.status(answer.status).json(answer.body);
  });
}

/** `GET path`, with the same keys. */
export function channelGet(
  app: Express,
  keys: readonly ChannelKey[],
  path: string,
  channels: readonly KeyedChannel[],
  handle: (params: Readonly<Record<string, string>>, sender: ChannelKey) => Promise<Answer>,
): void {
  app.get(path, requireChannelKey(keys, channels), async (request, response) => {
    const answer = await handle(request.params as Record<string, string>, senderOf(response));
    response.status(answer.status).json(answer.body);
  });
}

export const senderOf = (response: Response): ChannelKey => response.locals.sender as ChannelKey;

/** All of a body, of any type, up to a limit that the refusal names. */
export function readBytes(limitBytes: number): RequestHandler[] {
  const read = express.raw({ type: () => true, limit: limitBytes });
  return [
    (request, response, next) =>
      read(request, response, (error?: unknown) => {
        if ((error as { type?: string } | undefined)?.type !== 'entity.too.large') return next(error);
        const message = `the body has more than ${limitBytes} bytes: cut its text (20,000 characters are kept) and send it again`;
        next(Object.assign(new Error(message), { status: 413 }));
      }),
  ];
}

export const reporterOf = ({ channel, sender }: ChannelKey, kind: ActorFact['kind'] = 'service'): ActorFact => ({
  ...{ kind, id: `${channel}:${sender}`, name: sender },
});

export function receipt(taken: Result<Taken>): Answer {
  const { alarmId, receivedAtMs, repeated, grown, warnings } = unwrap(taken);
  return { status: repeated ? 200 : 201, body: { alarmId, receivedAtMs, repeated, grown, warnings } };
}

export const invalid = (message: string, zh: string): RefusalError =>
  new RefusalError(refuse('invalid', message, zh).refusal);
