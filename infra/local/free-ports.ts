import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range the kernel takes outgoing connections' ports from (32768 on Linux, 49152 on macOS): a service that
// is started again after a crash gets the same port, and meanwhile nobody's connection may have taken it.
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const TRIES = 500;

/** `count` different ports nobody listens on at `host`. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  const found = new Set<number>();
  for (let tried = 0; found.size < count; tried += 1) {
    if (tried > TRIES + count) throw new Error(`no ${count} free ports between ${FIRST_PORT} and ${LAST_PORT}`);
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (!found.has(port) && (await isFree(port, host))) found.add(port);
  }
  return [...found];
}

export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await whyNotFree(port, host)) === null;
}

/** `null`, or the error code of the operating system: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function whyNotFree(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
