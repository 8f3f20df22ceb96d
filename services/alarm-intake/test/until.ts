const POLL_MS = 25;
const GIVE_UP_MS = 20_000;

/** Looks again until the answer is something; a test's patience, never a measure. */
export async function until<T>(what: string, look: () => Promise<T>): Promise<NonNullable<T>> {
  for (let waitedMs = 0; waitedMs < GIVE_UP_MS; waitedMs += POLL_MS) {
    const value = await look();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`waited too long until ${what}`);
}
