import type { Command } from 'commander';
import { printCheck, runChecks } from '../checks.ts';
import { runVitest } from '../run-vitest.ts';

export function register(program: Command): void {
  program
    .command('check')
    .description(
      '一分钟内的检查:格式、类型、接口约定、单元测试 · form, types, contracts and unit tests, within a minute',
    )
    .action(async () => {
      const results = await runChecks();
      results.forEach(printCheck);
      const units = await runVitest(['unit'], {});
      const failed = units.failed + results.filter(({ state }) => state === 'failed').length;
      process.exitCode = failed === 0 ? 0 : 1;
    });
}
