import { pino } from 'pino';
import { currentTraceId } from './telemetry/trace.ts';

export type Log = ReturnType<typeof createLog>;

/** JSON lines on stdout; the launcher keeps and rotates them. Each line carries the trace it belongs to. */
export function createLog(service: string) {
  return pino({
    base: { service },
    level: process.env.MUSTER_LOG_LEVEL ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const traceId = currentTraceId();
      return traceId === undefined ? {} : { traceId };
    },
    redact: ['authorization', 'password', 'token', '*.authorization', '*.password', '*.token'],
  });
}
