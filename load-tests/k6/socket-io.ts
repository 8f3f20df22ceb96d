import { type ErrorEvent, type MessageEvent, WebSocket } from 'k6/websockets';

const RECONNECT_MS = 500;

export interface SocketHandlers {
  /** The text of one event or answer, still encoded: `["name",…]`. */
  readonly onEvent: (json: string) => void;
  /** The bytes that came with the event before. */
  readonly onBytes?: (bytes: ArrayBuffer) => void;
  readonly onAnswer?: (id: number, json: string) => void;
  readonly onLost?: (why: string) => void;
}

/**
 * A socket.io client as far as a screen needs one: Engine.IO protocol 4 over a WebSocket, Socket.IO protocol 5, default
 * namespace. Comes back by itself until it is closed. https://socket.io/docs/v4/socket-io-protocol/
 */
export class SocketIo {
  readonly #url: string;
  readonly #token: string;
  readonly #handlers: SocketHandlers;
  #socket: WebSocket | null = null;
  #closed = false;
  #asked = 0;

  constructor(baseUrl: string, token: string, handlers: SocketHandlers) {
    this.#url = `${baseUrl.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
    this.#token = token;
    this.#handlers = handlers;
    this.#connect();
  }

  /** Sends an event that wants an answer; gives the id the answer will carry. */
  ask(event: string, ...args: readonly unknown[]): number {
    const id = this.#asked++;
    this.#socket?.send(`42${id}${JSON.stringify([event, ...args])}`);
    return id;
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onmessage = (event) => {
      const data: unknown = (event as MessageEvent).data;
      if (typeof data === 'string') this.#hear(socket, data);
      else this.#handlers.onBytes?.(data as ArrayBuffer);
    };
    socket.onerror = (event) => {
      if (!this.#closed) this.#handlers.onLost?.((event as ErrorEvent).error);
    };
    socket.onclose = () => {
      if (!this.#closed) setTimeout(() => this.#connect(), RECONNECT_MS);
    };
  }

  #hear(socket: WebSocket, packet: string): void {
    const [type, kind] = packet;
    if (type === '2') socket.send('3');
    else if (type === '0') socket.send(`40${JSON.stringify({ token: this.#token })}`);
    if (type !== '4') return;
    const start = packet.indexOf('[');
    if (kind === '2' || kind === '5') this.#handlers.onEvent(packet.slice(start));
    else if (kind === '3' || kind === '6') {
      const id = Number(packet.slice(kind === '6' ? packet.indexOf('-') + 1 : 2, start));
      this.#handlers.onAnswer?.(id, packet.slice(start));
    } else if (kind === '4') this.#handlers.onLost?.(`refused: ${packet.slice(2, 200)}`);
    else if (kind === '1') socket.close();
  }
}
