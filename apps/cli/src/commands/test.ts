import { RefusalError } from '@muster/kernel/result';
import { buildWeb } from '@muster/local/build-web';
import { findTool } from '@muster/local/find-tool';
import { toolsDir } from '@muster/local/project-dirs';
import { chromium, natsServer } from '@muster/local/tools';
import type { Command } from 'commander';
import { printCheck, runChecks } from '../checks.ts';
import { addCounts, type Counts, NO_COUNTS, runVitest } from '../run-vitest.ts';

export function register(program: Command): void {
  program
    .command('test')
    .description('全部测试:检查、单元、集成、端到端 · all tests: checks, unit, integration, end to end')
    .option('--no-e2e', '不含端到端测试 · without the end-to-end tests')
    .action(testAll);
}

async function testAll({ e2e }: { e2e: boolean }): Promise<void> {
  await findTool(natsServer, toolsDir, console.log);
  const results = await runChecks();
  results.forEach(printCheck);
  let counts = results.reduce((sum, { state }) => addCounts(sum, { ...NO_COUNTS, [state]: 1 }), NO_COUNTS);
  counts = addCounts(counts, await runVitest(['unit', 'integration'], {}));
  if (e2e) counts = addCounts(counts, await runEndToEnd());
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

async function runEndToEnd(): Promise<Counts> {
  try {
    await buildWeb(new AbortController().signal);
  } catch (error) {
    console.log((error as Error).message);
    return { ...NO_COUNTS, failed: 1 };
  }
  const browser = await findBrowser();
  if (browser !== null) return runVitest(['e2e'], { CHROMIUM_PATH: browser });
  // The rest is still worth knowing, but a run that never opened a page is not green; --no-e2e asks for one.
  return addCounts(await runVitest(['e2e'], {}), { ...NO_COUNTS, failed: 1 });
}

/** `null`, and a sentence that says what to install, where there is none. */
async function findBrowser(): Promise<string | null> {
  try {
    return await findTool(chromium, toolsDir, console.log);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    console.log(`${error.refusal.messageZh}\n${error.refusal.message}`);
    return null;
  }
}
