import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type NatsAddress, startNats } from './nats.ts';
import { ensureRole, withClient, withDatabase } from './postgres-roles.ts';
import { toolsDir } from './project-dirs.ts';
import { recordOwned, TEST_HOME_PREFIX } from './test-homes.ts';

export interface TestDatabase {
  /** As the service's own role: sees its schema and nothing else. */
  readonly url: string;
  /** As the superuser, same database. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** A fresh, empty database (about 30 ms) with the service's role and schema, as the launcher makes them. */
export async function createTestDatabase(service: string): Promise<TestDatabase> {
  const postgresUrl = inject('postgresAdminUrl');
  const database = `test_${randomBytes(6).toString('hex')}`;
  await withClient(postgresUrl, (client) => client.query(`CREATE DATABASE ${database} TEMPLATE template0`));
  const adminUrl = withDatabase(postgresUrl, database);
  return {
    adminUrl,
    url: await ensureRole(adminUrl, service, randomBytes(12).toString('hex')),
    drop: () =>
      withClient(postgresUrl, (client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`).then(() => undefined)),
  };
}

export interface TestNats extends NatsAddress {
  readonly pid: number;
  stop(): Promise<void>;
}

/** A NATS server with an empty JetStream for this test file alone. */
export async function startTestNats(): Promise<TestNats> {
  const homeDir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}nats-`));
  const password = randomBytes(12).toString('hex');
  const nats = await startNats({ homeDir, toolsDir, mode: 'test', password, logFile: join(homeDir, 'nats.log') });
  recordOwned(homeDir, [nats.running.identity]);
  return {
    url: nats.url,
    user: nats.user,
    password: nats.password,
    pid: nats.running.identity.pid,
    stop: async () => {
      await nats.stop();
      rmSync(homeDir, { recursive: true, force: true });
    },
  };
}
