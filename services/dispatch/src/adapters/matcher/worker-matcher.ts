import { Worker } from 'node:worker_threads';
import type { SimilarFact } from '@muster/contracts/events/dispatch';
import type { IncidentId } from '@muster/kernel/ids';
import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { Matcher } from '../../app/likeness.ts';
import type { ReportFact } from '../../domain/reports.ts';
import type { Found, Message } from './worker.ts';

/** A batch that is not answered by then: the thread hangs and is started again. */
const HANGS_AFTER_MS = 30_000;
const RESTART_MS = 500;
const RESTART_MAX_MS = 30_000;

interface Asked {
  readonly answered: (found: ReadonlyMap<IncidentId, readonly SimilarFact[]> | null) => void;
  readonly limit: NodeJS.Timeout;
}

/** Keeps the thread that compares calls alive. It reads the city's names at its start; questions wait until then. */
export class WorkerMatcher implements Matcher, Component {
  readonly #cityDir: string;
  readonly #log: Log;
  readonly #asked = new Map<number, Asked>();
  #worker: Worker | undefined;
  #lastId = 0;
  #failures = 0;
  #tell: () => void = () => {};
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(deps: { cityDir: string; log: Log }) {
    this.#cityDir = deps.cityDir;
    this.#log = deps.log;
    this.#start();
  }

  onEmpty(tell: () => void): void {
    this.#tell = tell;
  }

  put(incidentId: IncidentId, reports: readonly ReportFact[] | null): void {
    this.#worker?.postMessage({ kind: 'put', incidentId, reports } satisfies Message);
  }

  match(incidentIds: readonly IncidentId[]): Promise<ReadonlyMap<IncidentId, readonly SimilarFact[]> | null> {
    const worker = this.#worker;
    if (worker === undefined) return Promise.resolve(null);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.#log.error('the thread that compares calls hangs; ending it');
        void worker.terminate();
      }, HANGS_AFTER_MS);
      this.#asked.set(id, { answered: resolve, limit });
      worker.postMessage({ kind: 'match', id, incidentIds } satisfies Message);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    await this.#worker?.terminate();
  }

  /** Ends the thread as a crash would; for tests. */
  async crash(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): void {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { cityDir: this.#cityDir } });
    worker.unref();
    this.#worker = worker;
    worker.on('message', (message: Found | string) => {
      this.#failures = 0;
      if (typeof message !== 'string') this.#answer(message.id, new Map(message.found));
    });
    worker.on('error', (error) => this.#log.error({ err: error }, 'the thread that compares calls failed'));
    worker.on('exit', () => this.#ended(worker));
    this.#tell();
  }

  #answer(id: number, found: ReadonlyMap<IncidentId, readonly SimilarFact[]> | null): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    clearTimeout(asked.limit);
    this.#asked.delete(id);
    asked.answered(found);
  }

  #ended(worker: Worker): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    for (const id of [...this.#asked.keys()]) this.#answer(id, null);
    if (this.#stopping) return;
    const waitMs = Math.min(RESTART_MAX_MS, RESTART_MS * 2 ** this.#failures++);
    this.#log.warn(
      { waitMs },
      'the thread that compares calls ended; starting it again, no joins are proposed meanwhile',
    );
    this.#restart = setTimeout(() => this.#start(), waitMs);
  }
}
