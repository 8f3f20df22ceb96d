import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectDir } from './project-dirs.ts';
import { sourceHash } from './source-hash.ts';

const run = promisify(execFile);

/** Shared by all homes: the same seed and size are the same city. */
const citiesDir = join(projectDir, '.muster', 'city');
export const DEMO_SEED = 1;
const HASH_FILE = '.source-hash';
const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;
const SOURCES = ['packages/city/src', 'packages/roads/src', 'packages/geo/src'];

/**
 * The built-in city; made when there is none yet, or when the program that makes it changed. In a process of its own,
 * because it keeps a core busy while the launcher has other things to start.
 */
export async function ensureDemoCity(size: string | number, signal: AbortSignal): Promise<string> {
  const dir = join(citiesDir, size === 'default' ? 'demo' : `demo-${size}`);
  const wanted = sourceHash(projectDir, SOURCES);
  const mark = join(dir, HASH_FILE);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return dir;
  const unfinished = `${dir}.${process.pid}`;
  mkdirSync(dirname(dir), { recursive: true });
  const args = [join(projectDir, 'apps', 'cli', 'src', 'main.ts'), 'city', 'demo', '--out', unfinished];
  args.push('--seed', String(DEMO_SEED), '--size', String(size));
  try {
    await run(process.execPath, args, { cwd: projectDir, signal, maxBuffer: OUTPUT_MAX_BYTES });
    writeFileSync(join(unfinished, HASH_FILE), wanted);
    rmSync(dir, { recursive: true, force: true });
    renameSync(unfinished, dir);
  } catch (cause) {
    throw new Error(`the demo city could not be made:\n${(cause as { stderr?: string }).stderr ?? cause}`, { cause });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return dir;
}
