import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Component } from '@muster/kernel/lifecycle';
import type { TestProject } from 'vitest/node';
import { startNats } from './nats.ts';
import { startPostgres } from './postgres.ts';
import { postgresDirsOf } from './postgres-place.ts';
import { toolsDir } from './project-dirs.ts';
import { endLeftOverTestHomes, recordOwned, TEST_HOME_PREFIX } from './test-homes.ts';

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
  await endLeftOverTestHomes();
  const homeDir = mkdtempSync(join(tmpdir(), TEST_HOME_PREFIX));
  chmodSync(homeDir, 0o711); // as root PostgreSQL runs as another user, who must get in
  const password = randomBytes(12).toString('hex');
  const [postgres, nats] = await both(
    startPostgres({ homeDir, password, logFile: join(homeDir, 'postgres.log'), unsafeFast: true }),
    startNats({ homeDir, toolsDir, mode: 'test', password, logFile: join(homeDir, 'nats.log') }),
  );
  recordOwned(homeDir, [postgres.running.identity, nats.running.identity]);
  project.provide('postgresAdminUrl', postgres.adminUrl);
  project.provide('natsUrl', nats.url);
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), nats.stop()]);
    for (const dir of [...postgresDirsOf(homeDir), homeDir]) rmSync(dir, { recursive: true, force: true });
  };
  // Vitest ends at once on SIGTERM, without asking us to clean up.
  process.once('SIGTERM', () => void stop().finally(() => process.exit(143)));
  return stop;
}

/** When one of them does not start, the other is not left running. */
async function both<A extends Component, B extends Component>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  try {
    return await Promise.all([a, b]);
  } catch (error) {
    for (const started of await Promise.allSettled([a, b])) {
      if (started.status === 'fulfilled') await started.value.stop();
    }
    throw error;
  }
}
