import { randomBytes } from 'node:crypto';
import type { Clock } from '@muster/kernel/clock';
import type { Stack } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { NatsConnection } from '@nats-io/transport-node';
import { LiveViews } from '../app/live-views.ts';
import { PictureKeeper } from '../app/picture-keeper.ts';
import type { Config } from '../config.ts';
import { DayLog } from '../domain/day-log.ts';
import { LivePicture } from '../domain/live-picture.ts';
import { PositionFanout } from './position-fanout.ts';
import { startPositionFeed } from './position-feed.ts';
import type { Services } from './services.ts';
import { sourcesOf, startFeeds } from './sources.ts';

interface Deps {
  readonly config: Config;
  readonly nats: NatsConnection;
  readonly services: Services;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The live picture with everything that keeps it: feeds first, then the owners' records, and the positions. */
export async function startPicture(stack: Stack, { config, nats, services, timeZone, clock, log }: Deps) {
  const picture = new LivePicture();
  const dayLog = new DayLog(timeZone);
  picture.onIncident = (incident) => dayLog.noteIncident(incident);
  picture.onAlarm = (alarm) => dayLog.noteAlarm(alarm);
  const sources = sourcesOf(services);
  const keeper = stack.add('picture', new PictureKeeper({ picture, clock, mode: config.mode, log, sources }));
  stack.add('feeds', await startFeeds(nats, keeper, log));
  keeper.start();
  const fanout = new PositionFanout();
  stack.add('positions', startPositionFeed({ nats, fanout, tracking: services.tracking, clock }));
  const views = new LiveViews(picture, randomBytes(9).toString('base64url'));
  return { picture, dayLog, keeper, fanout, views };
}
