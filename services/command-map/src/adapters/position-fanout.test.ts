import { POSITIONS_PREFIX_BYTES } from '@muster/contracts/edge';
import { readTrackFrame, speedKmh, TrackFrameWriter } from '@muster/contracts/track-frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PositionFanout } from './position-fanout.ts';

const NOW_MS = 1_700_000_000_000;
const frame = (...fixes: [unitNo: number, lon: number, lat: number, atMs: number][]): Uint8Array => {
  const writer = new TrackFrameWriter(fixes.length || 1);
  for (const [unitNo, lon, lat, atMs] of fixes) writer.add(unitNo, lon, lat, atMs, 90, 36.5);
  return writer.take();
};
const read = (message: Buffer) => {
  const columns = readTrackFrame(message.subarray(POSITIONS_PREFIX_BYTES));
  if (columns === null) throw new Error('not a frame');
  return { no: message.readUInt32LE(0), columns };
};

describe('the position fan-out', () => {
  it('packs only who moved since the last tick, once each, in a numbered frame', () => {
    const fanout = new PositionFanout(1);
    fanout.take(frame([7, 120, 30, NOW_MS], [9, 121, 31, NOW_MS]), NOW_MS);
    fanout.take(frame([7, 120.1, 30, NOW_MS + 5]), NOW_MS);
    const first = read(fanout.tick() as Buffer);
    expect(first.no).toBe(1);
    expect([...first.columns.unitNo].sort()).toEqual([7, 9]);
    expect(speedKmh(first.columns, 0)).toBe(36.5);
    expect(fanout.tick()).toBeNull();
    fanout.take(frame([9, 121.5, 31, NOW_MS + 9]), NOW_MS);
    const second = read(fanout.tick() as Buffer);
    expect(second.no).toBe(2);
    expect([...second.columns.unitNo]).toEqual([9]);
  });

  it('never moves a unit back, and takes no fix from the future', () => {
    const fanout = new PositionFanout();
    fanout.take(frame([1, 120, 30, NOW_MS]), NOW_MS);
    expect(fanout.take(frame([1, 99, 9, NOW_MS - 1]), NOW_MS)).toBe(0);
    expect(fanout.take(frame([1, 99, 9, NOW_MS + 3_600_000]), NOW_MS)).toBe(0);
    expect(fanout.positionOf(1)).toEqual([120, 30]);
  });

  it('gives a key frame with everyone under the number the next frame follows', () => {
    const fanout = new PositionFanout();
    fanout.take(frame([1, 120, 30, NOW_MS], [2, 121, 30, NOW_MS - 1000]), NOW_MS);
    fanout.tick();
    const key = read(fanout.keyFrame());
    expect(key.no).toBe(1);
    expect(key.columns.count).toBe(2);
    expect(read(fanout.keyFrame([2, 404])).columns.lonE7[0]).toBe(1_210_000_000);
  });

  it('says that garbage is no frame', () => {
    const fanout = new PositionFanout();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(fanout.take(bytes, NOW_MS)).toBe(-1);
      }),
    );
    expect(fanout.size).toBe(0);
  });

  it('holds for every unit the newest fix, whatever order they come in', () => {
    const fix = fc.record({ no: fc.integer({ min: 0, max: 40 }), at: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(
      fc.property(fc.array(fix, { maxLength: 200 }), (fixes) => {
        const fanout = new PositionFanout(2);
        const newest = new Map<number, number>();
        for (const { no, at } of fixes) {
          fanout.take(frame([no, at / 10, 0, NOW_MS - 2000 + at]), NOW_MS);
          newest.set(no, Math.max(newest.get(no) ?? 0, at));
        }
        for (const [no, at] of newest) expect(fanout.positionOf(no)?.[0]).toBeCloseTo(at / 10, 6);
        expect(fanout.size).toBe(newest.size);
      }),
    );
  });
});
