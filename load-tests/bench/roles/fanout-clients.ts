/** Screens: each decodes every position it is sent, as the browser's code does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { POSITIONS_PREFIX_BYTES } from '@muster/contracts/edge';
import { readTrackFrame, type TrackColumns } from '@muster/contracts/track-frame';
import { io, type Socket } from 'socket.io-client';
import { serveRole } from '../role.ts';

const WAIT_MS = 30_000;
const MAX_LATENCY_MS = 10_000;

interface Position {
  readonly unitNo: number;
  readonly lon: number;
  readonly lat: number;
  readonly observedAtMs: number;
}

let decoded = 0;
let sum = 0;
let latencies = new Uint32Array(MAX_LATENCY_MS);

function takeOne({ lon, lat, unitNo, observedAtMs }: Position): void {
  sum += lon + lat + unitNo + observedAtMs;
  decoded++;
}

function columnsOf(message: Uint8Array): TrackColumns {
  const bytes = new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  const columns = readTrackFrame(bytes.subarray(POSITIONS_PREFIX_BYTES));
  if (columns === null) throw new Error('not a frame');
  return columns;
}

function takePacked(message: Uint8Array): void {
  const { count, lonE7, latE7, unitNo, afterMs, baseMs } = columnsOf(message);
  for (let i = 0; i < count; i++) {
    sum += (lonE7[i] as number) / 1e7 + (latE7[i] as number) / 1e7;
    sum += (unitNo[i] as number) + baseMs + (afterMs[i] as number);
  }
  decoded += count;
}

function takeLive(message: Uint8Array): void {
  const { count, afterMs, baseMs } = columnsOf(message);
  const nowMs = Date.now();
  for (let i = 0; i < count; i++) {
    const latencyMs = Math.max(0, Math.min(MAX_LATENCY_MS - 1, Math.round(nowMs - baseMs - (afterMs[i] as number))));
    latencies[latencyMs] = (latencies[latencyMs] as number) + 1;
  }
  decoded += count;
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
}

serveRole({
  async connect({ port, screens }: { port: number; screens: number }) {
    const sockets = Array.from({ length: screens }, () => {
      const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false });
      socket.on('positions', takePacked);
      socket.on('live', takeLive);
      socket.on('one', takeOne);
      socket.on('json', (positions: Position[]) => positions.forEach(takeOne));
      return socket;
    });
    await Promise.all(sockets.map(connected));
  },
  async counted({ wanted }: { wanted: number }) {
    const giveUpAt = Date.now() + WAIT_MS;
    while (decoded < wanted && Date.now() < giveUpAt) await sleep(1);
    if (!Number.isFinite(sum)) throw new Error('not numbers');
    const count = decoded;
    decoded = 0;
    return count;
  },
  /** How many positions took how many milliseconds, since the last question. */
  latencies() {
    const taken = latencies;
    latencies = new Uint32Array(MAX_LATENCY_MS);
    return taken;
  },
});
