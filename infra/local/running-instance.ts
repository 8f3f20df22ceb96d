import type { Mode } from '@muster/kernel/mode';
import { refuseStart } from './refuse-start.ts';
import { liveLauncher, type RunRecord, readRunRecord } from './run-record.ts';
import { readSecrets, type Secrets } from './secrets.ts';

/** What a command needs to talk to the Muster that runs on this machine. */
export interface RunningInstance {
  readonly mode: Mode;
  readonly publicUrl: string;
  readonly cityDir: string;
  readonly secrets: Secrets;
  /** host:port by service name; `http` and `grpc`. */
  readonly addresses: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** With the password; `null` when NATS_URL named one outside. */
  readonly natsUrl: string | null;
  readonly record: RunRecord;
}

/** Refuses with a sentence when nothing runs in this home. */
export function runningInstance(homeDir: string): RunningInstance {
  const record = readRunRecord(homeDir);
  const secrets = readSecrets(homeDir);
  if (record === null || secrets === null || liveLauncher(homeDir) === null) {
    return refuseStart(
      'unavailable',
      '集结没有运行:先执行 ./muster start。',
      'Muster is not running: run ./muster start first.',
    );
  }
  const addresses = Object.fromEntries(
    record.processes.map(({ name, ports }) => [
      name,
      Object.fromEntries(Object.entries(ports).map(([port, number]) => [port, `127.0.0.1:${number}`])),
    ]),
  );
  const nats = addresses.nats?.client;
  return {
    mode: record.mode,
    publicUrl: record.publicUrl,
    cityDir: record.cityDir,
    secrets,
    addresses,
    natsUrl: nats === undefined ? null : `nats://muster_${record.mode}:${secrets.natsPassword}@${nats}`,
    record,
  };
}
