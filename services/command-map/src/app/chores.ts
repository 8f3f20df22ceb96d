import type { Clock } from '@muster/kernel/clock';
import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { DayLog } from '../domain/day-log.ts';
import type { LivePicture } from '../domain/live-picture.ts';
import type { Accounts } from './accounts.ts';

const EVERY_MS = 10_000;

/** What has to be done now and then: what is closed leaves the picture, yesterday the figures, old sessions end. */
export function startChores(deps: {
  picture: LivePicture;
  dayLog: DayLog;
  accounts: Accounts;
  clock: Clock;
  log: Log;
}): Component {
  const timer = setInterval(() => {
    const nowMs = deps.clock.nowMs();
    deps.picture.sweep(nowMs);
    deps.dayLog.sweep(nowMs);
    deps.accounts.sweep().catch((error: unknown) => deps.log.warn({ err: error }, 'old sessions could not be ended'));
  }, EVERY_MS);
  return { stop: async () => clearInterval(timer) };
}
