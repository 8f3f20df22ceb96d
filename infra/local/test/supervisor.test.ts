import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { logFileOf, rotateLogs } from '../log-files.ts';
import { identify, isAlive, type ProcessIdentity } from '../process-identity.ts';
import { readRunRecord } from '../run-record.ts';
import { Supervisor } from '../supervisor.ts';
import { TEST_HOME_PREFIX } from '../test-homes.ts';
import { fakeSpec } from './fake-spec.ts';

let homeDir: string;
let notesFile: string;
let supervisor: Supervisor;
let told: string[];

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}supervisor-`));
  notesFile = join(homeDir, 'notes');
  writeFileSync(notesFile, '');
  told = [];
  supervisor = new Supervisor({
    homeDir,
    logsDir: join(homeDir, 'logs'),
    record: { launcher: identify(process.pid)!, startedAtMs: 0, mode: 'test', cityDir: '', publicUrl: '' },
    tell: (line) => told.push(line),
  });
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(homeDir, { recursive: true, force: true });
});

const notes = (): string[] => readFileSync(notesFile, 'utf8').trim().split('\n');
const recorded = (name: string) => readRunRecord(homeDir)?.processes.find((p) => p.name === name);

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await sleep(20);
  }
}

describe('a supervised process', () => {
  test('is started again on the same port after kill −9', async () => {
    await supervisor.run(await fakeSpec('dispatch', notesFile), 'service');
    await supervisor.untilReady('dispatch', 20_000);
    const first = recorded('dispatch')!;
    process.kill(first.pid, 'SIGKILL');
    const second = await until(() => {
      const now = recorded('dispatch');
      return now !== undefined && now.pid !== first.pid && now;
    });
    expect(second.ports).toEqual(first.ports);
    expect(second.restarts).toBe(1);
    await until(() => notes().length === 2);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('SIGKILL');
  });

  test('is not started again when it says that its configuration is wrong', async () => {
    await supervisor.run(await fakeSpec('dispatch', notesFile, 'bad-config'), 'service');
    await expect(supervisor.untilReady('dispatch', 20_000)).rejects.toThrow(
      /dispatch does not start: exit code 78\nconfiguration is wrong: FAKE_FAULT/,
    );
    expect(told).toEqual([]);
  });

  test('is killed when it does not stop in its time', async () => {
    await supervisor.run(await fakeSpec('deaf', notesFile, 'deaf'), 'service');
    await supervisor.untilReady('deaf', 20_000);
    const { pid, startedAt } = recorded('deaf')!;
    await supervisor.stop();
    expect(isAlive({ pid, startedAt })).toBe(false);
    expect(told[0]).toContain('was killed');
  });

  test('leads its own process group, so that Ctrl-C in the terminal does not reach it', async () => {
    await supervisor.run(await fakeSpec('dispatch', notesFile), 'service');
    await supervisor.untilReady('dispatch', 20_000);
    const { pid } = recorded('dispatch')!;
    expect(() => process.kill(-pid, 0)).not.toThrow();
  });
});

test('stops the edge, then the services, then the bus, then the database', async () => {
  const order = [
    ['postgres', 'database'],
    ['nats', 'bus'],
    ['dispatch', 'service'],
    ['command-map', 'edge'],
  ] as const;
  for (const [name, stage] of order) await supervisor.run(await fakeSpec(name, notesFile), stage);
  for (const [name] of order) await supervisor.untilReady(name, 20_000);
  const identities: ProcessIdentity[] = [...readRunRecord(homeDir)!.processes];
  await supervisor.stop();
  expect(notes().filter((line) => line.startsWith('stopped'))).toEqual([
    'stopped command-map',
    'stopped dispatch',
    'stopped nats',
    'stopped postgres',
  ]);
  expect(identities.filter(isAlive)).toEqual([]);
  expect(readRunRecord(homeDir)).toBeNull();
});

test('a log over its limit is kept aside and goes on empty', () => {
  const logsDir = join(homeDir, 'logs');
  const file = logFileOf(logsDir, 'dispatch');
  for (const text of ['first', 'second', 'third', 'fourth']) {
    writeFileSync(file, `${text} line of a log`);
    rotateLogs(logsDir, 10, 2);
  }
  expect(statSync(file).size).toBe(0);
  expect(readFileSync(`${file}.1`, 'utf8')).toContain('fourth');
  expect(readFileSync(`${file}.2`, 'utf8')).toContain('third');
  expect(existsSync(`${file}.3`)).toBe(false);
});
