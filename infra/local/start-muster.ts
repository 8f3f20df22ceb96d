import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RefusalError } from '@muster/kernel/result';
import { ensureCertificate, isLoopback } from './certificate.ts';
import { DEMO_ROLES, demoUsers } from './demo-users.ts';
import { drillSpec } from './drill-process.ts';
import { freePorts } from './free-ports.ts';
import { logFileOf } from './log-files.ts';
import { checkDatabaseUrl, checkDisk, checkNatsUrl, checkPublicPort } from './machine-checks.ts';
import { prepareNats } from './nats.ts';
import { preparePostgres } from './postgres.ts';
import { ensureDatabase, ensureRole } from './postgres-roles.ts';
import { identify } from './process-identity.ts';
import type { Progress } from './progress.ts';
import { toolsDir } from './project-dirs.ts';
import { refuseStart } from './refuse-start.ts';
import { endLeftOvers, lockHome } from './run-record.ts';
import { ensureSecrets, randomPassword, type Secrets } from './secrets.ts';
import { SERVICES, type ServiceContext, type ServicePorts, type ServiceRow, serviceSpec } from './services.ts';
import { Supervisor } from './supervisor.ts';

const BACKEND_READY_TIMEOUT_MS = 60_000;
const SERVICE_READY_TIMEOUT_MS = 90_000;
export const START_STEPS = 6;

export interface StartOptions {
  readonly homeDir: string;
  /** `drill`: the demo. */
  readonly mode: 'drill' | 'live';
  readonly publicPort: number;
  readonly publicListen: string;
  readonly webDistDir: string;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly withDrill: boolean;
  readonly progress: Progress;
  /** Aborted when somebody wants to stop before everything is up. */
  readonly signal: AbortSignal;
  /** Gives the city pack's directory, or '' for none; refuses a wrong one before anything starts. */
  prepareCity(signal: AbortSignal): Promise<string>;
  buildWeb(signal: AbortSignal): Promise<unknown>;
  readonly services?: readonly ServiceRow[];
}

export interface StartedMuster {
  readonly publicUrl: string;
  readonly secrets: Secrets;
  readonly certificateFile: string | null;
  /** Edge → services → NATS → PostgreSQL, then the home is free. */
  stop(): Promise<void>;
}

/** Starts everything on this machine, or nothing: whatever fails, what was started is stopped again. */
export async function startMuster(options: StartOptions): Promise<StartedMuster> {
  const { homeDir, progress } = options;
  mkdirSync(homeDir, { recursive: true, mode: 0o711 });
  const release = lockHome(homeDir);
  let supervisor: Supervisor | null = null;
  try {
    const left = await progress.step('检查本机', 'checked this machine', () => checkMachine(options));
    if (left > 0) progress.note(`上次异常退出,已结束遗留的 ${left} 个进程 · ended ${left} processes of a killed start`);
    const secrets = ensureSecrets(homeDir, DEMO_ROLES);
    const tls = isLoopback(options.publicListen) ? undefined : await ensureCertificate(homeDir, options.publicListen);
    const publicUrl = publicUrlOf(options, tls !== undefined);
    supervisor = new Supervisor({
      homeDir,
      logsDir: join(homeDir, 'logs'),
      record: { launcher: identify(process.pid)!, startedAtMs: Date.now(), mode: options.mode, cityDir: '', publicUrl },
      tell: (line) => progress.note(line),
    });
    await startAll(options, supervisor, secrets, tls);
    supervisor.declareRunning();
    const running = supervisor;
    return {
      publicUrl,
      secrets,
      certificateFile: tls?.certFile ?? null,
      stop: async () => {
        await running.stop();
        release();
      },
    };
  } catch (error) {
    await supervisor?.stop();
    release();
    throw error;
  }
}

async function checkMachine(options: StartOptions): Promise<number> {
  const left = await endLeftOvers(options.homeDir);
  checkDisk(options.homeDir);
  const missing = (options.services ?? SERVICES).find((service) => !existsSync(service.entryFile));
  if (missing !== undefined) {
    refuseStart(
      'precondition',
      `代码不完整:缺少 ${missing.entryFile}`,
      `This copy is incomplete: ${missing.entryFile} is missing.`,
    );
  }
  await checkPublicPort(options.publicPort, options.publicListen);
  if (options.databaseUrl !== '') await checkDatabaseUrl(options.databaseUrl);
  if (options.natsUrl !== '') await checkNatsUrl(options.natsUrl);
  return left.length;
}

async function startAll(
  options: StartOptions,
  supervisor: Supervisor,
  secrets: Secrets,
  tls: ServiceContext['tls'],
): Promise<void> {
  const { progress, homeDir, mode } = options;
  // Nobody waits for the readiness of what will be stopped anyway.
  const giveUp = (): void => void supervisor.stop();
  options.signal.addEventListener('abort', giveUp, { once: true });
  const services = options.services ?? SERVICES;
  const [cityDir, , databaseUrl, natsUrl] = await allOrNone(options.signal, giveUp, (signal) => [
    progress.step('城市数据', 'city', () => options.prepareCity(signal)),
    progress.step('网页', 'web pages', () => options.buildWeb(signal)),
    progress.step('数据库 PostgreSQL', 'database', () => startDatabase(options, supervisor, secrets)),
    progress.step('消息总线 NATS', 'message bus', () => startBus(options, supervisor, secrets)),
  ]);
  supervisor.setCity(cityDir);
  const numbers = await freePorts(services.length * 2);
  const ports = new Map<string, ServicePorts>();
  for (const [at, { name }] of services.entries())
    ports.set(name, { http: numbers[2 * at], grpc: numbers[2 * at + 1] });
  const context: ServiceContext = {
    mode,
    homeDir,
    cityDir,
    natsUrl,
    secrets,
    publicPort: options.publicPort,
    publicListen: options.publicListen,
    ...(tls === undefined ? {} : { tls }),
    webDistDir: options.webDistDir,
    users: JSON.stringify(demoUsers(secrets, mode, cityDir)),
  };
  await progress.step(`${services.length} 个服务`, `${services.length} services`, async () => {
    const start = async (service: ServiceRow): Promise<void> => {
      const url = await serviceDatabase(databaseUrl, service.name);
      options.signal.throwIfAborted();
      await supervisor.run(serviceSpec(service, context, ports, url), service.stage);
      await supervisor.untilReady(service.name, SERVICE_READY_TIMEOUT_MS);
    };
    await allOrNone(options.signal, giveUp, () => services.map(start));
  });
  const drill = options.withDrill ? drillSpec(context, ports, publicUrlOf(options, tls !== undefined)) : null;
  if (drill !== null) {
    await supervisor.run(drill, 'drill');
    await supervisor.untilReady(drill.name, SERVICE_READY_TIMEOUT_MS);
  }
  options.signal.throwIfAborted();
  options.signal.removeEventListener('abort', giveUp);
}

async function startDatabase(options: StartOptions, supervisor: Supervisor, secrets: Secrets): Promise<string> {
  if (options.databaseUrl !== '') return options.databaseUrl;
  const logFile = logFileOf(join(options.homeDir, 'logs'), 'postgres');
  const { spec, adminUrl } = await preparePostgres({
    homeDir: options.homeDir,
    password: secrets.postgresPassword,
    logFile,
  });
  options.signal.throwIfAborted();
  await supervisor.run(spec, 'database');
  await supervisor.untilReady(spec.name, BACKEND_READY_TIMEOUT_MS);
  // A drill's facts and a live system's never lie in one database.
  return ensureDatabase(adminUrl, `muster_${options.mode}`);
}

async function startBus(options: StartOptions, supervisor: Supervisor, secrets: Secrets): Promise<string> {
  if (options.natsUrl !== '') return options.natsUrl;
  const { spec, url } = await prepareNats({
    homeDir: options.homeDir,
    toolsDir,
    mode: options.mode,
    password: secrets.natsPassword,
    logFile: logFileOf(join(options.homeDir, 'logs'), 'nats'),
    tell: (line) => options.progress.note(line),
  });
  options.signal.throwIfAborted();
  await supervisor.run(spec, 'bus');
  await supervisor.untilReady(spec.name, BACKEND_READY_TIMEOUT_MS);
  return url;
}

async function serviceDatabase(databaseUrl: string, service: string): Promise<string> {
  try {
    return await ensureRole(databaseUrl, service, randomPassword());
  } catch (cause) {
    const why = (cause as Error).message;
    throw new RefusalError({
      code: 'precondition',
      messageZh: `无法为 ${service} 建立数据库角色和模式:${why}`,
      message: `The role and the schema of ${service} could not be made in the database: ${why}`,
    });
  }
}

/** The first failure stops the others and is the one that is reported; nothing goes on behind the caller's back. */
async function allOrNone<T extends readonly unknown[]>(
  outer: AbortSignal,
  giveUp: () => void,
  start: (signal: AbortSignal) => { [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const failed = new AbortController();
  const tasks = start(AbortSignal.any([outer, failed.signal])) as Promise<unknown>[];
  let first: unknown = null;
  for (const task of tasks) {
    task.catch((error: unknown) => {
      if (first !== null) return;
      first = error;
      failed.abort();
      giveUp();
    });
  }
  await Promise.allSettled(tasks);
  outer.throwIfAborted();
  if (first !== null) throw first;
  return (await Promise.all(tasks)) as unknown as T;
}

function publicUrlOf({ publicListen, publicPort }: StartOptions, encrypted: boolean): string {
  const everywhere = publicListen === '0.0.0.0' || publicListen === '::';
  const host = everywhere ? 'localhost' : publicListen.includes(':') ? `[${publicListen}]` : publicListen;
  return `${encrypted ? 'https' : 'http'}://${host}:${publicPort}`;
}
