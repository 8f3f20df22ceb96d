import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '@muster/local/process-identity';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { refuseStart } from '@muster/local/refuse-start';
import { endLeftOvers, liveLauncher } from '@muster/local/run-record';
import type { Command } from 'commander';

/** The launcher's own stop is over sooner: every stage has its own limit. */
const STOP_TIMEOUT_MS = 90_000;
const POLL_MS = 100;

export function register(program: Command): void {
  program
    .command('stop')
    .description('停止在本机运行的集结 · stop the Muster that runs on this machine')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .action(async (options: { home: string }) => stop(resolve(options.home)));
}

export async function stop(homeDir: string): Promise<void> {
  const launcher = liveLauncher(homeDir);
  if (launcher === null) {
    const left = await endLeftOvers(homeDir);
    if (left.length === 0) console.log('没有在运行 · nothing is running');
    else console.log(`已结束遗留的 ${left.length} 个进程 · ended ${left.length} processes a killed start had left`);
    return;
  }
  process.kill(launcher.pid, 'SIGTERM');
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isAlive(launcher)) {
    if (performance.now() > deadline) {
      refuseStart('unavailable', `进程 ${launcher.pid} 未能停止。`, `Process ${launcher.pid} does not stop.`);
    }
    await sleep(POLL_MS);
  }
  console.log('已停止 · stopped');
}
