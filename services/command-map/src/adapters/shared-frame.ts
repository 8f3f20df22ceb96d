import type { Socket } from 'socket.io';

/**
 * The same binary message to many screens for the price of one write each. socket.io sends a binary event as two
 * WebSocket frames, a text that announces it and the bytes, and makes both anew for every screen (its own broadcast
 * shares only texts). Here both are made once and written together; on the wire there is no difference.
 */

/** What engine.io takes for a packet that is framed already: socket.io's own adapter hands it over so, for texts. */
interface EngineConnection {
  readonly transport: { readonly name: string };
  write(data: string, options: { wsPreEncodedFrame: Buffer[] }): void;
}

const OPCODE = { text: 1, binary: 2 } as const;
/** engine.io "message", socket.io "binary event" with one attachment. */
const announcement = (event: string): string => `51-${JSON.stringify([event, { _placeholder: true, num: 0 }])}`;
const ENGINE_MESSAGE = '4';

/** RFC 6455, 5.2: a whole message in one frame, unmasked as a server's are. */
function frameOf(payload: Buffer, opcode: number): [head: Buffer, payload: Buffer] {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return [head, payload];
}

export class SharedFrame {
  readonly #event: string;
  readonly #message: Buffer;
  readonly #text: string;
  readonly #frames: Buffer;

  constructor(event: string, message: Buffer) {
    this.#event = event;
    this.#message = message;
    this.#text = announcement(event);
    this.#frames = Buffer.concat([
      ...frameOf(Buffer.from(ENGINE_MESSAGE + this.#text), OPCODE.text),
      ...frameOf(message, OPCODE.binary),
    ]);
  }

  /** Over WebSocket without compression; a screen that still polls gets it the usual way. */
  sendTo(socket: Pick<Socket, 'conn' | 'connected' | 'emit'>): void {
    if (!socket.connected) return;
    const connection = socket.conn as unknown as EngineConnection;
    if (connection.transport.name !== 'websocket') socket.emit(this.#event, this.#message);
    else connection.write(this.#text, { wsPreEncodedFrame: [this.#frames] });
  }
}
