import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Component } from '@muster/kernel/lifecycle';
import { ok } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startVoiceStream, VOICE_STREAM_LIMITS, VOICE_STREAM_PATH } from './voice-stream.ts';

let server: Server;
let streams: Component;
afterEach(async () => {
  await streams.stop();
  await new Promise((resolve) => server.close(resolve));
});

/** A desk whose look-up lasts until it is let go, and a recogniser that remembers what it was given. */
async function start(send: (pcm: Uint8Array) => void = () => {}) {
  const lookUp = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const [taken, told]: [Uint8Array[], string[]] = [[], []];
  const note = (_fields: object, message: string) => void told.push(message);
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  streams = startVoiceStream(server, [{ channel: 'voice', sender: 'acd', key: 'voice-key' }], {
    desk: {
      async open() {
        asked.resolve();
        await lookUp.promise;
        return ok('alarm-1');
      },
      listen: () => ({ heard() {}, settled: async () => {} }),
    },
    transcriber: {
      open: () => ({
        send(pcm) {
          send(pcm);
          taken.push(pcm);
        },
        finish: async () => {},
        stop() {},
      }),
    },
    log: { warn: note, error: note } as unknown as Log,
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}${VOICE_STREAM_PATH}?callId=c1`;
  const ws = new WebSocket(url, { headers: { authorization: 'Bearer voice-key' } });
  await once(ws, 'open');
  await asked.promise;
  /** Frames come in order: the answer to a ping means that all before it have been taken. */
  const seen = async () => {
    ws.ping();
    await once(ws, 'pong');
  };
  return { ws, taken, told, seen, letGo: () => lookUp.resolve() };
}

describe('a stream of speech whose call is looked up slowly', () => {
  it('may end at once: what was said before is heard, and nothing throws', async () => {
    const { ws, taken, told, seen, letGo } = await start();
    ws.send(Buffer.from('救命'));
    ws.send('end');
    await seen();
    letGo();
    expect((await once(ws, 'close'))[0]).toBe(1000);
    expect(Buffer.concat(taken).toString()).toBe('救命');
    expect(told).toEqual([]);
  });

  it('keeps a bounded part of what came early, the newest, and says so once', async () => {
    const { ws, taken, told, seen, letGo } = await start();
    const chunk = 200_000;
    for (let i = 0; i < 8; i++) ws.send(Buffer.alloc(chunk, i));
    ws.send('end');
    await seen();
    letGo();
    await once(ws, 'close');
    const kept = Math.floor(VOICE_STREAM_LIMITS.earlyBytes / chunk);
    expect(taken.map((bytes) => bytes[0])).toEqual([3, 4, 5, 6, 7].slice(-kept));
    expect(told).toHaveLength(1);
  });

  it('is closed when the recogniser throws; the process goes on', async () => {
    const { ws, told, seen, letGo } = await start(() => {
      throw new Error('broken');
    });
    letGo();
    await seen();
    ws.send(Buffer.from('救命'));
    expect((await once(ws, 'close'))[0]).toBe(1011);
    expect(told).toHaveLength(1);
  });
});
