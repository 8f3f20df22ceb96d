/** Intake's use case in process: its rules, its store, its relay, and nobody to call it over a wire. */
import { randomUUID } from 'node:crypto';
import { AlarmList, MIGRATIONS } from '@muster/alarm-intake/adapters/postgres';
import { Alarms } from '@muster/alarm-intake/app/alarms';
import type { AlarmEvent } from '@muster/contracts/events/alarm';
import { systemClock } from '@muster/kernel/clock';
import { createLog } from '@muster/platform/log';
import { connectNats } from '@muster/platform/nats/connection';
import { EventStore } from '@muster/platform/postgres/event-store';
import { migrate } from '@muster/platform/postgres/migrate';
import { OutboxRelay } from '@muster/platform/postgres/outbox-relay';
import { createPool } from '@muster/platform/postgres/pool';
import { alarmReport } from '../alarm-report.ts';
import { inTurns, type Load } from '../in-turns.ts';
import { serveRole } from '../role.ts';

const MODE = 'test';
let alarms: Alarms;

serveRole({
  /** As services/alarm-intake/src/main.ts puts them together. */
  async start({ databaseUrl, natsUrl }: { databaseUrl: string; natsUrl: string }) {
    const pool = createPool(databaseUrl);
    await migrate(pool, MIGRATIONS);
    const nats = await connectNats(natsUrl, 'bench-intake');
    let relay: OutboxRelay<AlarmEvent> | undefined;
    const onCommitted = (): void => relay?.poke();
    const store = new EventStore<AlarmEvent>({ pool, clock: systemClock, mode: MODE, groupCommit: true, onCommitted });
    relay = new OutboxRelay({ pool, store, nats, log: createLog('bench') });
    alarms = new Alarms({ store, list: new AlarmList(pool), clock: systemClock, mode: MODE });
  },
  report(load: Load) {
    const run = randomUUID();
    return inTurns(load, async (i) => {
      const { mode, reporter: _, place, ...report } = alarmReport(`${run}-${i}`);
      const receipt = await alarms.report({ ...report, place: place ?? null }, mode, null);
      if (!receipt.ok) throw new Error(receipt.refusal.message);
    });
  },
});
