/**
 * `node --import register.ts main.ts`: tracing of HTTP, express, gRPC and PostgreSQL, exported over OTLP when
 * OTEL_EXPORTER_OTLP_ENDPOINT is set. Without it nothing is loaded, so that tracing costs nothing when it is off.
 */
import { register } from 'node:module';

if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) {
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  const { startTelemetry } = await import('./sdk.ts');
  startTelemetry(process.env.MUSTER_SERVICE ?? 'muster');
}
