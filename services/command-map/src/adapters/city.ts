import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { CityMeta } from '@muster/city/pack/format';
import type { TileReader } from '@muster/city/pack/mbtiles';
import { openPack } from '@muster/city/pack/open-pack';
import type { Component } from '@muster/kernel/lifecycle';
import { RefusalError, refuse, unwrap } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import type { CityAnswers, CityQuestion, CityReply, CityRequest, RouteAnswer } from './city-protocol.ts';

export const CITY_LIMITS = { questionsWaiting: 128, answerMs: 5_000, restartMs: 1_000 } as const;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The city pack as the edge needs it: tiles here, places and roads in a thread of their own. */
export class City implements Component {
  /** Null: started without a city. */
  readonly meta: CityMeta | null;
  /** Another for every pack that was written; '' without one. */
  readonly packTag: string;
  readonly #dir: string;
  readonly #tiles: TileReader | null;
  readonly #log: Log;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #isReady = false;
  #lastId = 0;
  #stopping = false;

  /** @throws RefusalError that says what is wrong with the directory */
  constructor(dir: string, log: Log) {
    this.#dir = dir;
    this.#log = log;
    const pack = dir === '' ? null : unwrap(openPack(dir));
    this.packTag = pack === null ? '' : tagOf(pack.tilesFile);
    this.meta = pack?.meta ?? null;
    this.#tiles = pack?.tiles() ?? null;
    if (pack !== null) this.#startWorker();
  }

  whyNotReady(): string | undefined {
    return this.meta === null || this.#isReady ? undefined : 'places and roads are being loaded';
  }

  tile(z: number, x: number, y: number): Uint8Array | null {
    return this.#tiles?.readTile(z, x, y) ?? null;
  }

  async search(text: string, near: readonly [number, number] | null, limit: number): Promise<CityAnswers['search']> {
    if (this.meta === null) return [];
    return this.#ask({ ask: 'search', text, near, limit }) as Promise<CityAnswers['search']>;
  }

  async reverse(lon: number, lat: number): Promise<CityAnswers['reverse']> {
    if (this.meta === null) return null;
    return this.#ask({ ask: 'reverse', lon, lat }) as Promise<CityAnswers['reverse']>;
  }

  /** The quickest way with lights and siren. */
  async route(from: readonly [number, number], to: readonly [number, number]): Promise<RouteAnswer> {
    if (this.meta === null) throw unavailable('no city is loaded', '未加载城市数据');
    return this.#ask({ ask: 'route', from, to }) as Promise<RouteAnswer>;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#tiles?.close();
    await this.#worker?.terminate();
  }

  #ask(question: CityQuestion): Promise<unknown> {
    const worker = this.#worker;
    if (worker === null) throw unavailable('places and roads are being loaded', '地名与路网正在加载');
    if (this.#waiting.size >= CITY_LIMITS.questionsWaiting) {
      throw new RefusalError(
        refuse('limit', 'too many questions about places at once', '地名查询过多，请稍后').refusal,
      );
    }
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(unavailable('places and roads did not answer in time', '地名与路网未及时应答'));
      }, CITY_LIMITS.answerMs);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, question } satisfies CityRequest);
    });
  }

  #startWorker(): void {
    const worker = new Worker(new URL('./city-worker.ts', import.meta.url), { workerData: { dir: this.#dir } });
    this.#worker = worker;
    worker.on('message', (reply: CityReply) => this.#answered(reply));
    worker.on('error', (error) => this.#log.error({ err: error }, 'the thread of places and roads broke'));
    worker.on('exit', () => {
      this.#worker = null;
      this.#isReady = false;
      for (const { reject, timer } of this.#waiting.values()) {
        clearTimeout(timer);
        reject(unavailable('places and roads are being loaded again', '地名与路网正在重新加载'));
      }
      this.#waiting.clear();
      if (!this.#stopping) setTimeout(() => this.#stopping || this.#startWorker(), CITY_LIMITS.restartMs).unref();
    });
  }

  #answered(reply: CityReply): void {
    if (reply.id === 0) this.#isReady = true;
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if ('refusal' in reply) waiting.reject(new RefusalError(reply.refusal as RefusalError['refusal']));
    else waiting.resolve(reply.answer);
  }
}

const unavailable = (message: string, messageZh: string): RefusalError =>
  new RefusalError(refuse('unavailable', message, messageZh).refusal);

function tagOf(tilesFile: string): string {
  const { mtimeMs, size } = statSync(tilesFile);
  return `${Math.floor(mtimeMs).toString(36)}-${size.toString(36)}`;
}
