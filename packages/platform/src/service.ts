import { Stack } from '@muster/kernel/lifecycle';
import { ConfigError } from './env.ts';
import { createLog, type Log } from './log.ts';
import { stopTelemetry } from './telemetry/sdk-handle.ts';

/** A stop that takes longer is ended: the data is safe in PostgreSQL, a hanging process helps nobody. */
const STOP_TIMEOUT_MS = 12_000;

/**
 * The body of every main.ts: starts, hears SIGTERM and SIGINT, stops in reverse order, and ends with 0 only when all
 * stopped cleanly. A mistake in the configuration is one readable message and exit code 78 (EX_CONFIG): the supervisor
 * does not try again.
 */
export async function runService(name: string, start: (stack: Stack, log: Log) => Promise<void>): Promise<void> {
  const log = createLog(name);
  const stack = new Stack();
  let stopping = false;
  const stop = async (why: string, code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => {
      log.error('did not stop in time');
      process.exit(1);
    }, STOP_TIMEOUT_MS).unref();
    try {
      await stack.stop();
      await stopTelemetry();
    } catch (error) {
      log.error({ err: error }, 'did not stop cleanly');
      process.exit(code || 1);
    }
    log.info('stopped');
    process.exit(code);
  };
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.on('SIGINT', () => void stop('SIGINT', 0));
  // The state of a process after an unexpected error is unknown: end it, the supervisor starts a clean one.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught error');
    void stop('uncaught error', 1);
  });
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection');
    void stop('unhandled rejection', 1);
  });
  try {
    await start(stack, log);
    log.info('started');
  } catch (error) {
    if (error instanceof ConfigError) {
      log.fatal(error.message);
      process.exit(78);
    }
    log.fatal({ err: error }, 'cannot start');
    await stop('cannot start', 1);
  }
}
