/**
 * What can be expected to go wrong is a value. A `Refusal` says no for a reason a person can act on; bugs are
 * assertions (see assert.ts) and I/O failures are thrown errors with their `cause`.
 */

/** Closed set. Each maps once to a gRPC status and an HTTP status (platform/refusal-status.ts). */
export type RefusalCode =
  | 'invalid' // the request itself is wrong; sending it again cannot help
  | 'not-found'
  | 'conflict' // someone else was first; `details` says who
  | 'precondition' // right request, wrong moment (a legal next status, an open incident …)
  | 'forbidden'
  | 'unauthenticated'
  | 'limit' // a named limit was reached; try later or send less
  | 'wrong-mode' // drill data for a live system or the other way round
  | 'unavailable'; // a part needed for the answer is down

export interface Refusal {
  readonly code: RefusalCode;
  /** English sentence for logs and API users: what is wrong and what to do. */
  readonly message: string;
  /** The same for the people at the desk. */
  readonly messageZh: string;
  /** Facts the caller may show, e.g. the incident that holds the unit. */
  readonly details?: Readonly<Record<string, string>>;
}

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}
export type Result<T> = Ok<T> | Refused;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export const refuse = (
  code: RefusalCode,
  message: string,
  messageZh: string,
  details?: Readonly<Record<string, string>>,
): Refused => ({
  ok: false,
  refusal: details === undefined ? { code, message, messageZh } : { code, message, messageZh, details },
});

/** A refusal that has to cross a boundary where only exceptions travel (gRPC handlers, express). */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}

/** The value, or a thrown `RefusalError`: for the outermost layer only. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new RefusalError(result.refusal);
}
