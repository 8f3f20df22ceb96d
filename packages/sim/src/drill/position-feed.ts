import { TrackFrameWriter } from '@muster/contracts/track-frame';
import WebSocket from 'ws';

const SEND_EVERY_MS = 1_000;
const RECONNECT_MS = 500;
/** A parked unit still says where it is, every so often. */
const HEARTBEAT_MS = 10_000;

/** Where a vehicle is at a real time; heading NaN when it stands. */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg: number;
  readonly speedKmh: number;
}

/** The vehicles' gateway: once a second every moving vehicle's position in one packed frame, over WebSocket. */
export class PositionFeed {
  readonly #url: string;
  readonly #key: string;
  readonly #vehicles = new Map<number, { at: () => Fix; moving: () => boolean; lastSentMs: number }>();
  #writer = new TrackFrameWriter(1_000);
  #socket: WebSocket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  sent = 0;

  /** @param baseUrl of the edge; `key` of the tracking gateway */
  constructor(baseUrl: string, key: string) {
    this.#url = `${baseUrl.replace(/^http/, 'ws')}/tracking/v1/stream`;
    this.#key = key;
    this.#connect();
    this.#timer = setInterval(() => this.#send(), SEND_EVERY_MS);
  }

  add(unitNo: number, at: () => Fix, moving: () => boolean): void {
    this.#vehicles.set(unitNo, { at, moving, lastSentMs: 0 });
    if (this.#vehicles.size > 1_000) this.#writer = new TrackFrameWriter(this.#vehicles.size * 2);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.close();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, { headers: { authorization: `Bearer ${this.#key}` } });
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!this.#closed) setTimeout(() => this.#connect(), RECONNECT_MS);
    });
    // Tracking may have lost what it knew: tell it everything.
    socket.on('open', () => {
      for (const vehicle of this.#vehicles.values()) vehicle.lastSentMs = 0;
    });
  }

  #send(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const now = Date.now();
    for (const [unitNo, vehicle] of this.#vehicles) {
      if (!vehicle.moving() && now - vehicle.lastSentMs < HEARTBEAT_MS) continue;
      vehicle.lastSentMs = now;
      const { lon, lat, headingDeg, speedKmh } = vehicle.at();
      this.#writer.add(unitNo, lon, lat, now, headingDeg, speedKmh);
    }
    if (this.#writer.count === 0) return;
    this.sent += this.#writer.count;
    this.#socket.send(this.#writer.take());
  }
}
