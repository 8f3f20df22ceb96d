import { POSITIONS_PREFIX_BYTES } from '@muster/contracts/edge';
import { readTrackFrame, type TrackColumns } from '@muster/contracts/track-frame';

export interface PositionsMessage {
  readonly frameNumber: number;
  readonly columns: TrackColumns;
}

/** A `positions` message: frame number, padding, packed frame. Null when it is not one. */
export function readPositions(message: ArrayBuffer): PositionsMessage | null {
  if (message.byteLength < POSITIONS_PREFIX_BYTES) return null;
  const columns = readTrackFrame(new Uint8Array(message, POSITIONS_PREFIX_BYTES));
  return columns === null ? null : { frameNumber: new DataView(message).getUint32(0, true), columns };
}

/** Watches frame numbers (uint32, wrapping) for the moment when a key frame is needed. */
export class FrameSequence {
  #last: number | null = null;

  /** True when no frame is missing before this one. The first frame ever always follows a gap. */
  follows(frameNumber: number): boolean {
    const follows = this.#last !== null && frameNumber === (this.#last + 1) >>> 0;
    this.#last = frameNumber;
    return follows;
  }

  /** A key frame holds everything up to its number. */
  keyFrame(frameNumber: number): void {
    this.#last = frameNumber;
  }

  reset(): void {
    this.#last = null;
  }
}
