import { status } from '@grpc/grpc-js';
import type { Refusal, RefusalCode } from '@muster/kernel/result';
import { RefusalError } from '@muster/kernel/result';
import { isDatabaseAway, isUnstorable } from './postgres/pool.ts';

/** The one place where a refusal becomes a gRPC or an HTTP status. */
const TABLE: Readonly<Record<RefusalCode, { grpc: status; http: number }>> = {
  invalid: { grpc: status.INVALID_ARGUMENT, http: 400 },
  'not-found': { grpc: status.NOT_FOUND, http: 404 },
  conflict: { grpc: status.ABORTED, http: 409 },
  precondition: { grpc: status.FAILED_PRECONDITION, http: 409 },
  forbidden: { grpc: status.PERMISSION_DENIED, http: 403 },
  unauthenticated: { grpc: status.UNAUTHENTICATED, http: 401 },
  limit: { grpc: status.RESOURCE_EXHAUSTED, http: 429 },
  'wrong-mode': { grpc: status.FAILED_PRECONDITION, http: 409 },
  unavailable: { grpc: status.UNAVAILABLE, http: 503 },
};

export const grpcStatus = (code: RefusalCode): status => TABLE[code].grpc;
export const httpStatus = (code: RefusalCode): number => TABLE[code].http;

/** Carries a whole refusal over gRPC, so that the far side gets the same value back. */
export const REFUSAL_METADATA = 'muster-refusal-bin';

/** Metadata of a call holds some kilobytes; what an endless id in a message would make of it is cut. */
const MAX_WORDS = 1_000;
const MAX_DETAIL = 400;
const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;

export const encodeRefusal = ({ code, message, messageZh, details }: Refusal): Buffer => {
  const short = Object.entries(details ?? {}).map(([key, value]) => [key, cut(value, MAX_DETAIL)]);
  const words = { code, message: cut(message, MAX_WORDS), messageZh: cut(messageZh, MAX_WORDS) };
  return Buffer.from(JSON.stringify(details === undefined ? words : { ...words, details: Object.fromEntries(short) }));
};

export function decodeRefusal(bytes: unknown): Refusal | null {
  if (!(bytes instanceof Uint8Array)) return null;
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as Refusal;
  } catch {
    return null;
  }
}

/**
 * What to tell the outside about an error: refusals as they are, "unavailable" where a part is away (a caller may try
 * again), "invalid" for what PostgreSQL cannot hold; nothing else.
 */
export function asRefusal(error: unknown): Refusal | null {
  if (error instanceof RefusalError) return error.refusal;
  const code = (error as { code?: unknown } | null)?.code;
  if (code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED || isDatabaseAway(error)) {
    return {
      code: 'unavailable',
      message: 'a part of the system did not answer in time; try again',
      messageZh: '系统的一个部分未及时应答，请重试',
    };
  }
  if (isUnstorable(error)) {
    return {
      code: 'invalid',
      message: 'a text or a number in the request cannot be stored',
      messageZh: '请求中含有无法存储的字符或数值',
    };
  }
  return null;
}
