import { POSITIONS_PREFIX_BYTES } from '@muster/contracts/edge';
import { TrackFrameWriter } from '@muster/contracts/track-frame';
import { expect, test } from 'vitest';
import { FrameSequence, readPositions } from './position-frames.ts';

function message(frameNumber: number): ArrayBuffer {
  const writer = new TrackFrameWriter();
  writer.add(17, 113.5, 22.25, 1_000, 90, 36);
  const frame = writer.take();
  const bytes = new Uint8Array(POSITIONS_PREFIX_BYTES + frame.length);
  new DataView(bytes.buffer).setUint32(0, frameNumber, true);
  bytes.set(frame, POSITIONS_PREFIX_BYTES);
  return bytes.buffer;
}

test('a message gives its number and its columns', () => {
  const read = readPositions(message(42));
  expect(read?.frameNumber).toBe(42);
  expect(read?.columns.unitNo[0]).toBe(17);
  expect(read?.columns.lonE7[0]).toBe(1_135_000_000);
});

test('what is cut short is no message', () => {
  expect(readPositions(message(1).slice(0, 30))).toBeNull();
  expect(readPositions(new ArrayBuffer(3))).toBeNull();
});

test('the first frame and a skipped number ask for a key frame, the next does not', () => {
  const frames = new FrameSequence();
  expect(frames.follows(5)).toBe(false);
  frames.keyFrame(6);
  expect(frames.follows(7)).toBe(true);
  expect(frames.follows(9)).toBe(false);
  expect(frames.follows(10)).toBe(true);
});

test('numbers wrap around without a gap', () => {
  const frames = new FrameSequence();
  frames.keyFrame(0xffffffff);
  expect(frames.follows(0)).toBe(true);
});
