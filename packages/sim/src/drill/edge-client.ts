import type { Session } from '@muster/contracts/edge';
import type { Refusal } from '@muster/kernel/result';
import { sleep } from './timing.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const RETRY_MS = 500;
/** A system that does not answer for so long has failed the drill. */
const GIVE_UP_MS = 90_000;

/** The edge said no, for a reason: trying again will not help. */
export class EdgeRefused extends Error {
  readonly status: number;
  readonly refusal: Refusal;
  constructor(status: number, refusal: Refusal) {
    super(refusal.message);
    this.name = 'EdgeRefused';
    this.status = status;
    this.refusal = refusal;
  }
}

/** A person or program at the public API. Like a person it tries again when the line is dead; the edge sees each try. */
export class EdgeClient {
  readonly baseUrl: string;
  readonly #signal: AbortSignal;
  #token = '';
  #credentials: { username: string; password: string } | undefined;
  /** Requests that had to be repeated because nobody answered. */
  retries = 0;

  constructor(baseUrl: string, signal: AbortSignal) {
    this.baseUrl = baseUrl;
    this.#signal = signal;
  }

  /** Signs in; later requests carry the session, and sign in again when it has ended. */
  async signIn(username: string, password: string): Promise<Session> {
    this.#credentials = { username, password };
    const session = await this.request<Session>('POST', '/api/session', { username, password });
    this.#token = session.token ?? '';
    return session;
  }

  /** For the machine interfaces: a key in the place of a session. */
  useKey(key: string): void {
    this.#token = key;
  }

  get token(): string {
    return this.#token;
  }

  get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }
  post<T = unknown>(path: string, body: unknown): Promise<T> {
    return this.request<T>('POST', path, body);
  }

  /** @throws EdgeRefused for 4xx; Error when nobody answered for GIVE_UP_MS */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (;;) {
      const answer = await this.#once(method, path, body).catch((error: Error) => error);
      if (!(answer instanceof Error) && answer.status < 500) return this.#read<T>(answer, method, path, body);
      if (this.#signal.aborted) throw new Error('the drill was stopped');
      if (Date.now() > giveUpAt) {
        const why = answer instanceof Error ? answer.message : `HTTP ${answer.status} ${await answer.text()}`;
        throw new Error(`${method} ${path} had no answer for ${GIVE_UP_MS / 1000} s: ${why}`);
      }
      this.retries++;
      await sleep(RETRY_MS, this.#signal);
    }
  }

  #once(method: string, path: string, body: unknown): Promise<Response> {
    return fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
  }

  async #read<T>(answer: Response, method: string, path: string, body: unknown): Promise<T> {
    const text = await answer.text();
    if (answer.ok) return (text === '' ? {} : JSON.parse(text)) as T;
    if (answer.status === 401 && this.#credentials && path !== '/api/session') {
      const { username, password } = this.#credentials;
      await this.signIn(username, password);
      const again = await this.#once(method, path, body);
      if (again.ok) return JSON.parse((await again.text()) || '{}') as T;
    }
    if (answer.status === 429) {
      await sleep(RETRY_MS, this.#signal);
      return this.request<T>(method, path, body);
    }
    throw new EdgeRefused(answer.status, refusalIn(text, answer.status));
  }
}

function refusalIn(text: string, status: number): Refusal {
  try {
    return (JSON.parse(text) as { error: Refusal }).error;
  } catch {
    return { code: 'invalid', message: `HTTP ${status}: ${text.slice(0, 200)}`, messageZh: `HTTP ${status}` };
  }
}
