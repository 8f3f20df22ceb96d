/** The way of a position through unit-tracking: its own code, a real bus; and the peer's, which keeps it in Redis. */
import { readTrackFrame, TrackFrameWriter } from '@muster/contracts/track-frame';
import { systemClock } from '@muster/kernel/clock';
import { seededRandom } from '@muster/kernel/random';
import { connectNats } from '@muster/platform/nats/connection';
import { publishPacked } from '@muster/platform/nats/packed';
import { BATCH_MS, Positions } from '@muster/unit-tracking/app/positions';
import { FIX } from '@muster/unit-tracking/domain/fix';
import { connectRedis, type RedisPipe } from '../redis-pipe.ts';
import { serveRole } from '../role.ts';

const CITY = { west: 120, south: 30, east: 120.6, north: 30.5 };
/** Positions a gateway sends in one frame. */
const FRAME_POSITIONS = 100;
/** Frames taken before the event loop turns: what a socket hands over at once. */
const FRAMES_AT_ONCE = 20;
const STEPS_PER_SECOND = 50;

const random = seededRandom(7);
let units = 0;
let lon = new Float64Array(0);
let lat = new Float64Array(0);
let second = 0;
let frames: Uint8Array[] = [];
let positions: Positions | undefined;
let bus: Awaited<ReturnType<typeof connectNats>> | undefined;
let redis: RedisPipe | undefined;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function start(count: number): void {
  units = count;
  lon = Float64Array.from({ length: count }, () => CITY.west + random.next() * 0.6);
  lat = Float64Array.from({ length: count }, () => CITY.south + random.next() * 0.5);
}

serveRole({
  async startOurs({ natsUrl, count }: { natsUrl: string; count: number }) {
    start(count);
    const nats = await connectNats(natsUrl, 'bench-tracking');
    bus = nats;
    const taken = new Positions({
      clock: systemClock,
      bounds: CITY,
      publish: (shard, frame) => publishPacked(nats, `track.${shard}`, frame),
      keep: () => {},
    });
    for (let no = 1; no <= count; no++) taken.setUnit(no, 1);
    setInterval(() => taken.flush(), BATCH_MS).unref();
    positions = taken;
  },
  async startRedis({ address, count }: { address: string; count: number }) {
    start(count);
    redis = await connectRedis(address);
  },
  /** The frames gateways will send: every unit once a second for so many seconds. */
  prepare({ seconds }: { seconds: number }) {
    frames = [];
    const writer = new TrackFrameWriter(FRAME_POSITIONS);
    // In the past hour, each later than all before: a day's window is enough for every round.
    const baseMs = Date.now() - 3_600_000;
    for (let s = 0; s < seconds; s++) {
      second++;
      for (let no = 1; no <= units; no++) {
        lon[no - 1] = (lon[no - 1] as number) + (random.next() - 0.5) * 3e-4;
        lat[no - 1] = (lat[no - 1] as number) + (random.next() - 0.5) * 3e-4;
        writer.add(no, lon[no - 1] as number, lat[no - 1] as number, baseMs + second * 1_000, 90, 36);
        if (writer.full || no === units) frames.push(writer.take());
      }
    }
  },
  async takeOurs() {
    let taken = 0;
    for (const [i, frame] of frames.entries()) {
      taken += positions?.takeFrame(frame) ?? 0;
      if (i % FRAMES_AT_ONCE === FRAMES_AT_ONCE - 1) await turn();
    }
    positions?.flush();
    await bus?.flush();
    return taken;
  },
  /** Every unit reports once a second, spread over the second, with the time at which it does. */
  async drive({ seconds }: { seconds: number }) {
    const steps = seconds * STEPS_PER_SECOND;
    const startMs = Date.now();
    let sent = 0;
    for (let step = 0; step < steps; step++) {
      const waitMs = startMs + (step * 1_000) / STEPS_PER_SECOND - Date.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      for (let no = 1 + (step % STEPS_PER_SECOND); no <= units; no += STEPS_PER_SECOND) {
        if (positions?.take(no, lon[no - 1] as number, lat[no - 1] as number, Date.now(), 90, 36) === FIX.taken) sent++;
      }
    }
    return sent;
  },
  /** @param together members in one GEOADD */
  async takeRedis({ together }: { together: number }) {
    let taken = 0;
    let waiting: [number, number, number][] = [];
    const send = async (): Promise<void> => {
      if (together === 1) await redis?.addPlaces('units', waiting);
      else await redis?.addPlacesTogether('units', waiting, together);
      taken += waiting.length;
      waiting = [];
    };
    for (const frame of frames) {
      const columns = readTrackFrame(frame);
      for (let i = 0; i < (columns?.count ?? 0); i++) {
        waiting.push([
          (columns?.lonE7[i] as number) / 1e7,
          (columns?.latE7[i] as number) / 1e7,
          columns?.unitNo[i] as number,
        ]);
      }
      if (waiting.length >= 1_000) await send();
    }
    if (waiting.length > 0) await send();
    return taken;
  },
});
