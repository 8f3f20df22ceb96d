/** A broken assertion is a bug in Muster, never bad input: bad input is a `Refusal`. */
export class AssertionError extends Error {
  constructor(message: string) {
    super(`assertion failed: ${message}`);
    this.name = 'AssertionError';
  }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The value, where its absence would be a bug. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new AssertionError(`${what} is missing`);
  return value;
}

/** Makes a `switch` over a union complete at compile time. */
export function unreachable(value: never, what = 'case'): never {
  throw new AssertionError(`unknown ${what}: ${JSON.stringify(value)}`);
}
