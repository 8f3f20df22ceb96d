import { POSITIONS_PREFIX_BYTES } from '@muster/contracts/edge';
import {
  MAX_FRAME_POSITIONS,
  readTrackFrame,
  TRACK_HEADER_BYTES,
  TRACK_POSITION_BYTES,
  type TrackColumns,
} from '@muster/contracts/track-frame';
import { NumberSlots } from '@muster/geo/number-slots';

const MAGIC = 0x3146544d;
const INT32_MAX = 2 ** 31 - 1;
/** A device whose clock is this far ahead would hold its unit still until then. */
const FUTURE_MS = 60_000;

/**
 * The newest position of every unit, in typed arrays, and the frames that tell of changes. Frames come in from
 * tracking as they were packed there; at each tick the units that moved are packed into ONE frame, and the same bytes
 * go to every screen. The numbers are copied as they are: nothing is decoded into objects on the way.
 *
 * A message is uint32 frame number, 12 zero bytes, then a packed track frame (contracts/track-frame.ts).
 */
export class PositionFanout {
  readonly #slots: NumberSlots;
  #lonE7: Int32Array;
  #latE7: Int32Array;
  #observedMs: Float64Array;
  #heading: Uint16Array;
  #speed: Uint16Array;
  /** 1 while the slot is in #dirty. */
  #isDirty: Uint8Array;
  #dirty: Int32Array;
  #dirtyCount = 0;
  #frameNo = 0;

  constructor(expectedUnits = 1_024) {
    this.#slots = new NumberSlots(expectedUnits);
    this.#lonE7 = new Int32Array(expectedUnits);
    this.#latE7 = new Int32Array(expectedUnits);
    this.#observedMs = new Float64Array(expectedUnits);
    this.#heading = new Uint16Array(expectedUnits);
    this.#speed = new Uint16Array(expectedUnits);
    this.#isDirty = new Uint8Array(expectedUnits);
    this.#dirty = new Int32Array(expectedUnits);
  }

  /** Units with a position. */
  get size(): number {
    return this.#slots.used;
  }

  /** Takes a packed frame in; an older fix never replaces a newer one. Gives how many counted; −1: not a frame. */
  take(bytes: Uint8Array, nowMs: number): number {
    const columns = readTrackFrame(bytes);
    if (columns === null) return -1;
    let taken = 0;
    for (let i = 0; i < columns.count; i++) taken += this.#takeOne(columns, i, nowMs);
    return taken;
  }

  /** [lon, lat] in degrees, or null where the unit has not reported. */
  positionOf(unitNo: number): readonly [number, number] | null {
    const slot = this.#slots.find(unitNo);
    return slot < 0 ? null : [(this.#lonE7[slot] as number) / 1e7, (this.#latE7[slot] as number) / 1e7];
  }

  /** The message with every unit that moved since the last one; null when none did. */
  tick(): Buffer | null {
    if (this.#dirtyCount === 0) return null;
    const count = Math.min(this.#dirtyCount, MAX_FRAME_POSITIONS);
    const slots = this.#dirty.subarray(this.#dirtyCount - count, this.#dirtyCount);
    this.#frameNo = (this.#frameNo + 1) >>> 0;
    const message = this.#pack(slots, this.#frameNo);
    for (const slot of slots) this.#isDirty[slot] = 0;
    this.#dirtyCount -= count;
    return message;
  }

  /** Every unit, or those asked for, under the number of the last frame sent: the next one follows on it. */
  keyFrame(unitNos: readonly number[] | null = null, frameNo = this.#frameNo): Buffer {
    const slots =
      unitNos === null
        ? Int32Array.from({ length: Math.min(this.#slots.used, MAX_FRAME_POSITIONS) }, (_, slot) => slot)
        : Int32Array.from(unitNos.map((no) => this.#slots.find(no)).filter((slot) => slot >= 0));
    return this.#pack(slots, frameNo);
  }

  /** When the newest fix of these units was made: whether a small audience has something to be told. */
  newestMs(unitNos: readonly number[]): number {
    let newest = 0;
    for (const no of unitNos) {
      const slot = this.#slots.find(no);
      if (slot >= 0) newest = Math.max(newest, this.#observedMs[slot] as number);
    }
    return newest;
  }

  #takeOne(columns: TrackColumns, i: number, nowMs: number): 0 | 1 {
    const observedMs = columns.baseMs + (columns.afterMs[i] as number);
    if (!(observedMs <= nowMs + FUTURE_MS)) return 0;
    const slot = this.#slots.findOrAdd(columns.unitNo[i] as number);
    if (slot >= this.#observedMs.length) this.#grow();
    if (observedMs <= (this.#observedMs[slot] as number)) return 0;
    this.#observedMs[slot] = observedMs;
    this.#lonE7[slot] = columns.lonE7[i] as number;
    this.#latE7[slot] = columns.latE7[i] as number;
    this.#heading[slot] = columns.headingCentideg[i] as number;
    this.#speed[slot] = columns.speedDecikmh[i] as number;
    if (this.#isDirty[slot] === 0) {
      this.#isDirty[slot] = 1;
      this.#dirty[this.#dirtyCount++] = slot;
    }
    return 1;
  }

  #pack(slots: Int32Array, frameNo: number): Buffer {
    const n = slots.length;
    // Not from the pool: the bytes are aligned, and are held until the slowest screen has them.
    const message = Buffer.from(
      new ArrayBuffer(POSITIONS_PREFIX_BYTES + TRACK_HEADER_BYTES + n * TRACK_POSITION_BYTES),
    );
    const { buffer } = message;
    message.writeUInt32LE(frameNo, 0);
    message.writeUInt32LE(MAGIC, POSITIONS_PREFIX_BYTES);
    message.writeUInt32LE(n, POSITIONS_PREFIX_BYTES + 4);
    let baseMs = 0;
    for (const slot of slots) baseMs = Math.max(baseMs, this.#observedMs[slot] as number);
    message.writeDoubleLE(baseMs, POSITIONS_PREFIX_BYTES + 8);
    const at = POSITIONS_PREFIX_BYTES + TRACK_HEADER_BYTES;
    const unitNo = new Uint32Array(buffer, at, n);
    const lonE7 = new Int32Array(buffer, at + 4 * n, n);
    const latE7 = new Int32Array(buffer, at + 8 * n, n);
    const afterMs = new Int32Array(buffer, at + 12 * n, n);
    const heading = new Uint16Array(buffer, at + 16 * n, n);
    const speed = new Uint16Array(buffer, at + 18 * n, n);
    for (let i = 0; i < n; i++) {
      const slot = slots[i] as number;
      unitNo[i] = this.#slots.numberAt(slot);
      lonE7[i] = this.#lonE7[slot] as number;
      latE7[i] = this.#latE7[slot] as number;
      afterMs[i] = Math.max(-INT32_MAX, (this.#observedMs[slot] as number) - baseMs);
      heading[i] = this.#heading[slot] as number;
      speed[i] = this.#speed[slot] as number;
    }
    return message;
  }

  #grow(): void {
    const length = this.#observedMs.length * 2;
    const grown = <T extends Int32Array | Float64Array | Uint16Array | Uint8Array>(fresh: T, old: T): T => {
      fresh.set(old as never);
      return fresh;
    };
    this.#lonE7 = grown(new Int32Array(length), this.#lonE7);
    this.#latE7 = grown(new Int32Array(length), this.#latE7);
    this.#observedMs = grown(new Float64Array(length), this.#observedMs);
    this.#heading = grown(new Uint16Array(length), this.#heading);
    this.#speed = grown(new Uint16Array(length), this.#speed);
    this.#isDirty = grown(new Uint8Array(length), this.#isDirty);
    this.#dirty = grown(new Int32Array(length), this.#dirty);
  }
}
