import type { Log } from '@muster/platform/log';
import { WebSocket } from 'ws';
import type { Heard, SpeechStream, StreamTranscriber } from '../../app/speech.ts';

export interface RealtimeConfig {
  /** `wss://host/v1/realtime?intent=transcription`. */
  readonly url: string;
  readonly key: string;
  readonly model: string;
}

export const REALTIME_LIMITS = {
  /** Audio that waits while the recogniser is away or reads slowly; older is dropped first. About 40 s at 24 kHz. */
  waitingBytes: 2_000_000,
  /** Handed to the socket and not gone yet; more waits. Base64 of about 40 s. */
  bufferedBytes: 3_000_000,
  reconnects: 20,
  reconnectMs: 500,
  /** After the end of the audio: how long its last words are waited for. */
  finishMs: 10_000,
  messageBytes: 1_000_000,
} as const;

/**
 * The transcription session of OpenAI's Realtime protocol over WebSocket: audio goes in as
 * `input_audio_buffer.append`; each item is a turn that grows by `….input_audio_transcription.delta` and is corrected
 * by `….completed`. A recogniser that tells speakers apart adds `speaker`.
 */
export function realtime(config: RealtimeConfig, log: Log): StreamTranscriber {
  return { open: ({ lang }, onHeard) => new RealtimeStream(config, lang, onHeard, log) };
}

interface ServerEvent {
  readonly type?: string;
  readonly item_id?: string;
  readonly delta?: string;
  readonly transcript?: string;
  readonly speaker?: string;
  readonly error?: unknown;
}

const TRANSCRIPTION = 'conversation.item.input_audio_transcription';

class RealtimeStream implements SpeechStream {
  readonly #config: RealtimeConfig;
  readonly #lang: string;
  readonly #onHeard: (heard: Heard) => void;
  readonly #log: Log;
  #socket: WebSocket | undefined;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #dropped = false;
  #connects = 0;
  #ended = false;
  /** Begun and not completed: turn → what was said so far. */
  readonly #open = new Map<string, string>();
  #finish: (() => void) | undefined;
  #committed = false;

  constructor(config: RealtimeConfig, lang: string, onHeard: (heard: Heard) => void, log: Log) {
    this.#config = config;
    this.#lang = lang;
    this.#onHeard = onHeard;
    this.#log = log;
    this.#connect();
  }

  send(pcm: Uint8Array): void {
    if (this.#ended) return;
    this.#waiting.push(pcm);
    this.#waitingBytes += pcm.length;
    this.#sendWaiting();
    while (this.#waitingBytes > REALTIME_LIMITS.waitingBytes) {
      this.#waitingBytes -= this.#waiting.shift()?.length ?? 0;
      if (!this.#dropped) this.#log.warn({}, 'the recogniser is away or slow: words of a call are being lost');
      this.#dropped = true;
    }
  }

  finish(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#finish?.(), REALTIME_LIMITS.finishMs);
      this.#finish = () => {
        clearTimeout(timer);
        this.#finish = undefined;
        this.stop();
        resolve();
      };
      this.#commit();
    });
  }

  stop(): void {
    this.#ended = true;
    this.#socket?.close();
    // Words that were never completed are words all the same.
    for (const [turn, text] of this.#open) this.#onHeard({ turn, text, speaker: '', final: true });
    this.#open.clear();
  }

  #connect(): void {
    const { url, key, model } = this.#config;
    this.#connects++;
    const socket = new WebSocket(url, {
      maxPayload: REALTIME_LIMITS.messageBytes,
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
    });
    this.#socket = socket;
    socket.on('open', () => {
      const transcription = { model, ...(this.#lang === '' ? {} : { language: this.#lang }) };
      this.#say({
        type: 'transcription_session.update',
        session: {
          ...{ input_audio_format: 'pcm16', input_audio_transcription: transcription },
          turn_detection: { type: 'server_vad' },
        },
      });
      this.#sendWaiting();
      if (this.#finish !== undefined) this.#commit();
    });
    socket.on('message', (data) => this.#take(String(data)));
    socket.on('error', (err) => this.#log.warn({ err }, 'the recogniser'));
    socket.on('close', () => this.#again());
  }

  #again(): void {
    if (this.#ended) return;
    // A new session counts its items anew: what was begun stays as it is.
    for (const [turn, text] of this.#open) this.#onHeard({ turn, text, speaker: '', final: true });
    this.#open.clear();
    if (this.#connects > REALTIME_LIMITS.reconnects) {
      this.#log.error({}, 'the recogniser stays away: this call goes on without a transcript');
      this.#finish?.();
      return;
    }
    setTimeout(() => {
      if (!this.#ended) this.#connect();
    }, REALTIME_LIMITS.reconnectMs);
  }

  #commit(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#sendWaiting(Number.POSITIVE_INFINITY);
    this.#committed = true;
    this.#say({ type: 'input_audio_buffer.commit' });
  }

  /** As much as the recogniser takes: one that reads slowly must not fill our memory. */
  #sendWaiting(bufferedBytes: number = REALTIME_LIMITS.bufferedBytes): void {
    const socket = this.#socket;
    while (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < bufferedBytes) {
      const pcm = this.#waiting.shift();
      if (pcm === undefined) return;
      this.#waitingBytes -= pcm.length;
      this.#append(pcm);
    }
  }

  #append(pcm: Uint8Array): void {
    this.#say({ type: 'input_audio_buffer.append', audio: Buffer.from(pcm).toString('base64') });
  }

  #say(message: object): void {
    this.#socket?.send(JSON.stringify(message), (error) => {
      if (error) this.#log.warn({ err: error }, 'the recogniser did not take audio');
    });
  }

  #take(json: string): void {
    const event = parse(json);
    const { type, item_id: item = '', speaker = '' } = event;
    // Items of another session of the same stream are other turns.
    const turn = `${this.#connects}.${item}`;
    if (type === 'input_audio_buffer.committed') this.#open.set(turn, this.#open.get(turn) ?? '');
    else if (type === `${TRANSCRIPTION}.delta`) {
      const text = (this.#open.get(turn) ?? '') + (event.delta ?? '');
      this.#open.set(turn, text);
      this.#onHeard({ turn, text, speaker, final: false });
    } else if (type === `${TRANSCRIPTION}.completed`) {
      const text = event.transcript ?? this.#open.get(turn) ?? '';
      this.#open.delete(turn);
      this.#onHeard({ turn, text, speaker, final: true });
    } else if (type === `${TRANSCRIPTION}.failed` || type === 'error') {
      this.#log.warn({ error: event.error }, 'the recogniser');
      // Nothing was left to commit: everything has been heard.
      this.#open.delete(turn);
    } else return;
    if (this.#committed && this.#open.size === 0 && type !== 'input_audio_buffer.committed') this.#finish?.();
  }
}

function parse(json: string): ServerEvent {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
