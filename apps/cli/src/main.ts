import { createRequire } from 'node:module';
import { RefusalError } from '@muster/kernel/result';
import { Command } from 'commander';
import * as bench from './commands/bench.ts';
import * as check from './commands/check.ts';
import * as city from './commands/city.ts';
import * as classify from './commands/classify.ts';
import * as corrections from './commands/corrections.ts';
import * as dedupe from './commands/dedupe.ts';
import * as drill from './commands/drill.ts';
import * as gentleDrill from './commands/gentle-drill.ts';
import * as geocode from './commands/geocode.ts';
import * as importFile from './commands/import.ts';
import * as load from './commands/load.ts';
import * as logs from './commands/logs.ts';
import * as proto from './commands/proto.ts';
import * as reset from './commands/reset.ts';
import * as simulate from './commands/simulate.ts';
import * as start from './commands/start.ts';
import * as status from './commands/status.ts';
import * as stop from './commands/stop.ts';
import * as test from './commands/test.ts';
import * as train from './commands/train.ts';
import * as user from './commands/user.ts';

const manifest = createRequire(import.meta.url)('../../../package.json') as { version: string };

// In the order of the help. A command is a file in commands/ with `register(program)`.
const COMMANDS = [
  start,
  stop,
  status,
  logs,
  reset,
  user,
  test,
  check,
  city,
  train,
  classify,
  corrections,
  geocode,
  importFile,
  dedupe,
  drill,
  load,
  gentleDrill,
  simulate,
  proto,
  bench,
];

const program = new Command('muster')
  .description('集结:开源应急指挥调度平台 · Muster: open-source emergency response platform')
  .version(manifest.version)
  .showHelpAfterError('用 --help 查看用法 · see --help')
  .helpCommand(false);
for (const command of COMMANDS) command.register(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof RefusalError)) throw error;
  process.stderr.write(`${error.refusal.messageZh}\n${error.refusal.message}\n`);
  // Whoever listens for a wish to stop would keep the process alive.
  process.exit(1);
}
