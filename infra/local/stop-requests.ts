import { parentOf, startTimeOf } from './process-identity.ts';

const PARENT_POLL_MS = 250;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves once somebody wants us to stop: a signal, or the end of the process that started us. npm, for one, dies of a
 * signal without telling its child. Further signals are heard and change nothing: a second Ctrl-C must not leave half a
 * system running.
 */
export function untilAskedToStop(): { readonly asked: Promise<string>; readonly signal: AbortSignal } {
  const controller = new AbortController();
  const asked = new Promise<string>((resolve) => {
    const stop = (why: string): void => {
      clearInterval(watch);
      controller.abort(new Error(`asked to stop: ${why}`));
      resolve(why);
    };
    for (const name of SIGNALS) process.on(name, () => stop(name));
    const parent = parentOf(process.pid);
    const startedAt = parent === null ? null : startTimeOf(parent.pid);
    const watch = setInterval(() => {
      if (parent === null || startedAt === null) return;
      if (process.ppid !== parent.pid || startTimeOf(parent.pid) !== startedAt) stop('the parent process ended');
    }, PARENT_POLL_MS);
  });
  return { asked, signal: controller.signal };
}
