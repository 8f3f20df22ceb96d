import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Log } from '@muster/platform/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { REALTIME_LIMITS, realtime } from './realtime.ts';

let server: WebSocketServer;
beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

describe('a recogniser that does not read', () => {
  it('is not handed more than it takes: the oldest audio is dropped, and the newest comes when it reads again', async () => {
    const told: string[] = [];
    const note = (_: object, message: string) => void told.push(message);
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connected = once(server, 'connection');
    const log = { warn: note, error: note } as unknown as Log;
    const stream = realtime({ url, key: '', model: 'm' }, log).open({ lang: '' }, () => {});
    const [socket] = (await connected) as [WebSocket];
    const first = once(socket, 'message');
    const [configured] = await first;
    expect(JSON.parse(String(configured)).type).toBe('transcription_session.update');
    socket.pause();

    const chunk = 100_000;
    const sent = Math.ceil((10 * (REALTIME_LIMITS.bufferedBytes + REALTIME_LIMITS.waitingBytes)) / chunk);
    for (let i = 0; i < sent; i++) stream.send(Buffer.alloc(chunk, i % 251));
    expect(told).toHaveLength(1);

    const heard: number[] = [];
    const committed = Promise.withResolvers<void>();
    socket.on('message', (data) => {
      const { type, audio } = JSON.parse(String(data)) as { type: string; audio?: string };
      if (audio !== undefined) heard.push(Buffer.from(audio, 'base64')[0] ?? -1);
      else if (type === 'input_audio_buffer.commit') committed.resolve();
    });
    const finished = stream.finish();
    socket.resume();
    await committed.promise;
    expect(heard.at(-1)).toBe((sent - 1) % 251);
    expect(heard.length * chunk).toBeLessThan(2 * (REALTIME_LIMITS.bufferedBytes + REALTIME_LIMITS.waitingBytes));
    socket.send(JSON.stringify({ type: 'error', error: 'nothing to commit' }));
    await finished;
  });
});
