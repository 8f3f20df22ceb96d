import { globSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '@muster/local/project-dirs';
import { runGentleDrill } from '@muster/sim/drill/gentle-drill';
import type { Command } from 'commander';

/** Drill seconds in one real second: vehicles are seen to move, and a job ends while one looks. */
const SPEED = 4;

/** Started by `./muster start` beside the demo; not for people. */
export function register(program: Command): void {
  program.command('gentle-drill', { hidden: true }).action(gentleDrill);
}

async function gentleDrill(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  const users = JSON.parse(process.env.MUSTER_DEMO_USERS ?? '[]') as {
    username: string;
    password: string;
    unitId?: string;
  }[];
  await runGentleDrill({
    url: process.env.MUSTER_PUBLIC_URL ?? '',
    cityDir: process.env.MUSTER_CITY ?? '',
    username: 'drill',
    password: users.find((user) => user.username === 'drill')?.password ?? '',
    intakeKey: process.env.MUSTER_INTAKE_KEY ?? '',
    trackingKey: process.env.MUSTER_TRACKING_KEY ?? '',
    callFiles: globSync(join(projectDir, 'services/call-classification/corpus/zh/*.jsonl')),
    speed: SPEED,
    seed: Date.now() % 4_294_967_295,
    reserved: new Set(users.flatMap((user) => user.unitId ?? [])),
    signal: stop.signal,
  });
  process.exit(0);
}
