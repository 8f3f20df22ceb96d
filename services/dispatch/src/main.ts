import { systemClock } from '@muster/kernel/clock';
import { runService } from '@muster/platform/service';
import { readConfig } from './config.ts';
import { startDispatch } from './start-dispatch.ts';

await runService('dispatch', async (stack, log) => {
  await startDispatch({ config: readConfig(process.env), clock: systemClock, stack, log });
});
