/**
 * Redis over one socket with as little of our own CPU as can be: commands are written as text in large pieces and only the
 * shapes of the answers are read. A full client would make Redis look slower than it is.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Commands in one piece; the next is sent when all its answers are here. */
const PIPELINE = 1_000;
const LF = 10;
const MINUS = 45;
const STAR = 42;
const DOLLAR = 36;

export async function connectRedis(address: string): Promise<RedisPipe> {
  const [host = '', port] = address.split(':');
  const socket = connect(Number(port), host).setNoDelay();
  await once(socket, 'connect');
  return new RedisPipe(socket);
}

export class RedisPipe {
  readonly #socket: Socket;
  /** Bytes of an answer that is not whole yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** Elements of each whole answer: of an array its length, else 1. */
  #answers: number[] = [];
  #wanted = 0;
  #done: { resolve: (answers: number[]) => void; reject: (error: Error) => void } | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('error', (error) => this.#done?.reject(error));
  }

  /** GEOADD of each, one command a member, pipelined. */
  async addPlaces(
    key: string,
    places: readonly (readonly [lon: number, lat: number, member: number])[],
  ): Promise<void> {
    const head = `*5\r\n$6\r\nGEOADD\r\n${bulk(key)}`;
    for (let from = 0; from < places.length; from += PIPELINE) {
      const piece = places.slice(from, from + PIPELINE);
      let text = '';
      for (const [lon, lat, member] of piece)
        text += head + bulk(String(lon)) + bulk(String(lat)) + bulk(String(member));
      await this.#send(text, piece.length);
    }
  }

  /** GEOADD with many members in each command. */
  async addPlacesTogether(
    key: string,
    places: readonly (readonly [lon: number, lat: number, member: number])[],
    together: number,
  ): Promise<void> {
    for (let from = 0; from < places.length; from += together) {
      const piece = places.slice(from, from + together);
      let text = `*${2 + 3 * piece.length}\r\n$6\r\nGEOADD\r\n${bulk(key)}`;
      for (const [lon, lat, member] of piece) text += bulk(String(lon)) + bulk(String(lat)) + bulk(String(member));
      await this.#send(text, 1);
    }
  }

  /** GEOSEARCH … ASC COUNT k for each point; how many each found. */
  async searchPlaces(
    key: string,
    points: readonly (readonly [lon: number, lat: number])[],
    radiusM: number,
    k: number,
  ): Promise<number[]> {
    const head = `*11\r\n$9\r\nGEOSEARCH\r\n${bulk(key)}${bulk('FROMLONLAT')}`;
    const tail = ['BYRADIUS', String(radiusM), 'm', 'ASC', 'COUNT', String(k)].map(bulk).join('');
    const found: number[] = [];
    for (let from = 0; from < points.length; from += PIPELINE) {
      const piece = points.slice(from, from + PIPELINE);
      let text = '';
      for (const [lon, lat] of piece) text += head + bulk(String(lon)) + bulk(String(lat)) + tail;
      for (const count of await this.#send(text, piece.length)) found.push(count);
    }
    return found;
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(text: string, answers: number): Promise<number[]> {
    return new Promise((resolve, reject) => {
      this.#answers = [];
      this.#wanted = answers;
      this.#done = { resolve, reject };
      this.#socket.write(text, 'latin1');
    });
  }

  #take(data: Buffer): void {
    const bytes = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    let at = 0;
    while (at < bytes.length) {
      const end = this.#endOfAnswer(bytes, at);
      if (end < 0) break;
      at = end;
    }
    this.#rest = bytes.subarray(at);
    if (this.#answers.length === this.#wanted) this.#done?.resolve(this.#answers);
  }

  /** Where the answer that begins at `at` ends, or −1 when it is not whole; arrays here hold only strings. */
  #endOfAnswer(bytes: Buffer, at: number): number {
    let next = bytes.indexOf(LF, at) + 1;
    if (next === 0) return -1;
    const kind = bytes[at];
    if (kind === MINUS) throw new Error(`Redis: ${bytes.toString('utf8', at + 1, next - 2)}`);
    const count = kind === STAR ? numberAt(bytes, at + 1) : 1;
    for (let i = 0; kind === STAR && i < count; i++) {
      if (bytes[next] !== DOLLAR) return -1;
      const head = bytes.indexOf(LF, next) + 1;
      if (head === 0) return -1;
      const end = head + numberAt(bytes, next + 1) + 2;
      if (end > bytes.length) return -1;
      next = end;
    }
    this.#answers.push(count);
    return next;
  }
}

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

function numberAt(bytes: Buffer, from: number): number {
  let value = 0;
  for (let at = from; bytes[at] !== 13 && at < bytes.length; at++) value = value * 10 + ((bytes[at] as number) - 48);
  return value;
}
