import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SharedFrame } from '../src/adapters/shared-frame.ts';

let http: HttpServer;
let server: Server;
const clients: Socket[] = [];

beforeAll(async () => {
  http = createServer();
  server = new Server(http, { serveClient: false, perMessageDeflate: false, httpCompression: false });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server.close();
});

/** A client with everything it was sent, in order: bytes as hex, texts as they are. */
async function connect(transport: 'websocket' | 'polling'): Promise<string[]> {
  const { port } = http.address() as AddressInfo;
  const client = io(`http://127.0.0.1:${port}`, { transports: [transport], upgrade: false, forceNew: true });
  clients.push(client);
  const seen: string[] = [];
  client.on('positions', (bytes: Uint8Array) => seen.push(Buffer.from(bytes).toString('hex')));
  client.on('text', (text: string) => seen.push(text));
  await new Promise((resolve) => client.once('connect', () => resolve(undefined)));
  return seen;
}

const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => (i * 31) % 256));
const sendToAll = (message: Buffer): void => {
  const shared = new SharedFrame('positions', message);
  for (const socket of server.of('/').sockets.values()) shared.sendTo(socket);
};

describe('a frame shared by all screens', () => {
  it('arrives whole and in its place among other events, over WebSocket and over polling', async () => {
    const all = await Promise.all([connect('websocket'), connect('websocket'), connect('polling')]);
    const lengths = [0, 1, 125, 126, 20_000, 65_535, 65_536, 200_000];
    const wanted: string[] = [];
    for (const length of lengths) {
      sendToAll(bytes(length));
      server.emit('text', `after ${length}`);
      wanted.push(bytes(length).toString('hex'), `after ${length}`);
    }
    for (const seen of all) {
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(wanted.length);
      expect(seen).toEqual(wanted);
    }
  });
});
