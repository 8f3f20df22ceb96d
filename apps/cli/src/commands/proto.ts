import { join } from 'node:path';
import { projectDir } from '@muster/local/project-dirs';
import type { Command } from 'commander';
import { runTool } from '../run-tool.ts';

export function register(program: Command): void {
  program
    .command('proto')
    .description('由 proto/ 重新生成代码 · write packages/contracts/src/gen anew from proto/')
    .action(async () => {
      process.exitCode = (await runTool('bash', [join(projectDir, 'packages', 'contracts', 'generate.sh')])).code;
    });
}
