// Runs fake services until it is asked to stop, as `./muster start` does. Arguments: home, notes file, names.
import { join } from 'node:path';
import { identify } from '../process-identity.ts';
import { endLeftOvers, lockHome, type Stage } from '../run-record.ts';
import { untilAskedToStop } from '../stop-requests.ts';
import { Supervisor } from '../supervisor.ts';
import { fakeSpec } from './fake-spec.ts';

const [homeDir, notesFile, ...names] = process.argv.slice(2);
const { asked } = untilAskedToStop();
try {
  const release = lockHome(homeDir);
  const left = await endLeftOvers(homeDir);
  if (left.length > 0) console.log(`ended ${left.length}`);
  const supervisor = new Supervisor({
    homeDir,
    logsDir: join(homeDir, 'logs'),
    record: { launcher: identify(process.pid)!, startedAtMs: Date.now(), mode: 'test', cityDir: '', publicUrl: '' },
    tell: (line) => console.log(line),
  });
  const stages: Stage[] = ['database', 'bus', 'service', 'edge'];
  for (const [index, name] of names.entries()) await supervisor.run(await fakeSpec(name, notesFile), stages[index % 4]);
  for (const name of names) await supervisor.untilReady(name, 20_000);
  supervisor.declareRunning();
  console.log('running');
  await asked;
  await supervisor.stop();
  release();
  process.exit(0);
} catch (error) {
  console.log((error as Error).message);
  process.exit(1);
}
