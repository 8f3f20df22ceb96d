import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { whyNatsNotAnswering } from '../nats.ts';
import { ensureRole, withClient } from '../postgres-roles.ts';
import { startTimeOf } from '../process-identity.ts';
import { createTestDatabase, startTestNats, type TestDatabase } from '../test-backends.ts';

describe('PostgreSQL for one machine', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('dispatch');
  });
  afterAll(() => database.drop());

  test('stores Chinese text: the cluster is UTF-8', async () => {
    const { rows } = await withClient(database.url, (client) =>
      client.query("SELECT '集结' AS text, current_setting('server_encoding') AS encoding"),
    );
    expect(rows).toEqual([{ text: '集结', encoding: 'UTF8' }]);
  });

  test('commits before it acknowledges', async () => {
    const { rows } = await withClient(database.url, (client) => client.query('SHOW synchronous_commit'));
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  test('gives a service its own schema by default', async () => {
    const { rows } = await withClient(database.url, async (client) => {
      await client.query('CREATE TABLE probe (id int)');
      return client.query("SELECT schemaname FROM pg_tables WHERE tablename = 'probe'");
    });
    expect(rows).toEqual([{ schemaname: 'dispatch' }]);
  });

  test('refuses a service that reads another service’s tables', async () => {
    const other = await ensureRole(database.adminUrl, 'unit-tracking', 'another');
    await expect(withClient(other, (client) => client.query('SELECT * FROM dispatch.probe'))).rejects.toThrow(
      /permission denied for schema dispatch/,
    );
  });

  test('lets only the newest password in when a role is made again', async () => {
    const first = await ensureRole(database.adminUrl, 'call-classification', 'first');
    const second = await ensureRole(database.adminUrl, 'call-classification', 'second');
    await expect(withClient(first, (client) => client.query('SELECT 1'))).rejects.toThrow(/password/);
    await expect(withClient(second, (client) => client.query('SELECT 1'))).resolves.toBeDefined();
  });
});

test('NATS answers while it runs and leaves no process behind', async () => {
  const nats = await startTestNats();
  const port = Number(new URL(nats.url).port);
  expect(await whyNatsNotAnswering('127.0.0.1', port)).toBeNull();
  await nats.stop();
  expect(startTimeOf(nats.pid)).toBeNull();
  expect(await whyNatsNotAnswering('127.0.0.1', port)).toMatch(/ECONNREFUSED/);
});

test('the run’s own NATS answers', async () => {
  expect(await whyNatsNotAnswering('127.0.0.1', Number(new URL(inject('natsUrl')).port))).toBeNull();
});
