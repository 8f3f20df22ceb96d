import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP link that a test can cut: between a service and its database or bus. */
export interface CutLink {
  readonly port: number;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  /** Lets through again, to another port when the far side has moved. */
  mend(targetPort?: number): void;
  stop(): Promise<void>;
}

export async function startCutLink(target: number): Promise<CutLink> {
  let targetPort = target;
  let isCut = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = connect(targetPort, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    mend(port = targetPort) {
      targetPort = port;
      isCut = false;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The same URL with another port. */
export function throughLink(url: string, link: CutLink): string {
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(link.port);
  return through.href;
}
