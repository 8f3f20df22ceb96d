import { unwrap } from '@muster/kernel/result';
import type { Express } from 'express';
import type { CentreDesk } from '../../app/centre-desk.ts';
import { decodeCentre } from './centre.ts';
import { channelGet, channelPost, receipt, reporterOf } from './channel-http.ts';
import type { ChannelKey } from './keys.ts';

/** `POST /intake/v1/centre`: a ticket of another centre; `GET /intake/v1/centre/TICKET`: what a human here said to it. */
export function centreRoutes(app: Express, keys: readonly ChannelKey[], desk: CentreDesk): void {
  channelPost(app, keys, '/intake/v1/centre', ['centre'], async ({ fields, sender }) => {
    const ticket = decodeCentre(fields);
    return receipt(await desk.take({ ...ticket, warnings: fields.warnings }, reporterOf(sender)));
  });
  channelGet(app, keys, '/intake/v1/centre/:ticketId', ['centre'], async ({ ticketId = '' }, sender) => ({
    status: 200,
    body: unwrap(await desk.state(ticketId, reporterOf(sender))),
  }));
}
