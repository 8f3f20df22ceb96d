import { Worker } from 'node:worker_threads';
import type { Component } from '@muster/kernel/lifecycle';
import type { Recommendation } from '@muster/optimiser/recommend';
import type { Log } from '@muster/platform/log';
import type { RoadProblem, RoadRecommender } from '../../app/recommendations.ts';
import type { Answer } from './worker.ts';

/** A dispatcher waits no longer than this for the roads; the straight line is at hand. */
export const ANSWER_LIMIT_MS = 150;
/** A thread that is silent so long hangs: it is ended and started again. */
const HANGS_AFTER_MS = 3_000;
const RESTART_MS = 500;
const RESTART_MAX_MS = 10_000;
/** Questions waiting at once; beyond it the straight line answers. */
const MAX_WAITING = 64;

interface Waiting {
  readonly answered: (recommendation: Recommendation | null) => void;
  readonly limit: NodeJS.Timeout;
}

/** Without a city there are no roads. */
export const NO_ROADS: RoadRecommender & Component = { recommend: async () => null, stop: async () => {} };

/** Keeps the thread with the road graph alive, and never waits for it longer than the limit. */
export class WorkerRecommender implements RoadRecommender, Component {
  readonly #roadsFile: string;
  readonly #log: Log;
  readonly #limitMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #isReady = false;
  #lastId = 0;
  #lastSignAtMs = 0;
  #failures = 0;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(deps: { roadsFile: string; log: Log; limitMs?: number }) {
    this.#roadsFile = deps.roadsFile;
    this.#log = deps.log;
    this.#limitMs = deps.limitMs ?? ANSWER_LIMIT_MS;
    this.#start();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  recommend(problem: RoadProblem): Promise<Recommendation | null> {
    const worker = this.#worker;
    if (worker === undefined || !this.#isReady || this.#waiting.size >= MAX_WAITING) return Promise.resolve(null);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.#answered(id, null);
        this.#endIfHanging(worker);
      }, this.#limitMs);
      if (this.#waiting.size === 0) this.#lastSignAtMs = performance.now();
      this.#waiting.set(id, { answered: resolve, limit });
      worker.postMessage({ id, problem });
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
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { roadsFile: this.#roadsFile } });
    this.#worker = worker;
    worker.on('message', (message: Answer | string) => {
      this.#lastSignAtMs = performance.now();
      if (typeof message === 'string') {
        this.#isReady = true;
        this.#failures = 0;
      } else this.#answered(message.id, message.recommendation);
    });
    worker.on('error', (error) => this.#log.error({ err: error }, 'the recommender failed'));
    worker.on('exit', () => this.#ended());
  }

  #answered(id: number, recommendation: Recommendation | null): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    clearTimeout(waiting.limit);
    this.#waiting.delete(id);
    waiting.answered(recommendation);
  }

  #endIfHanging(worker: Worker): void {
    if (worker !== this.#worker || performance.now() - this.#lastSignAtMs < HANGS_AFTER_MS) return;
    this.#log.error('the recommender hangs; ending it');
    void worker.terminate();
  }

  #ended(): void {
    this.#worker = undefined;
    this.#isReady = false;
    for (const id of [...this.#waiting.keys()]) this.#answered(id, null);
    if (this.#stopping) return;
    const waitMs = Math.min(RESTART_MAX_MS, RESTART_MS * 2 ** this.#failures++);
    this.#log.warn({ waitMs }, 'the recommender ended; starting it again, the straight line answers meanwhile');
    this.#restart = setTimeout(() => this.#start(), waitMs);
  }
}
