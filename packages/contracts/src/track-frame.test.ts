import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headingDeg, readTrackFrame, speedKmh, TrackFrameWriter } from './track-frame.ts';

const fix = fc.record({
  no: fc.integer({ min: 1, max: 1_000_000 }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  atMs: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_900_000 }),
  heading: fc.double({ min: 0, max: 359, noNaN: true }),
  speed: fc.double({ min: 0, max: 400, noNaN: true }),
});

describe('a packed frame', () => {
  it('gives back what was written, within its resolution, at any alignment', () => {
    fc.assert(
      fc.property(fc.array(fix, { maxLength: 50 }), fc.integer({ min: 0, max: 7 }), (fixes, offset) => {
        const writer = new TrackFrameWriter(64);
        for (const f of fixes) writer.add(f.no, f.lon, f.lat, f.atMs, f.heading, f.speed);
        const bytes = writer.take();
        const moved = Buffer.alloc(bytes.length + offset);
        moved.set(bytes, offset);
        const frame = readTrackFrame(moved.subarray(offset));
        expect(frame?.count).toBe(fixes.length);
        fixes.forEach((f, i) => {
          if (frame === null) return;
          expect(frame.unitNo[i]).toBe(f.no);
          expect(Math.abs((frame.lonE7[i] as number) / 1e7 - f.lon)).toBeLessThan(1e-7);
          expect(frame.baseMs + (frame.afterMs[i] as number)).toBe(f.atMs);
          expect(headingDeg(frame, i)).toBeCloseTo(f.heading, 1);
          expect(speedKmh(frame, i)).toBeCloseTo(f.speed, 0);
        });
      }),
    );
  });
  it('that is cut short, or is something else, is no frame', () => {
    const writer = new TrackFrameWriter();
    writer.add(1, 121, 29, 1_700_000_000_000);
    const bytes = writer.take();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (n) => readTrackFrame(bytes.slice(0, n)) === null),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => readTrackFrame(noise) === null));
  });
  it('keeps the order of times when a unit was silent for months', () => {
    const writer = new TrackFrameWriter();
    const nowMs = 1_700_000_000_000;
    for (const ago of [90, 0, 60]) writer.add(1, 121, 29, nowMs - ago * 86_400_000);
    const after = [...(readTrackFrame(writer.take())?.afterMs ?? [])];
    expect(after[1]).toBeGreaterThan(0);
    expect(after[0]).toBeLessThan(after[1] as number);
  });
  it('leaves unknown heading and speed unknown', () => {
    const writer = new TrackFrameWriter();
    writer.add(1, 121, 29, 1_700_000_000_000);
    const frame = readTrackFrame(writer.take());
    expect(frame && [headingDeg(frame, 0), speedKmh(frame, 0)]).toEqual([NaN, NaN]);
  });
});
