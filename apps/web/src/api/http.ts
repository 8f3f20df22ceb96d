/** What the edge refused, in both languages. `code` is one of the kernel's refusal codes, or `network`. */
export class ApiError extends Error {
  readonly code: string;
  readonly messageZh: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, messageZh: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.messageZh = messageZh;
    this.details = details;
  }
}

/** Nothing that an operator waits for may hang longer. */
const TIMEOUT_MS = 10_000;

let onUnauthenticated: () => void = () => {};
/** Called when the edge no longer knows who we are. */
export function whenUnauthenticated(handler: () => void): void {
  onUnauthenticated = handler;
}

/**
 * One JSON request to the edge. Throws ApiError: what the edge refused, or code `network` when it did not answer.
 */
export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError('network', 'the server cannot be reached; try again', '无法连接服务器，请重试');
  }
  if (response.ok) return (await readJson(response)) as T;
  const { error } = ((await readJson(response)) ?? {}) as {
    error?: { code?: string; message?: string; messageZh?: string; details?: Record<string, unknown> };
  };
  if (response.status === 401 && path !== '/api/session') onUnauthenticated();
  const unavailable = response.status >= 502 && response.status <= 504;
  throw new ApiError(
    error?.code ?? (unavailable ? 'network' : 'internal'),
    error?.message ?? `the server answered ${response.status}`,
    error?.messageZh ?? `服务器返回错误（${response.status}）`,
    error?.details,
  );
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
