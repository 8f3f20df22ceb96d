import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'test', 'bench']);

/** Of everything under these files and directories that a build can depend on: names and contents. */
export function sourceHash(rootDir: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (!existsSync(path)) return;
    if (!statSync(path).isDirectory()) {
      hash.update(`${relative(rootDir, path)}\n`).update(readFileSync(path));
      return;
    }
    for (const name of readdirSync(path).sort()) {
      if (!SKIPPED.has(name) && !name.startsWith('dist.') && !name.endsWith('.test.ts')) add(join(path, name));
    }
  };
  for (const path of paths) add(join(rootDir, path));
  return hash.digest('hex');
}
