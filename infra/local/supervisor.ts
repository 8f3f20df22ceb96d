import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  describeExit,
  type ExitReason,
  endProcess,
  type ProcessSpec,
  type RunningProcess,
  spawnDetached,
} from './child-process.ts';
import { LOG_CHECK_INTERVAL_MS, logFileOf, rotateLogs } from './log-files.ts';
import { readableLine } from './readable-log.ts';
import {
  type RecordedProcess,
  type RunRecord,
  removeRunRecord,
  STOP_ORDER,
  type Stage,
  writeRunRecord,
} from './run-record.ts';

const RESTART_MIN_MS = 100;
const RESTART_MAX_MS = 10_000;
/** Up this long, a process counts as healthy again and the next restart is quick. */
const STABLE_AFTER_MS = 30_000;
const READY_POLL_MS = 50;
/** A process that ended this often before it was ever ready will not become so. */
const MAX_FAILED_STARTS = 3;
/** EX_CONFIG: the process says its configuration is wrong; trying again cannot help. */
const EXIT_CONFIG = 78;
const LOG_TAIL_LINES = 12;

interface Child {
  readonly spec: ProcessSpec;
  readonly stage: Stage;
  running: RunningProcess | null;
  startedAtMs: number;
  restarts: number;
  failedStarts: number;
  wasReady: boolean;
  givenUp: string | null;
}

export interface SupervisorDeps {
  readonly homeDir: string;
  readonly logsDir: string;
  readonly record: Omit<RunRecord, 'version' | 'phase' | 'processes'>;
  /** One line for people: something ended, something was started again. */
  tell(line: string): void;
}

/**
 * Runs processes on one machine: each in its own group, started again when it ends unasked (the same command, the same
 * ports), recorded by pid before anything waits for it, and stopped stage by stage.
 */
export class Supervisor {
  readonly #deps: SupervisorDeps;
  #cityDir: string;
  readonly #children: Child[] = [];
  readonly #rotation: NodeJS.Timeout;
  #phase: RunRecord['phase'] = 'starting';
  #stopped: Promise<void> | null = null;
  #isOver = false;

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
    this.#cityDir = deps.record.cityDir;
    mkdirSync(deps.logsDir, { recursive: true });
    this.#rotation = setInterval(() => rotateLogs(deps.logsDir), LOG_CHECK_INTERVAL_MS);
    this.#rotation.unref();
    this.#record();
  }

  /** Starts it and keeps it running. Does not wait until it is ready: see `untilReady`. */
  async run(spec: ProcessSpec, stage: Stage): Promise<void> {
    if (this.#isStopping()) throw new Error(`stopped before ${spec.name} was started`);
    const child: Child = {
      spec,
      stage,
      running: null,
      startedAtMs: 0,
      restarts: 0,
      failedStarts: 0,
      wasReady: false,
      givenUp: null,
    };
    this.#children.push(child);
    await this.#spawn(child);
  }

  /** Throws, with the end of its log, when it ends again and again or the time is over. */
  async untilReady(name: string, timeoutMs: number): Promise<void> {
    const child = this.#child(name);
    const deadline = performance.now() + timeoutMs;
    let why = 'not asked yet';
    while (!child.wasReady) {
      if (this.#isStopping()) throw new Error(`stopped before ${name} was ready`);
      if (child.givenUp !== null) throw new Error(`${name} does not start: ${child.givenUp}\n${this.#logTail(name)}`);
      if (performance.now() > deadline) {
        throw new Error(`${name} was not ready after ${timeoutMs / 1000} s: ${why}\n${this.#logTail(name)}`);
      }
      const answer = child.running === null ? 'not running' : await child.spec.whyNotReady().catch(String);
      if (answer === null) {
        child.wasReady = true;
        return;
      }
      why = answer;
      await sleep(READY_POLL_MS);
    }
  }

  /** The city pack may be made while the first processes start. */
  setCity(cityDir: string): void {
    this.#cityDir = cityDir;
    this.#record();
  }

  /** Everything that was started is ready: from now on the record says so. */
  declareRunning(): void {
    this.#phase = 'running';
    this.#record();
  }

  /** Stage by stage, everything of a stage at once. Safe to call twice. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  async #stopAll(): Promise<void> {
    this.#phase = 'stopping';
    this.#record();
    for (const stage of STOP_ORDER) {
      await Promise.all(this.#children.filter((child) => child.stage === stage).map((child) => this.#end(child)));
    }
    clearInterval(this.#rotation);
    this.#isOver = true;
    removeRunRecord(this.#deps.homeDir);
  }

  async #end({ spec, running }: Child): Promise<void> {
    if (running === null) return;
    const how = await endProcess(running.identity, spec);
    if (how === 'killed')
      this.#deps.tell(
        `${spec.name} 未在 ${spec.stopTimeoutMs / 1000} 秒内停止,已强制结束 · did not stop in time and was killed`,
      );
  }

  async #spawn(child: Child): Promise<void> {
    const { spec } = child;
    const running = await spawnDetached(spec, logFileOf(this.#deps.logsDir, spec.name));
    child.running = running;
    child.startedAtMs = Date.now();
    this.#record();
    void running.exited.then((exit) => this.#onExit(child, exit));
    // The stop may have passed by while the process was being made.
    if (this.#isStopping()) await endProcess(running.identity, spec);
  }

  async #onExit(child: Child, exit: ExitReason): Promise<void> {
    const upMs = Date.now() - child.startedAtMs;
    child.running = null;
    if (this.#isStopping()) return;
    this.#record();
    const said = describeExit(exit);
    if (!child.wasReady) child.failedStarts += 1;
    if (exit.code === EXIT_CONFIG || child.failedStarts >= MAX_FAILED_STARTS) {
      child.givenUp = said;
      if (this.#phase === 'running') this.#deps.tell(`${child.spec.name} 不再重启 · is not started again (${said})`);
      return;
    }
    child.restarts = upMs > STABLE_AFTER_MS ? 1 : child.restarts + 1;
    const waitMs = Math.min(RESTART_MAX_MS, RESTART_MIN_MS * 2 ** (child.restarts - 1));
    const line = `${child.spec.name} 意外结束,${waitMs} 毫秒后重启 · ended (${said}), starting again in ${waitMs} ms`;
    this.#deps.tell(line);
    appendFileSync(logFileOf(this.#deps.logsDir, child.spec.name), `--- ${new Date().toISOString()} ${line}\n`);
    await sleep(waitMs);
    if (this.#isStopping()) return;
    await this.#spawn(child).catch((error: unknown) => {
      child.givenUp = String(error);
      this.#deps.tell(`${child.spec.name} 无法重启 · cannot be started again: ${String(error)}`);
    });
  }

  #isStopping(): boolean {
    return this.#phase === 'stopping';
  }

  #child(name: string): Child {
    const child = this.#children.find((one) => one.spec.name === name);
    if (child === undefined) throw new Error(`${name} was never started`);
    return child;
  }

  #record(): void {
    if (this.#isOver) return;
    const processes = this.#children.flatMap((child): RecordedProcess[] => {
      if (child.running === null) return [];
      const { name, ports, stopSignal, stopTimeoutMs } = child.spec;
      const { stage, startedAtMs, restarts } = child;
      return [{ ...child.running.identity, name, stage, ports, stopSignal, stopTimeoutMs, startedAtMs, restarts }];
    });
    writeRunRecord(this.#deps.homeDir, {
      version: 1,
      ...this.#deps.record,
      cityDir: this.#cityDir,
      phase: this.#phase,
      processes,
    });
  }

  #logTail(name: string): string {
    const lines = readFileSync(logFileOf(this.#deps.logsDir, name), 'utf8').trimEnd().split('\n');
    return lines.slice(-LOG_TAIL_LINES).map(readableLine).join('\n');
  }
}
