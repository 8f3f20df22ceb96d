import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from '@muster/kernel/mode';
import type { ProcessSpec } from './child-process.ts';
import { schemaOf } from './postgres-roles.ts';
import { projectDir } from './project-dirs.ts';
import type { Stage } from './run-record.ts';
import type { Secrets } from './secrets.ts';

/** A service gets this long for refuse → drain → flush → close; it ends itself a little earlier. */
const STOP_TIMEOUT_MS = 15_000;
const READY_REQUEST_TIMEOUT_MS = 2_500;

/** What this one machine gives to all services. */
export interface ServiceContext {
  readonly mode: Mode;
  readonly homeDir: string;
  readonly cityDir: string;
  readonly natsUrl: string;
  readonly secrets: Secrets;
  readonly publicPort: number;
  readonly publicListen: string;
  /** Set when the public address is not this machine alone. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  readonly webDistDir: string;
  /** JSON of who can sign in at once (demo-users.ts): everyone in the demo, else the administrator. */
  readonly users: string;
}

export interface ServicePorts {
  readonly http: number;
  readonly grpc: number;
}

export interface ServiceRow {
  readonly name: string;
  readonly entryFile: string;
  readonly stage: Extract<Stage, 'edge' | 'service'>;
  /** Beside what every service gets. */
  extraEnv(context: ServiceContext): Record<string, string>;
}

const entryOf = (name: string): string => join(projectDir, 'services', name, 'src', 'main.ts');

export const SERVICES: readonly ServiceRow[] = [
  row('alarm-intake', 'service', ({ secrets }) => ({
    MUSTER_INTAKE_KEY: secrets.intakeKey,
    MUSTER_CHANNEL_KEYS: channelKeysOf(secrets),
  })),
  row('call-classification', 'service', () => ({})),
  row('resource-registry', 'service', () => ({})),
  row('dispatch', 'service', () => ({})),
  row('unit-tracking', 'service', ({ secrets }) => ({ MUSTER_TRACKING_KEY: secrets.trackingKey })),
  row('command-map', 'edge', commandMapEnv),
];

function row(name: string, stage: ServiceRow['stage'], extraEnv: ServiceRow['extraEnv']): ServiceRow {
  return { name, stage, extraEnv, entryFile: entryOf(name) };
}

/** Those of `secrets.json`, then those that the administrator gives himself. */
const channelKeysOf = ({ channelKeys }: Secrets): string =>
  [...Object.entries(channelKeys).map(([channel, key]) => `${channel}=${key}`), process.env.MUSTER_CHANNEL_KEYS ?? '']
    .filter((entry) => entry !== '')
    .join(',');

function commandMapEnv(context: ServiceContext): Record<string, string> {
  return {
    MUSTER_PORT: String(context.publicPort),
    MUSTER_PUBLIC_LISTEN: context.publicListen,
    MUSTER_DEMO_USERS: context.users,
    MUSTER_WEB_DIST: context.webDistDir,
    ...(context.tls === undefined
      ? {}
      : { MUSTER_TLS_CERT: context.tls.certFile, MUSTER_TLS_KEY: context.tls.keyFile }),
  };
}

/** From the launcher's own environment only what names a place, a language, or a choice the user made for Muster. */
export function inheritedEnv(): Record<string, string> {
  const kept = /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|NODE_EXTRA_CA_CERTS|OTEL_\w+|MUSTER_\w+)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name))) as Record<string, string>;
}

/** Secrets that the user gave for one service: no other one inherits them, the edge above all. */
const SECRETS_OF: Readonly<Record<string, readonly string[]>> = {
  'alarm-intake': [
    ...['MUSTER_INTAKE_KEY', 'MUSTER_CHANNEL_KEYS', 'MUSTER_TELEPHONY_KEY', 'MUSTER_CENTRES'],
    ...['MUSTER_MQTT_PASSWORD', 'MUSTER_STT_KEY', 'MUSTER_SMS_SEND_KEY'],
  ],
  'call-classification': ['MUSTER_LLM_KEY'],
  'unit-tracking': ['MUSTER_TRACKING_KEY'],
};

function inheritedBy(service: string): Record<string, string> {
  const others = Object.entries(SECRETS_OF).flatMap(([owner, names]) => (owner === service ? [] : names));
  return Object.fromEntries(Object.entries(inheritedEnv()).filter(([name]) => !others.includes(name)));
}

/** `alarm-intake` → `MUSTER_ALARM_INTAKE_GRPC` and `…_HTTP`, each host:port. */
export function addressEnv(ports: ReadonlyMap<string, ServicePorts>): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, { http, grpc }] of ports) {
    const prefix = `MUSTER_${schemaOf(name).toUpperCase()}`;
    env[`${prefix}_HTTP`] = `127.0.0.1:${http}`;
    env[`${prefix}_GRPC`] = `127.0.0.1:${grpc}`;
  }
  return env;
}

export function serviceSpec(
  service: ServiceRow,
  context: ServiceContext,
  ports: ReadonlyMap<string, ServicePorts>,
  databaseUrl: string,
): ProcessSpec {
  const own = ports.get(service.name)!;
  const nats = new URL(context.natsUrl);
  const register = join(projectDir, 'packages', 'platform', 'src', 'telemetry', 'register.ts');
  return {
    name: service.name,
    command: process.execPath,
    args: [...(existsSync(register) ? ['--import', register] : []), service.entryFile],
    cwd: projectDir,
    env: {
      ...inheritedBy(service.name),
      NODE_ENV: 'production',
      MUSTER_SERVICE: service.name,
      MUSTER_MODE: context.mode,
      MUSTER_HOME: context.homeDir,
      // What Node compiled and stripped of types once: a third of a service's start.
      NODE_COMPILE_CACHE: join(context.homeDir, 'compiled'),
      MUSTER_CITY: context.cityDir,
      MUSTER_LISTEN: '127.0.0.1',
      MUSTER_HTTP_PORT: String(own.http),
      MUSTER_GRPC_PORT: String(own.grpc),
      MUSTER_INTERNAL_TOKEN: context.secrets.internalToken,
      DATABASE_URL: databaseUrl,
      NATS_URL: context.natsUrl,
      NATS_USER: decodeURIComponent(nats.username),
      NATS_PASSWORD: decodeURIComponent(nats.password),
      ...addressEnv(ports),
      ...service.extraEnv(context),
    },
    ports: { ...own },
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    whyNotReady: () => whyHttpNotReady(`http://127.0.0.1:${own.http}/readyz`),
  };
}

/** `null` when `/readyz` says yes; else its parts that are not ready, in words. */
export async function whyHttpNotReady(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(READY_REQUEST_TIMEOUT_MS) });
    const text = await response.text();
    return response.ok ? null : `${response.status} ${text.slice(0, 500)}`;
  } catch (error) {
    const cause = (error as Error).cause;
    return cause instanceof Error ? cause.message : String(error);
  }
}
