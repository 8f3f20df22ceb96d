import { systemClock } from '@muster/kernel/clock';
import type { Log } from '@muster/platform/log';
import type { Pool } from '@muster/platform/postgres/pool';
import type { Alarms } from '../app/alarms.ts';
import type { Calls } from '../app/calls.ts';
import { afterMs, ContactWatch } from '../app/watch.ts';
import type { DuePolicy } from '../domain/dues.ts';
import { openContacts } from './open-contacts.ts';

/** The watch over this service's own log: what is open now, and every commit from now on. */
export function startWatch(deps: {
  readonly alarms: Alarms;
  readonly calls: Calls;
  readonly pool: Pool;
  readonly policy: DuePolicy;
  readonly log: Log;
}): ContactWatch {
  const { alarms, calls, pool, policy, log } = deps;
  const watch = new ContactWatch({
    load: (alarmId) => alarms.state(alarmId),
    open: (sinceMs) => openContacts(pool, sinceMs),
    handle: (command) => alarms.handle(command),
    overflow: (callId) => calls.overflow(callId),
    cancelRing: (callId) => calls.cancelRing(callId),
    ...{ policy, clock: systemClock, after: afterMs, log },
  });
  alarms.watchedBy(watch);
  return watch.start();
}
