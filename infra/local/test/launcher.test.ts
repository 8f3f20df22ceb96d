import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, type ProcessIdentity, startTimeOf } from '../process-identity.ts';
import { endLeftOvers, readRunRecord } from '../run-record.ts';

const LAUNCHER = join(import.meta.dirname, 'fake-launcher.ts');
const NAMES = ['postgres', 'nats', 'dispatch', 'command-map'];

let homeDir: string;
let notesFile: string;
let launchers: ChildProcess[];

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), 'muster-launcher-'));
  notesFile = join(homeDir, 'notes');
  writeFileSync(notesFile, '');
  launchers = [];
});
afterEach(async () => {
  for (const launcher of launchers) launcher.kill('SIGKILL');
  await endLeftOvers(homeDir);
  rmSync(homeDir, { recursive: true, force: true });
});

interface Launched {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

function launch(command = process.execPath, args = [LAUNCHER, homeDir, notesFile, ...NAMES]): Launched {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  launchers.push(child);
  let output = '';
  child.stdout!.on('data', (data: Buffer) => {
    output += data.toString();
  });
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) };
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await sleep(20);
}

async function launchAndWait(): Promise<{ launched: Launched; services: ProcessIdentity[] }> {
  const launched = launch();
  await until(() => launched.output().includes('running'));
  return { launched, services: [...readRunRecord(homeDir)!.processes] };
}

const stopped = (): string[] =>
  readFileSync(notesFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('stopped'));
const IN_ORDER = ['stopped command-map', 'stopped dispatch', 'stopped nats', 'stopped postgres'];

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${name} to the launcher, even twice, stops everything in order`, async () => {
    const { launched, services } = await launchAndWait();
    launched.child.kill(name);
    launched.child.kill(name);
    expect(await launched.ended).toBe(0);
    expect(stopped()).toEqual(IN_ORDER);
    expect(services.filter(isAlive)).toEqual([]);
  });
}

test('a second start on the same home refuses and disturbs nothing', async () => {
  const { services } = await launchAndWait();
  const second = launch();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain('Muster already runs in');
  expect(services.filter(isAlive)).toHaveLength(NAMES.length);
});

test('the next start ends what a killed launcher left running', async () => {
  const { launched, services } = await launchAndWait();
  launched.child.kill('SIGKILL');
  await launched.ended;
  expect(services.filter(isAlive)).toHaveLength(NAMES.length);
  const { launched: next, services: fresh } = await launchAndWait();
  expect(next.output()).toContain(`ended ${NAMES.length}`);
  expect(services.filter(isAlive)).toEqual([]);
  expect(fresh.filter(isAlive)).toHaveLength(NAMES.length);
});

test('a pid that was given to another process is left alone', async () => {
  const { launched } = await launchAndWait();
  const record = readRunRecord(homeDir)!;
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  launchers.push(bystander);
  const recycled = { ...record.processes[0], pid: bystander.pid! };
  launched.child.kill('SIGTERM');
  await launched.ended;
  writeFileSync(join(homeDir, 'run.json'), JSON.stringify({ ...record, processes: [recycled] }));
  expect(await endLeftOvers(homeDir)).toEqual([]);
  expect(startTimeOf(bystander.pid!)).not.toBeNull();
});

test('everything stops in order when the parent of the launcher dies', async () => {
  // The parent starts the launcher and does nothing else, like npm.
  const script = `require('node:child_process').spawn(process.execPath, ${JSON.stringify([LAUNCHER, homeDir, notesFile, ...NAMES])}, {stdio: 'inherit'}); setInterval(() => {}, 1000)`;
  const parent = launch(process.execPath, ['-e', script]);
  await until(() => parent.output().includes('running'));
  const { launcher, processes } = readRunRecord(homeDir)!;
  parent.child.kill('SIGKILL');
  await until(() => !isAlive(launcher));
  expect(stopped()).toEqual(IN_ORDER);
  expect(processes.filter(isAlive)).toEqual([]);
});
