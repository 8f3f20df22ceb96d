import { runService } from '@muster/platform/service';
import { readConfig } from './config.ts';
import { startClassification } from './start-classification.ts';

await runService('call-classification', async (stack, log) => {
  await startClassification({ config: readConfig(process.env), stack, log });
});
