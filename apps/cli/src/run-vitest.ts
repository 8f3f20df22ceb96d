import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NO_COUNTS: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Runs projects of vitest.config.mts and counts; a run that ends without a report counts as one failure. */
export async function runVitest(projects: readonly string[], env: Readonly<Record<string, string>>): Promise<Counts> {
  const dir = mkdtempSync(join(tmpdir(), 'muster-vitest-'));
  const reportFile = join(dir, 'report.json');
  const args = ['run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  try {
    const { code } = await runTool('vitest', [...args, ...projects.map((name) => `--project=${name}`)], { env });
    const counts = existsSync(reportFile) ? countReport(JSON.parse(readFileSync(reportFile, 'utf8'))) : NO_COUNTS;
    // An error outside any test fails the run as well.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export function countReport(report: Report): Counts {
  let counts = NO_COUNTS;
  for (const file of report.testResults) {
    const count = (...states: string[]): number =>
      file.assertionResults.filter(({ status }) => states.includes(status)).length;
    const failed = count('failed');
    // A file that cannot even be loaded has no tests to fail.
    const unloaded = file.status === 'failed' && failed === 0 ? 1 : 0;
    const skipped = count('skipped', 'pending', 'todo', 'disabled');
    counts = addCounts(counts, { passed: count('passed'), failed: failed + unloaded, skipped });
  }
  return counts;
}
