import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectDir } from './project-dirs.ts';
import { sourceHash } from './source-hash.ts';

const run = promisify(execFile);

const webDir = join(projectDir, 'apps', 'web');
export const webDistDir = join(webDir, 'dist');
const HASH_FILE = '.source-hash';
const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;
/** What the pages are made of. */
const SOURCES = ['apps/web', 'packages/contracts/src', 'packages/kernel/src', 'packages/geo/src', 'pnpm-lock.yaml'];

/** Builds the pages when their sources changed since the last build. Gives whether it had to. */
export async function buildWeb(signal: AbortSignal): Promise<boolean> {
  const wanted = sourceHash(projectDir, SOURCES);
  const mark = join(webDistDir, HASH_FILE);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return false;
  const unfinished = join(webDir, `dist.${process.pid}`);
  const vite = join(webDir, 'node_modules', 'vite', 'bin', 'vite.js');
  try {
    await run(process.execPath, [vite, 'build', '--outDir', unfinished, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: webDir,
      env: { ...process.env, NODE_ENV: 'production' },
      signal,
      maxBuffer: OUTPUT_MAX_BYTES,
    });
    writeFileSync(join(unfinished, HASH_FILE), wanted);
    // Swapped at once: a Muster that already runs from here never serves half a build.
    rmSync(webDistDir, { recursive: true, force: true });
    renameSync(unfinished, webDistDir);
  } catch (cause) {
    throw new Error(`the web pages could not be built:\n${(cause as { stderr?: string }).stderr ?? cause}`, { cause });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return true;
}
