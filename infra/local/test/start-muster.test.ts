import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { freePorts } from '../free-ports.ts';
import { postgresDirsOf } from '../postgres-place.ts';
import { withClient } from '../postgres-roles.ts';
import { isAlive, type ProcessIdentity } from '../process-identity.ts';
import { Progress } from '../progress.ts';
import { liveLauncher, readRunRecord } from '../run-record.ts';
import { runningInstance } from '../running-instance.ts';
import { secretsFile } from '../secrets.ts';
import type { ServiceRow } from '../services.ts';
import { START_STEPS, type StartedMuster, type StartOptions, startMuster } from '../start-muster.ts';
import { createTestDatabase, type TestDatabase } from '../test-backends.ts';
import { TEST_HOME_PREFIX } from '../test-homes.ts';

let homeDir: string;
let notesFile: string;
let lines: string[];
let started: StartedMuster | null;

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}start-`));
  chmodSync(homeDir, 0o711);
  notesFile = join(homeDir, 'notes');
  writeFileSync(notesFile, '');
  lines = [];
  started = null;
});
afterEach(async () => {
  await started?.stop();
  for (const dir of [...postgresDirsOf(homeDir), homeDir]) rmSync(dir, { recursive: true, force: true });
});

const row = (name: string, stage: ServiceRow['stage']): ServiceRow => ({
  name,
  stage,
  entryFile: join(import.meta.dirname, 'fake-service.mjs'),
  extraEnv: () => ({ FAKE_NOTES: notesFile }),
});

async function optionsOf(changes: Partial<StartOptions> = {}): Promise<StartOptions> {
  const [publicPort] = await freePorts(1);
  return {
    homeDir,
    mode: 'drill',
    publicPort,
    publicListen: '127.0.0.1',
    webDistDir: '',
    databaseUrl: '',
    natsUrl: '',
    withDrill: false,
    progress: new Progress(START_STEPS, (line) => lines.push(line)),
    signal: new AbortController().signal,
    prepareCity: async () => '',
    buildWeb: async () => undefined,
    services: [row('dispatch', 'service'), row('command-map', 'edge')],
    ...changes,
  };
}

async function expectNothingRuns(before: readonly ProcessIdentity[] = []): Promise<void> {
  expect(before.filter(isAlive)).toEqual([]);
  expect(readRunRecord(homeDir)).toBeNull();
  expect(liveLauncher(homeDir)).toBeNull();
}

describe('a start on this machine', () => {
  test('runs database, bus and services, and stops them all', async () => {
    started = await startMuster(await optionsOf());
    const record = readRunRecord(homeDir)!;
    expect(record.phase).toBe('running');
    expect(record.processes.map(({ name }) => name).sort()).toEqual(['command-map', 'dispatch', 'nats', 'postgres']);
    expect(record.processes.filter(isAlive)).toHaveLength(4);
    expect(lines.at(-1)).toMatch(/^\[6\/6\] 2 个服务 · 2 services/);
    expect(runningInstance(homeDir).addresses.dispatch.grpc).toMatch(/^127\.0\.0\.1:\d+$/);
    await started.stop();
    started = null;
    await expectNothingRuns(record.processes);
  });

  test('keeps its data over a stop, and keeps a drill’s apart from a live system’s', async () => {
    const use = async (mode: 'drill' | 'live', statement: string): Promise<unknown[]> => {
      started = await startMuster(await optionsOf({ mode }));
      const { secrets, addresses } = runningInstance(homeDir);
      const url = `postgres://postgres:${secrets.postgresPassword}@${addresses.postgres.sql}/muster_${mode}`;
      const { rows } = await withClient(url, (client) => client.query(statement));
      await started.stop();
      started = null;
      return rows;
    };
    const look = "SELECT 1 AS found FROM pg_tables WHERE tablename = 'kept'";
    await use('drill', 'CREATE TABLE dispatch.kept (id int)');
    expect(await use('drill', look)).toEqual([{ found: 1 }]);
    expect(await use('live', look)).toEqual([]);
  });

  test('brings PostgreSQL back on the same port after kill −9', async () => {
    started = await startMuster(await optionsOf());
    const find = () => readRunRecord(homeDir)!.processes.find(({ name }) => name === 'postgres');
    const first = find()!;
    process.kill(first.pid, 'SIGKILL');
    while ((find() ?? first).pid === first.pid) await sleep(20);
    expect(find()!.ports).toEqual(first.ports);
    const url = `postgres://postgres:${started.secrets.postgresPassword}@127.0.0.1:${first.ports.sql}/postgres`;
    for (let up = false; !up; await sleep(20)) {
      up = await withClient(url, (client) => client.query('SELECT 1')).then(
        () => true,
        () => false,
      );
    }
  });

  test('keeps its secrets to their owner', async () => {
    started = await startMuster(await optionsOf());
    expect(statSync(secretsFile(homeDir)).mode & 0o777).toBe(0o600);
    expect(statSync(join(homeDir, 'run.json')).mode & 0o777).toBe(0o600);
  });

  test('works in a home that only its owner may enter', async () => {
    chmodSync(homeDir, 0o700);
    started = await startMuster(await optionsOf());
    expect(readRunRecord(homeDir)!.processes).toHaveLength(4);
    expect(statSync(homeDir).mode & 0o777).toBe(0o700);
  });

  test('makes a certificate of its own when others may connect', async () => {
    started = await startMuster(await optionsOf({ publicListen: '0.0.0.0' }));
    expect(started.publicUrl).toMatch(/^https:\/\/localhost:/);
    expect(readFileSync(started.certificateFile!, 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(statSync(join(homeDir, 'tls', 'key.pem')).mode & 0o777).toBe(0o600);
  });
});

describe('with a database and a bus of its own, named by DATABASE_URL and NATS_URL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase('unused');
  });
  afterEach(async () => {
    await started?.stop();
    started = null;
    await database.drop();
  });

  async function ownerUrl(attributes: string): Promise<string> {
    const name = new URL(database.adminUrl).pathname.slice(1);
    await withClient(database.adminUrl, async (client) => {
      await client.query(`CREATE ROLE ${name}_owner LOGIN PASSWORD 'owner' ${attributes}`);
      await client.query(`ALTER DATABASE ${name} OWNER TO ${name}_owner`);
    });
    const url = new URL(database.adminUrl);
    url.username = `${name}_owner`;
    url.password = 'owner';
    return url.href;
  }

  test('starts neither of them', async () => {
    started = await startMuster(await optionsOf({ databaseUrl: database.adminUrl, natsUrl: inject('natsUrl') }));
    const names = readRunRecord(homeDir)!.processes.map(({ name }) => name);
    expect(names.sort()).toEqual(['command-map', 'dispatch']);
  });

  test('needs no superuser, only an owner who may make roles', async () => {
    const databaseUrl = await ownerUrl('CREATEROLE');
    const first = await startMuster(await optionsOf({ databaseUrl, natsUrl: inject('natsUrl') }));
    await first.stop();
    // The second start meets roles and schemas that exist.
    started = await startMuster(await optionsOf({ databaseUrl, natsUrl: inject('natsUrl') }));
    expect(readRunRecord(homeDir)!.phase).toBe('running');
  });

  test('says so when the user may not make roles', async () => {
    const databaseUrl = await ownerUrl('');
    await expect(startMuster(await optionsOf({ databaseUrl, natsUrl: inject('natsUrl') }))).rejects.toThrow(
      /could not be made in the database: permission denied to create role/,
    );
    await expectNothingRuns();
  });
});

describe('a start that cannot succeed says why in one sentence and leaves nothing running', () => {
  test('the port is taken', async () => {
    const options = await optionsOf();
    const holder = createServer().listen(options.publicPort, '127.0.0.1');
    await expect(startMuster(options)).rejects.toThrow(`Port ${options.publicPort} is taken by `);
    holder.close();
    await expectNothingRuns();
    expect(existsSync(join(homeDir, 'postgres'))).toBe(false);
  });

  test('DATABASE_URL cannot be reached', async () => {
    const [port] = await freePorts(1);
    const options = await optionsOf({ databaseUrl: `postgres://nobody:secret@127.0.0.1:${port}/muster` });
    await expect(startMuster(options)).rejects.toThrow(
      new RegExp(`The database at 127.0.0.1:${port}, named by DATABASE_URL, cannot be used: .*ECONNREFUSED`),
    );
    await expectNothingRuns();
  });

  test('NATS_URL cannot be reached, or is none', async () => {
    const [port] = await freePorts(1);
    const unreachable = await optionsOf({ natsUrl: `nats://127.0.0.1:${port}` });
    await expect(startMuster(unreachable)).rejects.toThrow(/named by NATS_URL, cannot be reached: .*ECONNREFUSED/);
    await expect(startMuster(await optionsOf({ natsUrl: 'elsewhere' }))).rejects.toThrow(/NATS_URL is not an address/);
    await expectNothingRuns();
  });

  test('a service finds its configuration wrong', async () => {
    const broken: ServiceRow = { ...row('dispatch', 'service'), extraEnv: () => ({ FAKE_FAULT: 'bad-config' }) };
    // The other one would wait for it for a long time.
    const waiting: ServiceRow = { ...row('command-map', 'edge'), extraEnv: () => ({ FAKE_FAULT: 'never-ready' }) };
    const services = [broken, waiting];
    await expect(startMuster(await optionsOf({ services }))).rejects.toThrow(/dispatch does not start: exit code 78/);
    await expectNothingRuns();
  });

  test('the city cannot be made, while everything else starts', async () => {
    const prepareCity = () => Promise.reject(new Error('no city'));
    await expect(startMuster(await optionsOf({ prepareCity }))).rejects.toThrow('no city');
    await expectNothingRuns();
  });

  test('somebody wants to stop before it is up', async () => {
    const controller = new AbortController();
    const prepareCity = async (): Promise<string> => {
      controller.abort(new Error('asked to stop'));
      return '';
    };
    await expect(startMuster(await optionsOf({ prepareCity, signal: controller.signal }))).rejects.toThrow(
      'asked to stop',
    );
    await expectNothingRuns();
  });
});
