import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDemoPack } from '@muster/city/demo/generate';
import { unwrap } from '@muster/kernel/result';
import { freePorts } from '@muster/local/free-ports';
import { postgresDirsOf } from '@muster/local/postgres-place';
import { Progress } from '@muster/local/progress';
import { readRunRecord } from '@muster/local/run-record';
import type { Secrets } from '@muster/local/secrets';
import { START_STEPS, startMuster } from '@muster/local/start-muster';
import { TEST_HOME_PREFIX } from '@muster/local/test-homes';

/** A town with every kind of station, made in about a second. */
const TOWN_NODES = 2_000;

export interface TestMuster {
  readonly url: string;
  readonly secrets: Secrets;
  readonly cityDir: string;
  readonly homeDir: string;
  /** The process a service runs in now. */
  pidOf(service: string): number;
  /** How often the launcher started it again. */
  restartsOf(service: string): number;
  stop(): Promise<void>;
}

/**
 * The whole of Muster as `./muster start` runs it, in drill mode, in a home and a town of its own.
 *
 * @param env set for the services: MUSTER_SEED_UNITS, OTEL_EXPORTER_OTLP_ENDPOINT …
 */
export async function startTestMuster(
  options: { env?: Readonly<Record<string, string>>; webDistDir?: string } = {},
): Promise<TestMuster> {
  const homeDir = mkdtempSync(join(tmpdir(), `${TEST_HOME_PREFIX}line-`));
  chmodSync(homeDir, 0o711);
  const cityDir = join(homeDir, 'town');
  const before = { ...process.env };
  Object.assign(process.env, options.env);
  const told: string[] = [];
  try {
    const muster = await startMuster({
      homeDir,
      mode: 'drill',
      publicPort: (await freePorts(1))[0] ?? 0,
      publicListen: '127.0.0.1',
      webDistDir: options.webDistDir ?? '',
      databaseUrl: '',
      natsUrl: '',
      withDrill: false,
      progress: new Progress(START_STEPS, (line) => told.push(line)),
      signal: new AbortController().signal,
      prepareCity: async () => unwrap(await buildDemoPack(cityDir, { seed: 1, size: TOWN_NODES })).dir,
      buildWeb: async () => {},
    });
    const processOf = (service: string) => {
      const found = readRunRecord(homeDir)?.processes.find(({ name }) => name === service);
      if (found === undefined) throw new Error(`${service} is not in the run record`);
      return found;
    };
    return {
      url: muster.publicUrl,
      secrets: muster.secrets,
      cityDir,
      homeDir,
      pidOf: (service) => processOf(service).pid,
      restartsOf: (service) => processOf(service).restarts,
      async stop() {
        await muster.stop();
        for (const dir of [...postgresDirsOf(homeDir), homeDir]) rmSync(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    throw new Error(`the line did not start:\n${told.join('\n')}`, { cause: error });
  } finally {
    for (const name of Object.keys(options.env ?? {})) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
