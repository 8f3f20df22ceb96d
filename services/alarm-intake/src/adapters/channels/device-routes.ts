import { unwrap } from '@muster/kernel/result';
import type { Express } from 'express';
import type { DeviceAnswer, DeviceDesk } from '../../app/device-desk.ts';
import { type Answer, channelPost, reporterOf } from './channel-http.ts';
import { decodeDevice } from './device.ts';
import type { ChannelKey } from './keys.ts';
import type { RateLimit } from './rate-limit.ts';

/** `POST /intake/v1/devices`: whose key it is decides between `iot` and `panel`. */
export function deviceRoutes(app: Express, keys: readonly ChannelKey[], desk: DeviceDesk, limit: RateLimit): void {
  channelPost(app, keys, '/intake/v1/devices', ['iot', 'panel'], async ({ fields, sender }) => {
    const signal = decodeDevice(fields);
    if (!signal.byPerson) limit.take(sender.key, desk.now());
    const channel = sender.channel === 'panel' ? 'panel' : 'iot';
    const { warnings } = fields;
    return answerOf(unwrap(await desk.take({ ...signal, channel, warnings }, reporterOf(sender, 'device'))));
  });
}

const answerOf = (answer: DeviceAnswer): Answer => ({ status: answer.outcome === 'alarm' ? 201 : 200, body: answer });
