import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { endProcess } from './child-process.ts';
import { startNats } from './nats.ts';
import { startPostgres } from './postgres.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { toolsDir } from './project-dirs.ts';

const PREFIX = 'muster-test-';
const OWNED = 'owned.json';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser of the run's PostgreSQL, database `postgres`. Take a database of your own: see test-backends.ts. */
    postgresAdminUrl: string;
    /** The run's NATS, shared by all test files. For one of your own (40 ms) see test-backends.ts. */
    natsUrl: string;
  }
}

/** One PostgreSQL and one NATS for the whole run; both are gone when it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await endLeftOvers();
  const homeDir = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(homeDir, 0o711); // as root PostgreSQL runs as another user, who must get in
  const password = randomBytes(12).toString('hex');
  const [postgres, nats] = await Promise.all([
    startPostgres({ homeDir, password, logFile: join(homeDir, 'postgres.log'), unsafeFast: true }),
    startNats({ homeDir, toolsDir, mode: 'test', password, logFile: join(homeDir, 'nats.log') }),
  ]);
  const owned = { owner: identify(process.pid), processes: [postgres.running.identity, nats.running.identity] };
  writeFileSync(join(homeDir, OWNED), JSON.stringify(owned));
  project.provide('postgresAdminUrl', postgres.adminUrl);
  project.provide('natsUrl', nats.url);
  return async () => {
    await Promise.all([postgres.stop(), nats.stop()]);
    rmSync(homeDir, { recursive: true, force: true });
  };
}

/** A run that was killed could not clean up; the next one does. */
async function endLeftOvers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const homeDir = join(tmpdir(), name);
    try {
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
