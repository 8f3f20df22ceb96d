import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** A proxy: it finds the SDK also when that starts later. */
const tracer = trace.getTracer('muster');

export const currentTraceId = (): string | undefined => {
  const span = trace.getActiveSpan();
  return span?.isRecording() ? span.spanContext().traceId : undefined;
};

/** W3C traceparent of what is going on now, for storing with an event; undefined outside a trace. */
export function currentTraceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Runs `work` in a span that continues a stored traceparent: the far side of the bus. */
export async function continueTrace<T>(
  traceparent: string | undefined,
  name: string,
  kind: 'producer' | 'consumer' | 'internal',
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const parent = traceparent ? propagation.extract(context.active(), { traceparent }) : context.active();
  const spanKind = { producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL }[kind];
  return tracer.startActiveSpan(name, { kind: spanKind }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}
