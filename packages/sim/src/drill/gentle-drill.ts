import { exponential, pick } from '@muster/kernel/random';
import { readCallFiles } from './schedule.ts';
import { DrillSession, type SessionOptions } from './session.ts';

/** Drill seconds between calls, and the most calls in hand at once: a picture that lives and can still be read. */
const BETWEEN_CALLS_S = 90;
const MAX_IN_HAND = 14;

/** Calls without end, a few at a time, until the signal is aborted. */
export async function runGentleDrill(
  options: SessionOptions & { readonly callFiles: readonly string[] },
): Promise<void> {
  const { calls } = readCallFiles(options.callFiles);
  if (calls.length === 0) return;
  const session = await DrillSession.open(options);
  const startedAtMs = Date.now();
  let inHand = 0;
  for (let i = 0; !options.signal.aborted; i++) {
    if (inHand < MAX_IN_HAND) {
      inHand++;
      void session.play(pick(session.random, calls), `gentle-${startedAtMs}-${i}`).finally(() => inHand--);
    }
    await session.clock.wait(Math.max(BETWEEN_CALLS_S / 4, exponential(session.random, BETWEEN_CALLS_S)));
  }
  await session.close();
}
