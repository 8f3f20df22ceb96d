import { systemClock } from '@muster/kernel/clock';
import { RefusalError, refuse, unwrap } from '@muster/kernel/result';
import { sameSecret } from '@muster/platform/http/keys';
import type { Log } from '@muster/platform/log';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Pool } from '@muster/platform/postgres/pool';
import express, { type Express, type Request } from 'express';
import type { Alarms } from '../app/alarms.ts';
import { type Posted, TransferCourier } from '../app/transfer-courier.ts';
import { Transfers } from '../app/transfers.ts';
import { afterMs } from '../app/watch.ts';
import type { Centre } from '../domain/centre.ts';
import { answerOf, postJson } from './post-json.ts';

/** A ticket with a long text fits. */
export const MAX_TICKET_BODY = '128kb';
const ANSWER_MS = 5_000;

/**
 * POST /intake/v1/transfers                      {transferId, from, ticket} → 202 {alarmId}: a centre hands a caller to us
 * POST /intake/v1/transfers/:transferId/answer   {alarmId, accepted, reason, by} → 200: a centre answers our ticket
 *
 * The key says which centre it is.
 */
export function exchangeRoutes(app: Express, alarms: Alarms, centres: readonly Centre[]): void {
  const transfers = new Transfers(alarms);
  const take = express.json({ limit: MAX_TICKET_BODY });
  app.post('/intake/v1/transfers', take, async (request, response) => {
    const centre = centreOf(request, centres);
    const { transferId, ticket } = (request.body ?? {}) as Record<string, unknown>;
    const { alarmId } = unwrap(await transfers.receive(centre, textOf(transferId), ticket));
    response.status(202).json({ alarmId });
  });
  app.post('/intake/v1/transfers/:transferId/answer', take, async (request, response) => {
    const centre = centreOf(request, centres);
    const { alarmId, accepted, reason, by } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof accepted !== 'boolean') throw refusal('invalid', 'accepted must be true or false', '须注明是否接收');
    const { transferId } = request.params as { transferId: string };
    unwrap(
      await transfers.answered(centre, {
        ...{ alarmId: textOf(alarmId), transferId, accepted, reason: textOf(reason).slice(0, 500) },
        by: textOf(by).slice(0, 64),
      }),
    );
    response.json({ transferId, accepted });
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.toWellFormed() : '');
const refusal = (code: 'invalid' | 'unauthenticated', message: string, zh: string): RefusalError =>
  new RefusalError(refuse(code, message, zh).refusal);

/** All keys are compared, so that the time tells nothing. */
function centreOf(request: Request, centres: readonly Centre[]): Centre {
  const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const known = centres.filter(({ acceptKey }) => acceptKey !== '' && sameSecret(given, acceptKey));
  if (known[0] === undefined) throw refusal('unauthenticated', 'this key is no centre’s', '密钥不属于任何已配置的中心');
  return known[0];
}

export const TRANSFERS_INDEX: Migration = {
  id: '006-transfers',
  sql: `CREATE INDEX events_transfers ON events (at_ms) WHERE type LIKE 'contact.transfer-%'`,
};

const PAGE = 500;

async function* transferredAlarms(pool: Pool, sinceMs: number): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const { rows } = await pool.query<{ stream: string }>({
      name: 'transferred-alarms',
      text: `SELECT DISTINCT stream FROM events
             WHERE type LIKE 'contact.transfer-%' AND at_ms > $1 AND stream > $2 ORDER BY stream LIMIT ${PAGE}`,
      values: [sinceMs, after],
    });
    if (rows.length > 0) yield rows.map(({ stream }) => stream.slice('alarm-'.length));
    if (rows.length < PAGE) return;
    after = (rows.at(-1) as { stream: string }).stream;
  }
}

async function postTo(centre: Centre, path: string, body: unknown): Promise<Posted> {
  const answer = await postJson(`${centre.url}${path}`, centre.key, body, ANSWER_MS);
  return answer.kind === 'taken' ? { kind: 'taken' } : { kind: answer.kind, why: answerOf(answer) };
}

export function startCourier(deps: {
  readonly alarms: Alarms;
  readonly centres: readonly Centre[];
  readonly name: string;
  readonly pool: Pool;
  readonly log: Log;
}): TransferCourier {
  const { alarms, centres, name, pool, log } = deps;
  const courier = new TransferCourier({
    ...{ alarms, centres, name, post: postTo, clock: systemClock, after: afterMs, log },
    transferred: (sinceMs) => transferredAlarms(pool, sinceMs),
  });
  alarms.watchedBy(courier);
  return courier.start();
}
