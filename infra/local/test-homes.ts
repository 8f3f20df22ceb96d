import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from './child-process.ts';
import { postgresDirsOf } from './postgres-place.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { endLeftOvers, readRunRecord } from './run-record.ts';

/** Directories of test runs, in the system's temporary directory. */
export const TEST_HOME_PREFIX = 'muster-test-';
const OWNED = 'owned.json';

/** Notes whose processes these are: ours. */
export function recordOwned(homeDir: string, processes: readonly ProcessIdentity[]): void {
  writeFileSync(join(homeDir, OWNED), JSON.stringify({ owner: identify(process.pid), processes }));
}

/** A run that was killed could not clean up; the next one does. */
export async function endLeftOverTestHomes(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(TEST_HOME_PREFIX))) {
    const homeDir = join(tmpdir(), name);
    try {
      const record = readRunRecord(homeDir);
      if (record !== null) {
        if (isAlive(record.launcher)) continue;
        await endLeftOvers(homeDir);
        for (const dir of [...postgresDirsOf(homeDir), homeDir]) rmSync(dir, { recursive: true, force: true });
        continue;
      }
      const owned = JSON.parse(readFileSync(join(homeDir, OWNED), 'utf8')) as {
        owner: ProcessIdentity;
        processes: ProcessIdentity[];
      };
      if (isAlive(owned.owner)) continue;
      for (const identity of owned.processes)
        await endProcess(identity, { stopSignal: 'SIGINT', stopTimeoutMs: 3_000 });
      rmSync(homeDir, { recursive: true, force: true });
    } catch {
      // Another user's, or one that is only starting: not ours to touch.
    }
  }
}
