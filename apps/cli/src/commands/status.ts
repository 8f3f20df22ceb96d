import { resolve } from 'node:path';
import { isAlive } from '@muster/local/process-identity';
import { defaultHomeDir } from '@muster/local/project-dirs';
import { liveLauncher, type RecordedProcess, readRunRecord } from '@muster/local/run-record';
import { whyHttpNotReady } from '@muster/local/services';
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('status')
    .description('各进程的状态;全部正常时退出码为 0 · what runs; exit code 0 when all is well, 3 when nothing runs')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .option('--json', '以 JSON 输出 · print JSON')
    .action(status);
}

interface ProcessStatus {
  readonly name: string;
  readonly pid: number;
  readonly state: 'ready' | 'not ready' | 'gone';
  readonly why: string;
  readonly restarts: number;
  readonly ports: Readonly<Record<string, number>>;
}

async function status(options: { home: string; json?: boolean }): Promise<void> {
  const homeDir = resolve(options.home);
  const record = readRunRecord(homeDir);
  const launcher = liveLauncher(homeDir);
  const processes = await Promise.all((record?.processes ?? []).map(statusOf));
  const allReady =
    launcher !== null && record?.phase === 'running' && processes.every(({ state }) => state === 'ready');
  process.exitCode = allReady ? 0 : launcher === null ? 3 : 1;
  if (options.json === true) {
    const { phase = 'stopped', mode = null, publicUrl = null } = launcher === null ? {} : (record ?? {});
    console.log(JSON.stringify({ phase, mode, publicUrl, launcherPid: launcher?.pid ?? null, processes }));
    return;
  }
  if (launcher === null) {
    const left = processes.filter(({ state }) => state !== 'gone').length;
    if (left === 0) console.log('没有在运行 · nothing is running');
    else
      console.log(
        `启动程序已不在,但遗留 ${left} 个进程:执行 ./muster stop · ${left} processes of a killed start are left: run ./muster stop`,
      );
    return;
  }
  console.log(`${record?.publicUrl ?? ''}  ${record?.mode ?? ''}  ${record?.phase ?? 'starting'}  pid ${launcher.pid}`);
  for (const { name, pid, state, why, restarts, ports } of processes) {
    const where = Object.entries(ports)
      .map(([port, number]) => `${port} ${number}`)
      .join(', ');
    const again = restarts === 0 ? '' : `  重启 restarts ${restarts}`;
    console.log(
      `  ${name.padEnd(20)} ${state.padEnd(10)} pid ${String(pid).padEnd(8)} ${where}${again}${why === '' ? '' : `  ${why}`}`,
    );
  }
}

async function statusOf(recorded: RecordedProcess): Promise<ProcessStatus> {
  const { name, pid, restarts, ports } = recorded;
  if (!isAlive(recorded)) return { name, pid, restarts, ports, state: 'gone', why: '' };
  const why = ports.http === undefined ? null : await whyHttpNotReady(`http://127.0.0.1:${ports.http}/readyz`);
  return { name, pid, restarts, ports, state: why === null ? 'ready' : 'not ready', why: why ?? '' };
}
