import { TRACK_SHARDS } from '@muster/contracts/subjects';
import { readTrackFrame, type TrackColumns, TrackFrameWriter } from '@muster/contracts/track-frame';
import type { Bounds } from '@muster/geo/geofence';
import { MovingIndex, type NearUnit } from '@muster/geo/moving-index';
import type { Clock } from '@muster/kernel/clock';
import { FIX, type FixVerdict, judgeFix, LIMITS } from '../domain/fix.ts';

/** A batch leaves when it has this many positions, or after BATCH_MS. */
export const BATCH_POSITIONS = 500;
export const BATCH_MS = 100;
const UNKNOWN_U16 = 65_535;
const FULL_TURN_CENTIDEG = 36_000;

export interface PositionsDeps {
  readonly clock: Clock;
  readonly bounds: Bounds;
  /** Takes a packed frame of one shard: the bus. */
  readonly publish: (shard: number, frame: Uint8Array) => void;
  /** Takes the same frame for the history. */
  readonly keep: (frame: Uint8Array) => void;
}

export interface Tally {
  /** By FIX verdict: how many fixes since the start. */
  readonly verdicts: Float64Array;
  readonly framesOut: number;
}

/**
 * The way of every position: judged, indexed (the newest wins), batched by shard, published and kept. No work per
 * position that can be done per batch.
 */
export class Positions {
  readonly #deps: PositionsDeps;
  readonly #index: MovingIndex;
  readonly #known = new Uint8Array(LIMITS.unitNo + 1);
  readonly #heading = new Uint16Array(LIMITS.unitNo + 1).fill(UNKNOWN_U16);
  readonly #speed = new Uint16Array(LIMITS.unitNo + 1).fill(UNKNOWN_U16);
  readonly #writers = Array.from({ length: TRACK_SHARDS }, () => new TrackFrameWriter(BATCH_POSITIONS));
  readonly #verdicts = new Float64Array(5);
  #framesOut = 0;

  constructor(deps: PositionsDeps) {
    this.#deps = deps;
    this.#index = new MovingIndex(deps.bounds);
  }

  get tally(): Tally {
    return { verdicts: this.#verdicts, framesOut: this.#framesOut };
  }

  /** Only known units are taken; `flags` as in unit-flags.ts. */
  setUnit(unitNo: number, flags: number): void {
    if (unitNo < 1 || unitNo > LIMITS.unitNo) return;
    this.#known[unitNo] = 1;
    this.#index.setFlags(unitNo, flags);
  }

  removeUnit(unitNo: number): void {
    if (unitNo < 1 || unitNo > LIMITS.unitNo) return;
    this.#known[unitNo] = 0;
    this.#index.remove(unitNo);
  }

  /** All positions of a packed frame; how many were taken, or null when the bytes are no frame. */
  takeFrame(bytes: Uint8Array): number | null {
    const columns = readTrackFrame(bytes);
    return columns === null ? null : this.takeColumns(columns);
  }

  takeColumns(columns: TrackColumns): number {
    const nowMs = this.#deps.clock.nowMs();
    const { count, unitNo, lonE7, latE7, afterMs, baseMs, headingCentideg, speedDecikmh } = columns;
    let taken = 0;
    for (let i = 0; i < count; i++) {
      const verdict = this.#take(
        unitNo[i] as number,
        (lonE7[i] as number) / 1e7,
        (latE7[i] as number) / 1e7,
        baseMs + (afterMs[i] as number),
        headingCentideg[i] as number,
        speedDecikmh[i] as number,
        nowMs,
      );
      if (verdict === FIX.taken) taken++;
    }
    return taken;
  }

  /** One position; degrees, ms, degrees, km/h (NaN unknown). */
  take(
    unitNo: number,
    lon: number,
    lat: number,
    observedAtMs: number,
    headingDeg: number,
    speedKmh: number,
  ): FixVerdict {
    const heading = headingDeg >= 0 ? Math.round((headingDeg % 360) * 100) : UNKNOWN_U16;
    const speed = speedKmh >= 0 ? Math.min(65_534, Math.round(speedKmh * 10)) : UNKNOWN_U16;
    return this.#take(unitNo, lon, lat, observedAtMs, heading, speed, this.#deps.clock.nowMs());
  }

  #take(
    unitNo: number,
    lon: number,
    lat: number,
    observedAtMs: number,
    headingCentideg: number,
    speedDecikmh: number,
    nowMs: number,
  ): FixVerdict {
    let verdict = judgeFix(lon, lat, observedAtMs, nowMs);
    if (verdict === FIX.taken && this.#known[unitNo] !== 1) verdict = FIX.unknownUnit;
    if (verdict === FIX.taken && !this.#index.update(unitNo, lon, lat, observedAtMs)) verdict = FIX.notNewer;
    this.#verdicts[verdict] = (this.#verdicts[verdict] as number) + 1;
    if (verdict !== FIX.taken) return verdict;
    const heading = headingCentideg <= FULL_TURN_CENTIDEG ? headingCentideg : UNKNOWN_U16;
    this.#heading[unitNo] = heading;
    this.#speed[unitNo] = speedDecikmh;
    const shard = unitNo % TRACK_SHARDS;
    const writer = this.#writers[shard] as TrackFrameWriter;
    writer.addRaw(unitNo, lon, lat, observedAtMs, heading, speedDecikmh);
    if (writer.full) this.#send(shard, writer);
    return verdict;
  }

  /** Sends what is waiting; called every BATCH_MS. */
  flush(): void {
    for (const [shard, writer] of this.#writers.entries()) if (writer.count > 0) this.#send(shard, writer);
  }

  /** At most `k`, nearest first, as the crow flies. */
  nearest(
    lon: number,
    lat: number,
    k: number,
    filter: { mask: number; want: number; maxDistanceM?: number },
  ): NearUnit[] {
    return this.#index.nearest(lon, lat, k, filter);
  }

  position(unitNo: number): { lon: number; lat: number; observedAtMs: number } | undefined {
    return this.#index.get(unitNo);
  }

  /** The newest position of every unit, one frame. */
  snapshot(): Uint8Array {
    const writer = new TrackFrameWriter(Math.max(1, this.#index.size));
    this.#index.forEach((unitNo, { lon, lat, observedAtMs }) => {
      writer.addRaw(unitNo, lon, lat, observedAtMs, this.#heading[unitNo] as number, this.#speed[unitNo] as number);
    });
    return writer.take();
  }

  #send(shard: number, writer: TrackFrameWriter): void {
    const frame = writer.take();
    this.#framesOut++;
    this.#deps.publish(shard, frame);
    this.#deps.keep(frame);
  }
}
