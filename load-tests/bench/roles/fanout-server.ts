/** The edge's position fan-out before real sockets, and two plainer ways to do it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PositionFanout } from '@muster/command-map/adapters/position-fanout';
import { SharedFrame } from '@muster/command-map/adapters/shared-frame';
import { TRACK_SUBJECTS } from '@muster/contracts/subjects';
import { TrackFrameWriter } from '@muster/contracts/track-frame';
import { connectNats } from '@muster/platform/nats/connection';
import { subscribePacked } from '@muster/platform/nats/packed';
import { Server } from 'socket.io';
import { serveRole } from '../role.ts';

/** The edge's own (services/command-map/src/config.ts). */
const TICK_MS = 100;
const fanout = new PositionFanout();
let io: Server;
let afterMs = 0;

/** Positions of `count` units, all newer than before. */
function moved(count: number) {
  afterMs += 1_000;
  const observedAtMs = Date.now() - 3_600_000 + afterMs;
  return Array.from({ length: count }, (_, i) => ({
    unitNo: i + 1,
    lon: 120 + ((i * 37 + afterMs) % 6_000) / 1e4,
    lat: 30 + ((i * 53 + afterMs) % 5_000) / 1e4,
    observedAtMs,
    headingDeg: (i * 7) % 360,
    speedKmh: i % 80,
  }));
}

/** As tickPositions in live-sockets.ts. */
function sendTick(event: string): void {
  const message = fanout.tick();
  if (message === null) return;
  const shared = new SharedFrame(event, message);
  for (const socket of io.of('/').sockets.values()) shared.sendTo(socket);
}

serveRole({
  async start() {
    const server = createServer();
    // As services/command-map/src/adapters/live-sockets.ts has it.
    io = new Server(server, { serveClient: false, perMessageDeflate: false, httpCompression: false });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  },
  /** Frames as they come from the bus, one tick, the same bytes to everyone. */
  packed({ count }: { count: number }) {
    const writer = new TrackFrameWriter(500);
    for (const p of moved(count)) {
      writer.add(p.unitNo, p.lon, p.lat, p.observedAtMs, p.headingDeg, p.speedKmh);
      if (writer.full || p.unitNo === count) fanout.take(writer.take(), Date.now());
    }
    sendTick('positions');
  },
  json: ({ count }: { count: number }) => io.emit('json', moved(count)),
  single({ count }: { count: number }) {
    for (const position of moved(count)) io.emit('one', position);
  },
  /** From here on what tracking publishes goes to the screens every TICK_MS. */
  async followBus({ natsUrl }: { natsUrl: string }) {
    const nats = await connectNats(natsUrl, 'bench-edge');
    subscribePacked(nats, TRACK_SUBJECTS, (frame) => void fanout.take(frame, Date.now()));
    setInterval(() => sendTick('live'), TICK_MS).unref();
    await nats.flush();
  },
});
