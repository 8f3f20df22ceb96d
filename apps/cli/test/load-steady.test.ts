import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '@muster/local/find-tool';
import { toolsDir } from '@muster/local/project-dirs';
import { readRunRecord } from '@muster/local/run-record';
import { k6 } from '@muster/local/tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestMuster, type TestMuster } from '../../../e2e/whole-line.ts';
import type { LoadResult } from '../src/load/result.ts';
import { steady } from '../src/load/steady.ts';
import { BRIEF } from '../src/load/steady-plan.ts';

/** Not installed for this: building it takes minutes. `./muster load steady` does, and from then on it is found. */
const places = [process.env[k6.variable] ?? '', join(toolsDir, 'bin', 'k6')];
const hasK6 = onPath(k6.names) !== null || places.some((place) => place !== '' && existsSync(place));
if (!hasK6) console.warn('load steady: skipped, k6 is not here (./muster load steady installs it)');

describe.skipIf(!hasK6)('a brief load by k6', () => {
  let muster: TestMuster;
  let result: LoadResult;

  beforeAll(async () => {
    muster = await startTestMuster({ env: { MUSTER_SEED_UNITS: String(BRIEF.units) } });
    const { url, secrets, homeDir } = muster;
    result = await steady({
      url,
      secrets,
      plan: BRIEF,
      workDir: join(homeDir, 'load'),
      pids: () => new Map(readRunRecord(homeDir)?.processes.map(({ name, pid }) => [name, pid])),
      signal: new AbortController().signal,
      tell: () => {},
    });
  }, 180_000);
  afterAll(() => muster?.stop());

  test('loses no alarm and no send, and sends no unit twice', () => {
    const { lost, lostSends, doublyAssigned } = result.verdict;
    expect({ lost, lostSends, doublyAssigned }).toEqual({ lost: [], lostSends: [], doublyAssigned: [] });
    expect(result.verdict.receipts).toBeGreaterThanOrEqual(BRIEF.callsPerS * (BRIEF.loadS - 1));
  });

  test('goes the whole way: races, sends, buttons, joins, positions on screens', () => {
    const { races, assignments, presses, merged, positionsAtScreens, snapshots } = result.counts;
    for (const [what, n] of Object.entries({ races, assignments, presses, merged, positionsAtScreens, snapshots })) {
      expect(n, what).toBeGreaterThan(0);
    }
    expect(result.verdict.served).toBeGreaterThan(0);
  });

  test('states its latencies and its own CPU apart', () => {
    expect(result.latencies.receipt.p99Ms).toBeGreaterThan(0);
    expect(result.latencies.callToRecommendation.p99Ms).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(Object.keys(result.cpu.generatorS)).toContain('k6');
  });
});
