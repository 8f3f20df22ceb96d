import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDir } from '@muster/local/project-dirs';
import { runTool } from './run-tool.ts';

export interface CheckResult {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly output: string;
}

interface Check {
  readonly name: string;
  /** Why it cannot be made here; absent when it can. */
  readonly skip?: string;
  run(): Promise<{ code: number; output: string }>;
}

const quiet = { quiet: true };

/** Everything that needs no running system: form, types, and the wire contract against `main`. */
export async function runChecks(): Promise<CheckResult[]> {
  const against = protoOfMain();
  const webConfig = join('apps', 'web', 'tsconfig.json');
  const checks: Check[] = [
    { name: 'biome', run: () => runTool('biome', ['ci', '--colors=off'], quiet) },
    { name: 'types', run: () => runTool('tsc', ['-p', 'tsconfig.json'], quiet) },
    {
      name: 'types of apps/web',
      ...(existsSync(join(projectDir, webConfig)) ? {} : { skip: 'apps/web has no tsconfig.json' }),
      run: () => runTool('tsc', ['-p', webConfig], quiet),
    },
    { name: 'types of load-tests/k6', run: () => runTool('tsc', ['-p', join('load-tests', 'k6')], quiet) },
    { name: 'buf lint', run: () => runTool('buf', ['lint', 'proto'], quiet) },
    {
      name: 'buf breaking',
      ...(against === null ? { skip: 'there is no branch main with a proto directory here' } : {}),
      run: () => runTool('buf', ['breaking', 'proto', '--against', against!], quiet),
    },
  ];
  try {
    return await Promise.all(checks.map(runCheck));
  } finally {
    if (against !== null) rmSync(join(against, '..'), { recursive: true, force: true });
  }
}

async function runCheck({ name, skip, run }: Check): Promise<CheckResult> {
  if (skip !== undefined) return { name, state: 'skipped', output: skip };
  const { code, output } = await run();
  return { name, state: code === 0 ? 'passed' : 'failed', output };
}

export function printCheck({ name, state, output }: CheckResult): void {
  const mark = { passed: '✓', failed: '✗', skipped: '–' }[state];
  console.log(`${mark} ${name}${state === 'skipped' ? ` (${output})` : ''}`);
  if (state === 'failed') console.log(output.trimEnd());
}

/** The contract as it is on the main branch, unpacked; `null` where there is none to compare with. */
function protoOfMain(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'muster-proto-'));
  for (const ref of ['origin/main', 'main']) {
    try {
      const options = { cwd: projectDir, stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'] };
      const archive = execFileSync('git', ['archive', ref, 'proto'], options);
      execFileSync('tar', ['-x', '-C', dir], { input: archive });
      return join(dir, 'proto');
    } catch {
      // Not a clone, or a branch without it: the next one.
    }
  }
  rmSync(dir, { recursive: true, force: true });
  return null;
}
