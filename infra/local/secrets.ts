import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SECRET_BYTES = 24;
/** Typed by hand from a screen. */
const DEMO_PASSWORD_BYTES = 5;

/** Made once a home and kept in `secrets.json`, readable by its owner only. */
export interface Secrets {
  /** What the services show each other. */
  readonly internalToken: string;
  /** For callers' systems that report alarms. */
  readonly intakeKey: string;
  /** For each other way in its own: short messages, apps, vehicles, devices … */
  readonly channelKeys: Readonly<Record<string, string>>;
  /** For vehicle terminals that report positions. */
  readonly trackingKey: string;
  readonly postgresPassword: string;
  readonly natsPassword: string;
  /** By sign-in name. */
  readonly demoPasswords: Readonly<Record<string, string>>;
}

const CHANNELS = ['sms', 'app', 'ecall', 'aml', 'iot', 'panel', 'centre', 'voice'] as const;
const NAMES = ['internalToken', 'intakeKey', 'trackingKey', 'postgresPassword', 'natsPassword'] as const;

export function secretsFile(homeDir: string): string {
  return join(homeDir, 'secrets.json');
}

export function randomPassword(): string {
  return randomBytes(SECRET_BYTES).toString('hex');
}

/** People type theirs from a screen; the administrator's and a program's are read from the file. */
export function ensureSecrets(homeDir: string, users: readonly { username: string; person: boolean }[]): Secrets {
  const known = readSecrets(homeDir);
  const secrets = Object.fromEntries(NAMES.map((name) => [name, known?.[name] ?? randomPassword()]));
  const channelKeys = Object.fromEntries(
    CHANNELS.map((channel) => [channel, known?.channelKeys?.[channel] ?? randomPassword()]),
  );
  const demoPasswords = { ...known?.demoPasswords };
  for (const { username, person } of users) {
    demoPasswords[username] ??= person ? randomBytes(DEMO_PASSWORD_BYTES).toString('hex') : randomPassword();
  }
  const all = { ...secrets, channelKeys, demoPasswords } as unknown as Secrets;
  const file = secretsFile(homeDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
  return all;
}

export function readSecrets(homeDir: string): Secrets | null {
  try {
    return JSON.parse(readFileSync(secretsFile(homeDir), 'utf8')) as Secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${secretsFile(homeDir)} cannot be read`, { cause: error });
  }
}
