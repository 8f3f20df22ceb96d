import http, { type RefinedResponse } from 'k6/http';
import { figures } from './figures.ts';
import { note } from './ledger.ts';
import { pause } from './plan.ts';

const TIMEOUT = '10s';
const TRIES = 5;
const RETRY_MS = 300;

export interface Answer<T> {
  /** HTTP status; 0 when nobody answered. */
  readonly status: number;
  readonly ok: boolean;
  readonly body: T;
  /** The refusal's code, '' when it was no refusal. */
  readonly code: string;
  readonly message: string;
  readonly tookMs: number;
}

/** A person or program at the public API. Tries again where nobody answered, as a person would. */
export class Edge {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  get<T>(path: string, name: string): Promise<Answer<T>> {
    return this.#ask<T>('GET', path, null, name);
  }
  post<T>(path: string, body: unknown, name: string): Promise<Answer<T>> {
    return this.#ask<T>('POST', path, JSON.stringify(body), name);
  }

  async #ask<T>(method: string, path: string, body: string | null, name: string): Promise<Answer<T>> {
    const params = { headers: this.#headers, timeout: TIMEOUT, tags: { name } };
    for (let tries = 1; ; tries++) {
      const response = await http.asyncRequest(method, this.#url + path, body, params);
      const isOver = response.status === 429 || response.status === 0 || response.status >= 500;
      if (isOver) {
        figures.noAnswer.add(1, { name });
        note({
          is: 'trouble',
          what: `${name}: ${response.status} ${response.error} ${textOf(response).slice(0, 200)}`,
        });
      }
      if (!isOver || tries === TRIES) return answerOf<T>(response);
      await pause(RETRY_MS, 2 * RETRY_MS);
    }
  }
}

const textOf = (response: RefinedResponse<'text'>): string => (typeof response.body === 'string' ? response.body : '');

function answerOf<T>(response: RefinedResponse<'text'>): Answer<T> {
  const ok = response.status >= 200 && response.status < 300;
  const text = textOf(response);
  let body: unknown = {};
  try {
    if (text !== '') body = JSON.parse(text);
  } catch {
    // What is no JSON is no answer of ours; the status says enough.
  }
  const error = (body as { error?: { code?: string; message?: string } }).error;
  return {
    status: response.status,
    ok,
    body: body as T,
    code: ok ? '' : (error?.code ?? 'unanswered'),
    message: error?.message ?? '',
    tookMs: response.timings.duration,
  };
}
