import type { IncomingMessage, Server } from 'node:http';
import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SpeechStream, StreamTranscriber } from '../../app/speech.ts';
import type { Listening, VoiceDesk } from '../../app/voice-desk.ts';
import { reporterOf } from './channel-http.ts';
import { Fields } from './fields.ts';
import { type ChannelKey, channelKeyIn } from './keys.ts';
import { callOf, speakerOf } from './voice-routes.ts';

export const VOICE_STREAM_PATH = '/intake/v1/voice/stream';
export const VOICE_STREAM_LIMITS = {
  streams: 500,
  chunkBytes: 262_144,
  pingMs: 20_000,
  /** Audio of one leg that waits for its call to be looked up; about 20 s at 24 kHz. */
  earlyBytes: 1_000_000,
} as const;

/** Where the turns of one leg go. */
type Listens = Pick<Listening, 'heard' | 'settled'>;
export interface VoiceStreamDeps {
  readonly desk: Pick<VoiceDesk, 'open'> & { listen(...args: Parameters<VoiceDesk['listen']>): Listens };
  readonly transcriber: StreamTranscriber | null;
  readonly log: Log;
}

/**
 * WS /intake/v1/voice/stream?callId=…&speaker=caller|taker&lang=…: one leg of a call. Binary frames are its audio (PCM
 * 16 bits, one channel, 24 kHz); the text `end` says that it is over. Each turn goes back as JSON as it is heard.
 */
export function startVoiceStream(server: Server, keys: readonly ChannelKey[], deps: VoiceStreamDeps): Component {
  const maxPayload = VOICE_STREAM_LIMITS.chunkBytes;
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    // Node leaves the socket to us here: a reset without a listener would end the process.
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if ((request.url ?? '').split('?')[0] !== VOICE_STREAM_PATH) return void refuse('404 Not Found');
    const sender = channelKeyIn(keys, ['voice'], request.headers.authorization ?? '');
    if (sender === null) return void refuse('401 Unauthorized');
    if (deps.transcriber === null) return void refuse('412 Precondition Failed');
    if (sockets.clients.size >= VOICE_STREAM_LIMITS.streams) return void refuse('503 Service Unavailable');
    const { transcriber } = deps;
    sockets.handleUpgrade(request, socket, head, (ws) => {
      serve(ws, request, sender, { ...deps, transcriber }).catch((err) => {
        deps.log.error({ err }, 'a stream of speech ended');
        ws.close(1011, 'internal error');
      });
    });
  });
  const ping = setInterval(() => pingAll(sockets), VOICE_STREAM_LIMITS.pingMs);
  return {
    async stop() {
      clearInterval(ping);
      for (const ws of sockets.clients) ws.close(1001, 'stopping');
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** A recorder that did not answer the last ping is gone, though its connection does not know it. */
function pingAll(sockets: WebSocketServer): void {
  for (const ws of sockets.clients) {
    if (silent.has(ws)) ws.terminate();
    silent.add(ws);
    ws.ping();
  }
}
const silent = new WeakSet<WebSocket>();

async function serve(
  ws: WebSocket,
  request: IncomingMessage,
  sender: ChannelKey,
  { desk, transcriber, log }: VoiceStreamDeps & { transcriber: StreamTranscriber },
): Promise<void> {
  const early = new EarlyAudio(() => log.warn({}, 'a call is looked up slowly: the first words of it are being lost'));
  let stream: SpeechStream | undefined;
  let listening: Listens | undefined;
  let ended = false;
  let finishing = false;
  const finish = (): void => {
    if (finishing || stream === undefined) return;
    finishing = true;
    stream
      .finish()
      .then(() => listening?.settled())
      .then(() => ws.close(1000, 'heard'))
      .catch((err) => log.error({ err }, 'a stream of speech did not end well'));
  };
  // Audio comes at once, the call is looked up first. What is thrown in here would end the process.
  ws.on('message', (data, isBinary) => {
    try {
      if (!isBinary) ended ||= String(data).trim() === 'end';
      else if (stream === undefined) early.add(data as Buffer);
      else stream.send(data as Buffer);
      if (ended) finish();
    } catch (err) {
      log.error({ err }, 'a stream of speech ended');
      ws.close(1011, 'internal error');
    }
  });
  ws.on('error', () => ws.terminate());
  ws.on('close', () => finish());
  ws.on('pong', () => silent.delete(ws));
  const query = new Fields(Object.fromEntries(new URL(request.url ?? '', 'http://intake').searchParams));
  const opened = await desk.open(callOf(query), reporterOf(sender));
  if (!opened.ok) return ws.close(1008, opened.refusal.message.slice(0, 120));
  const leg = speakerOf(query.text('speaker'));
  const hears = desk.listen(opened.value, (err) =>
    log.error({ err, alarmId: opened.value }, 'words of a call were lost'),
  );
  listening = hears;
  stream = transcriber.open({ lang: query.text('lang') }, (heard) => {
    const known = { ...heard, speaker: speakerOf(heard.speaker) || leg };
    hears.heard(known);
    if (ws.readyState === ws.OPEN) ws.send(JSON.stringify({ alarmId: opened.value, ...known }));
  });
  for (const chunk of early.take()) stream.send(chunk);
  if (ended || ws.readyState !== ws.OPEN) finish();
}

/** What came before its call was known; the oldest goes first when that takes too long. */
class EarlyAudio {
  readonly #onLost: () => void;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #lost = false;
  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes > VOICE_STREAM_LIMITS.earlyBytes) {
      this.#bytes -= this.#chunks.shift()?.length ?? 0;
      if (!this.#lost) this.#onLost();
      this.#lost = true;
    }
  }

  take(): readonly Uint8Array[] {
    const chunks = this.#chunks;
    [this.#chunks, this.#bytes] = [[], 0];
    return chunks;
  }
}
