import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '@muster/local/free-ports';
import { postgresDirsOf } from '@muster/local/postgres-place';
import { Progress } from '@muster/local/progress';
import { endLeftOvers } from '@muster/local/run-record';
import { START_STEPS, type StartedMuster, startMuster } from '@muster/local/start-muster';

export interface FreshSystem {
  /** Its own, emptied first: what is running elsewhere is never touched, and a second run begins like the first. */
  readonly homeDir: string;
  readonly cityDir: string;
  /** Number of units; 0 for what the stations usually have. */
  readonly units: number;
  readonly signal: AbortSignal;
}

/** All services in drill mode on a free port of this machine, empty and without pages. Whoever starts it stops it. */
export async function startFreshSystem({ homeDir, cityDir, units, signal }: FreshSystem): Promise<StartedMuster> {
  await endLeftOvers(homeDir);
  for (const dir of [...postgresDirsOf(homeDir), join(homeDir, 'nats')]) rmSync(dir, { recursive: true, force: true });
  process.env.MUSTER_SEED_UNITS = String(units);
  return startMuster({
    homeDir,
    mode: 'drill',
    publicPort: (await freePorts(1))[0] ?? 0,
    publicListen: '127.0.0.1',
    webDistDir: '',
    databaseUrl: '',
    natsUrl: '',
    withDrill: false,
    progress: new Progress(START_STEPS, (line) => console.error(line)),
    signal,
    prepareCity: async () => cityDir,
    buildWeb: async () => {},
  });
}
