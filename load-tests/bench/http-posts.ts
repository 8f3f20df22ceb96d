/**
 * Posts over kept-alive connections, one request at a time on each, with as little of our own CPU as can be: on two
 * cores whatever the load itself costs is taken from what it measures.
 */
import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export interface Posts {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly count: number;
  readonly body: (i: number) => string;
}

/** How many were answered with `expected`; throws at the first other answer. */
export async function postAll(posts: Posts, expected: number): Promise<number> {
  let next = 0;
  let answered = 0;
  const head = Object.entries(posts.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const start = `POST ${posts.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${head.join('')}Content-Length: `;
  const drive = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      const send = (): void => {
        if (next >= posts.count) return void socket.end(() => resolve());
        const body = posts.body(next++);
        socket.write(`${start}${Buffer.byteLength(body)}\r\n\r\n${body}`);
      };
      let held: Buffer = Buffer.alloc(0);
      socket.on('data', (data) => {
        held = held.length === 0 ? data : Buffer.concat([held, data]);
        const status = statusOfWhole(held);
        if (status === null) return;
        if (status !== expected) return void reject(new Error(held.toString('utf8', 0, 400)));
        held = Buffer.alloc(0);
        answered++;
        send();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
      send();
    });
  const sockets = Array.from({ length: posts.connections }, () => connect(posts.port, '127.0.0.1').setNoDelay());
  try {
    await Promise.all(sockets.map(drive));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return answered;
}

/** The status once head and body are there, else null. Answers here always have a Content-Length. */
function statusOfWhole(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = /content-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  return bytes.length >= headEnd + 4 + Number(length) ? Number(head.slice(9, 12)) : null;
}
