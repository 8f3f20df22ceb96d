import { type ErrorEvent, WebSocket } from 'k6/websockets';
import { TrackFrameWriter } from '../../packages/contracts/src/track-frame.ts';
import { figures } from './figures.ts';
import { note } from './ledger.ts';

export interface Vehicle {
  readonly unitNo: number;
  readonly lon: number;
  readonly lat: number;
}

const TICK_MS = 100;
/** Every unit reports once in so many ticks. */
const TICKS_A_ROUND = 10;
const RADIUS_M = 300;
const SPEED_KMH = 36;
const METRES_PER_DEGREE = 111_320;
const RECONNECT_MS = 500;

/** A vehicle gateway: every unit circles its station and says so once a second, a tenth of them in each packed frame. */
export class Vehicles {
  readonly #vehicles: readonly Vehicle[];
  readonly #writer: TrackFrameWriter;
  readonly #open: () => WebSocket;
  readonly #timer: ReturnType<typeof setInterval>;
  #socket: WebSocket | null = null;
  #tick = 0;
  #closed = false;

  /** @param loadFromMs before it only one round in ten is sent, so that idle is idle */
  constructor(url: string, key: string, vehicles: readonly Vehicle[], loadFromMs: number) {
    this.#vehicles = vehicles;
    this.#writer = new TrackFrameWriter(Math.ceil(vehicles.length / TICKS_A_ROUND) + 1);
    const address = `${url.replace(/^http/, 'ws')}/tracking/v1/stream`;
    this.#open = () => new WebSocket(address, null, { headers: { authorization: `Bearer ${key}` } });
    this.#connect();
    this.#timer = setInterval(() => {
      const round = Math.floor(this.#tick / TICKS_A_ROUND);
      if (Date.now() >= loadFromMs || round % 10 === 0) this.#send(this.#tick % TICKS_A_ROUND);
      this.#tick++;
    }, TICK_MS);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.close();
  }

  #connect(): void {
    const socket = this.#open();
    socket.onopen = () => {
      this.#socket = socket;
    };
    socket.onerror = (event) => note({ is: 'trouble', what: `vehicle gateway: ${(event as ErrorEvent).error}` });
    socket.onclose = () => {
      this.#socket = null;
      if (this.#closed) return;
      figures.socketsLost.add(1);
      setTimeout(() => this.#connect(), RECONNECT_MS);
    };
  }

  #send(part: number): void {
    if (this.#socket === null) return;
    const nowMs = Date.now();
    const turn = ((nowMs / 1000) * (SPEED_KMH / 3.6)) / RADIUS_M;
    for (let i = part; i < this.#vehicles.length; i += TICKS_A_ROUND) {
      const { unitNo, lon, lat } = this.#vehicles[i];
      const angle = turn + unitNo;
      const north = (Math.cos(angle) * RADIUS_M) / METRES_PER_DEGREE;
      const east = (Math.sin(angle) * RADIUS_M) / METRES_PER_DEGREE / Math.cos((lat * Math.PI) / 180);
      const headingDeg = ((((angle * 180) / Math.PI + 90) % 360) + 360) % 360;
      this.#writer.add(unitNo, lon + east, lat + north, nowMs, headingDeg, SPEED_KMH);
    }
    const { count } = this.#writer;
    if (count === 0) return;
    this.#socket.send(this.#writer.take());
    figures.positionsSent.add(count);
  }
}
