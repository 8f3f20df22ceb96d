/**
 * Positions in a packed frame: what tracking publishes on `track.<shard>`, what the edge sends to browsers, what a
 * vehicle gateway may post. Little endian, columns one after another so that both ends use typed arrays:
 *
 *   bytes 0–3    magic "MTF1"
 *   bytes 4–7    uint32 count (n)
 *   bytes 8–15   float64 base time, ms since the epoch
 *   then         uint32[n] unit number
 *                int32[n]  longitude, 1e-7 degree
 *                int32[n]  latitude, 1e-7 degree
 *                int32[n]  observed at, ms after the base time
 *                uint16[n] heading, 1/100 degree (65535 unknown)
 *                uint16[n] speed, 1/10 km/h (65535 unknown)
 *
 * 20 bytes a position; 500 positions are 10,016 bytes.
 */
const MAGIC = 0x3146544d;
export const TRACK_HEADER_BYTES = 16;
export const TRACK_POSITION_BYTES = 20;
/** Largest frame anyone accepts: a snapshot of every unit of the largest fleet, 10 MB. Its length says the count again. */
export const MAX_FRAME_POSITIONS = 500_000;
const UNKNOWN_U16 = 65_535;
/** Farthest a time in a frame can be from its first, 24 days: a snapshot may hold a unit that was silent for longer. */
const MAX_AFTER_MS = 2 ** 31 - 1;

/** Columns of one frame; all arrays have `count` elements. Degrees, ms, degrees, km/h. NaN is unknown. */
export interface TrackColumns {
  readonly count: number;
  readonly unitNo: Uint32Array;
  readonly lonE7: Int32Array;
  readonly latE7: Int32Array;
  readonly baseMs: number;
  /** Milliseconds after baseMs. */
  readonly afterMs: Int32Array;
  readonly headingCentideg: Uint16Array;
  readonly speedDecikmh: Uint16Array;
}

/** Collects positions and packs them; reused from batch to batch. */
export class TrackFrameWriter {
  #capacity: number;
  #count = 0;
  #baseMs = 0;
  #unitNo: Uint32Array;
  #lonE7: Int32Array;
  #latE7: Int32Array;
  #afterMs: Int32Array;
  #heading: Uint16Array;
  #speed: Uint16Array;

  constructor(capacity = 500) {
    this.#capacity = capacity;
    this.#unitNo = new Uint32Array(capacity);
    this.#lonE7 = new Int32Array(capacity);
    this.#latE7 = new Int32Array(capacity);
    this.#afterMs = new Int32Array(capacity);
    this.#heading = new Uint16Array(capacity);
    this.#speed = new Uint16Array(capacity);
  }

  get count(): number {
    return this.#count;
  }
  get full(): boolean {
    return this.#count === this.#capacity;
  }

  /** Degrees, ms since the epoch, degrees and km/h (NaN unknown). The writer must not be full. */
  add(unitNo: number, lon: number, lat: number, observedAtMs: number, headingDeg = NaN, speedKmh = NaN): void {
    this.addRaw(
      unitNo,
      lon,
      lat,
      observedAtMs,
      headingDeg >= 0 ? Math.round((headingDeg % 360) * 100) : UNKNOWN_U16,
      speedKmh >= 0 ? Math.min(65_534, Math.round(speedKmh * 10)) : UNKNOWN_U16,
    );
  }

  /** The same with heading and speed as they stand in a frame. */
  addRaw(
    unitNo: number,
    lon: number,
    lat: number,
    observedAtMs: number,
    headingCentideg: number,
    speedDecikmh: number,
  ): void {
    const i = this.#count++;
    if (i === 0) this.#baseMs = observedAtMs;
    this.#unitNo[i] = unitNo;
    this.#lonE7[i] = Math.round(lon * 1e7);
    this.#latE7[i] = Math.round(lat * 1e7);
    this.#afterMs[i] = Math.max(-MAX_AFTER_MS, Math.min(MAX_AFTER_MS, observedAtMs - this.#baseMs));
    this.#heading[i] = headingCentideg;
    this.#speed[i] = speedDecikmh;
  }

  /** One packed frame of what was added since the last call; the writer is empty afterwards. */
  take(): Uint8Array {
    const n = this.#count;
    const frame = new Uint8Array(TRACK_HEADER_BYTES + n * TRACK_POSITION_BYTES);
    const view = new DataView(frame.buffer);
    view.setUint32(0, MAGIC, true);
    view.setUint32(4, n, true);
    view.setFloat64(8, this.#baseMs, true);
    let at = TRACK_HEADER_BYTES;
    for (const column of [this.#unitNo, this.#lonE7, this.#latE7, this.#afterMs, this.#heading, this.#speed]) {
      const bytes = n * column.BYTES_PER_ELEMENT;
      frame.set(new Uint8Array(column.buffer, 0, bytes), at);
      at += bytes;
    }
    this.#count = 0;
    return frame;
  }
}

/**
 * Columns of a packed frame, without copying when the bytes are aligned to four.
 * Null when it is not a frame, is cut short or is larger than MAX_FRAME_POSITIONS.
 */
export function readTrackFrame(bytes: Uint8Array): TrackColumns | null {
  if (bytes.byteLength < TRACK_HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return null;
  const n = view.getUint32(4, true);
  if (n > MAX_FRAME_POSITIONS || bytes.byteLength !== TRACK_HEADER_BYTES + n * TRACK_POSITION_BYTES) return null;
  // Not slice(): a Buffer's slice is a view of the same bytes.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const buffer = aligned.buffer;
  const at = aligned.byteOffset + TRACK_HEADER_BYTES;
  return {
    count: n,
    baseMs: view.getFloat64(8, true),
    unitNo: new Uint32Array(buffer, at, n),
    lonE7: new Int32Array(buffer, at + 4 * n, n),
    latE7: new Int32Array(buffer, at + 8 * n, n),
    afterMs: new Int32Array(buffer, at + 12 * n, n),
    headingCentideg: new Uint16Array(buffer, at + 16 * n, n),
    speedDecikmh: new Uint16Array(buffer, at + 18 * n, n),
  };
}

export const headingDeg = (columns: TrackColumns, i: number): number => {
  const raw = columns.headingCentideg[i] as number;
  return raw === UNKNOWN_U16 ? NaN : raw / 100;
};
export const speedKmh = (columns: TrackColumns, i: number): number => {
  const raw = columns.speedDecikmh[i] as number;
  return raw === UNKNOWN_U16 ? NaN : raw / 10;
};
