export interface Load {
  readonly count: number;
  readonly connections: number;
}

/** `work(i)` for i below count, one after the other on each connection; how many came back. */
export async function inTurns(
  { count, connections }: Load,
  work: (i: number, connection: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  let done = 0;
  const worker = async (_: unknown, connection: number): Promise<void> => {
    while (next < count) {
      await work(next++, connection);
      done++;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return done;
}
