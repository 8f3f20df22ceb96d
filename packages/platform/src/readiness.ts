/** A part of the answer to "are you ready?". */
export interface Part {
  readonly name: string;
  readonly ready: boolean;
  /** Empty when ready; else what is wrong, for people. */
  readonly why: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly parts: readonly Part[];
}

export type Check = () => Promise<string | undefined> | string | undefined;

const CHECK_TIMEOUT_MS = 2_000;

/** Asks every check at once; a check says nothing when all is well, else why not. */
export async function checkParts(checks: Readonly<Record<string, Check>>): Promise<Readiness> {
  const parts = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<Part> => {
      const why = await withTimeout(check).catch((error: unknown) => String((error as Error).message ?? error));
      return { name, ready: why === undefined, why: why ?? '' };
    }),
  );
  return { ready: parts.every((part) => part.ready), parts };
}

async function withTimeout(check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([Promise.resolve(check()), late]);
  } finally {
    clearTimeout(timer);
  }
}
