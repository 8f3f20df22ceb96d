import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { emptyHome, isHome } from '@muster/local/home-contents';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { refuseStart } from '@muster/local/refuse-start';
import { endLeftOvers, liveLauncher } from '@muster/local/run-record';
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('reset')
    .description('删除全部数据、日志和密钥 · delete all data, logs and secrets')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .option('--yes', '不再询问 · do not ask')
    .action(reset);
}

async function reset(options: { home: string; yes?: boolean }): Promise<void> {
  const homeDir = resolve(options.home);
  const launcher = liveLauncher(homeDir);
  if (launcher !== null) {
    refuseStart(
      'conflict',
      `集结正在运行(pid ${launcher.pid}):先执行 ./muster stop。`,
      `Muster is running (pid ${launcher.pid}): run ./muster stop first.`,
    );
  }
  if (!isHome(homeDir)) {
    console.log(`没有可删除的数据 · nothing to delete: ${homeDir}`);
    return;
  }
  if (options.yes !== true && !(await confirmed(homeDir))) return;
  await endLeftOvers(homeDir);
  emptyHome(homeDir);
  console.log(`已清空 · deleted: ${homeDir}`);
}

async function confirmed(homeDir: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    refuseStart('precondition', '需要确认:请加 --yes。', 'This needs a confirmation: add --yes.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`将删除 ${homeDir} 中的全部数据 · deletes all data in it. yes/no: `);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}
