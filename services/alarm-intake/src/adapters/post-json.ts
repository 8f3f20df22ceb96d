export type PostAnswer =
  | { readonly kind: 'taken'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'failed'; readonly why: string };

/** Read of an answer at most; more than this is no answer of ours. */
const MAX_ANSWER_CHARS = 64_000;

/** One try. Timeouts, lost connections, 5xx, 408 and 429 are failures; any other 4xx means that trying again is no use. */
export async function postJson(url: string, key: string, body: unknown, answerMs: number): Promise<PostAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    });
    const text = (await response.text()).slice(0, MAX_ANSWER_CHARS);
    if (response.ok) return { kind: 'taken', body: jsonOf(text) };
    const { status } = response;
    const again = status >= 500 || status === 408 || status === 429;
    return again ? { kind: 'failed', why: `HTTP ${status}` } : { kind: 'refused', status, body: jsonOf(text) };
  } catch (error) {
    const { cause, message } = error as Error;
    return { kind: 'failed', why: cause instanceof Error ? cause.message : message };
  }
}

/** Why, in words: {error: {message}} where the other side gives that. */
export function answerOf(answer: Exclude<PostAnswer, { kind: 'taken' }>): string {
  if (answer.kind === 'failed') return answer.why;
  const message = (answer.body as { error?: { message?: unknown } } | null)?.error?.message;
  return typeof message === 'string' ? message.slice(0, 300) : `HTTP ${answer.status}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
