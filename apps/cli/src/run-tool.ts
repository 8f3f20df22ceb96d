import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { projectDir } from '@muster/local/project-dirs';

export interface ToolResult {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program of the workspace from the project's root and shows what it says (`quiet`: only gives it back). A
 * signal to us goes on to it.
 */
export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly quiet?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ToolResult> {
  const path = [join(projectDir, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(command, [...args], {
    cwd: projectDir,
    env: { ...process.env, PATH: path, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const forward = (name: NodeJS.Signals): boolean => child.kill(name);
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of signals) process.on(name, forward);
  const said: Buffer[] = [];
  const hear = (stream: NodeJS.WriteStream) => (data: Buffer) => {
    said.push(data);
    if (options.quiet !== true) stream.write(data);
  };
  child.stdout.on('data', hear(process.stdout));
  child.stderr.on('data', hear(process.stderr));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const name of signals) process.off(name, forward);
      resolve({ code: code ?? 1, output: Buffer.concat(said).toString('utf8') });
    });
  });
}
