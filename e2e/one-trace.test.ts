import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EdgeClient } from '@muster/sim/drill/edge-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestMuster, type TestMuster } from './whole-line.ts';

interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly name: string;
}
interface OtlpTraces {
  resourceSpans?: {
    resource?: { attributes?: { key: string; value: { stringValue?: string } }[] };
    scopeSpans?: { spans?: { traceId: string; name: string }[] }[];
  }[];
}

/** An OTLP/HTTP receiver that keeps the spans it is sent. */
function startReceiver(spans: Span[]): Promise<Server> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json').end('{}');
      if (request.url !== '/v1/traces') return; // metrics come here, too
      const { resourceSpans = [] } = JSON.parse(Buffer.concat(parts).toString()) as OtlpTraces;
      for (const { resource, scopeSpans = [] } of resourceSpans) {
        const named = resource?.attributes?.find(({ key }) => key === 'service.name');
        for (const { spans: some = [] } of scopeSpans) {
          for (const { traceId, name } of some) spans.push({ service: named?.value.stringValue ?? '', traceId, name });
        }
      }
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe('one alarm', () => {
  const spans: Span[] = [];
  let receiver: Server;
  let muster: TestMuster;
  beforeAll(async () => {
    receiver = await startReceiver(spans);
    const { port } = receiver.address() as AddressInfo;
    const OTEL_BSP_SCHEDULE_DELAY = '200';
    const OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`;
    muster = await startTestMuster({ env: { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_BSP_SCHEDULE_DELAY } });
  }, 120_000);
  afterAll(async () => {
    await muster?.stop();
    receiver.close();
  }, 60_000);

  it('is one trace through the edge, intake, classification, dispatch and the map, over HTTP, gRPC and NATS', async () => {
    const edge = new EdgeClient(muster.url, AbortSignal.timeout(60_000));
    await edge.signIn('seat', muster.secrets.demoPasswords.seat ?? '');
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await fetch(`${muster.url}/api/alarms`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${edge.token}`,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      },
      body: JSON.stringify({ idempotencyKey: 'trace-1', text: '三楼厨房着火了，有人没出来', line: '119' }),
    });
    expect(answer.status).toBe(201);
    const of = (service: string) => spans.filter((span) => span.traceId === traceId && span.service === service);
    const names = (service: string) => of(service).map((span) => span.name);
    // Each process sends its spans when it likes: the last one wanted may come from any of them.
    const wanted: readonly (readonly [service: string, name: string])[] = [
      ['command-map', 'POST'],
      ['command-map', 'command-map incident.opened'],
      ['command-map', 'command-map incident.classified'],
      ['alarm-intake', 'ReportAlarm'],
      ['call-classification', 'alarm.received'],
      ['dispatch', 'alarm.received'],
      ['dispatch', 'alarm.classified'],
      ['dispatch', 'pg'],
    ];
    const isThere = ([service, name]: readonly [string, string]) => names(service).some((one) => one.includes(name));
    for (let i = 0; i < 200 && !wanted.every(isThere); i++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(names('command-map')).toEqual(expect.arrayContaining([expect.stringMatching(/^POST/)]));
    expect(names('alarm-intake')).toEqual(expect.arrayContaining([expect.stringContaining('ReportAlarm')]));
    expect(names('call-classification')).toEqual(expect.arrayContaining([expect.stringContaining('alarm.received')]));
    expect(names('dispatch')).toEqual(
      expect.arrayContaining([expect.stringContaining('alarm.received'), expect.stringContaining('alarm.classified')]),
    );
    expect(names('command-map')).toEqual(
      expect.arrayContaining(['command-map incident.opened', 'command-map incident.classified']),
    );
    expect(of('dispatch').some((span) => span.name.startsWith('pg'))).toBe(true);
  }, 90_000);
});
