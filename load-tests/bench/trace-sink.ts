import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TraceSink {
  readonly url: string;
  /** Requests and bytes taken. */
  readonly taken: { requests: number; bytes: number };
  stop(): Promise<void>;
}

/** An OTLP collector that takes everything and keeps nothing. */
export async function startTraceSink(): Promise<TraceSink> {
  const taken = { requests: 0, bytes: 0 };
  const server = createServer((request, response) => {
    taken.requests++;
    request.on('data', (data: Buffer) => {
      taken.bytes += data.length;
    });
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
