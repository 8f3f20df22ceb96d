import { readTrackFrame, type TrackColumns, TrackFrameWriter } from '@muster/contracts/track-frame';
import { expect, test } from 'vitest';
import { PositionTable, type ShownPosition } from './position-table.ts';

type Fix = readonly [unitNo: number, lon: number, lat: number, observedAtMs: number, heading?: number];

function frame(...fixes: readonly Fix[]): TrackColumns {
  const writer = new TrackFrameWriter(1_000);
  for (const [unitNo, lon, lat, atMs, heading] of fixes) writer.add(unitNo, lon, lat, atMs, heading ?? Number.NaN, 30);
  return readTrackFrame(writer.take()) as TrackColumns;
}
const shown = (): ShownPosition => ({ lon: 0, lat: 0, headingDeg: 0, speedKmh: 0, observedAtMs: 0 });

test('a first fix is drawn where it is', () => {
  const table = new PositionTable();
  table.apply(frame([1, 113.5, 22.2, 1_000]), 50);
  const at = shown();
  expect(table.read(1, 50, at)).toBe(true);
  expect(at).toMatchObject({ lon: 113.5, lat: 22.2, observedAtMs: 1_000 });
  expect(table.read(2, 50, at)).toBe(false);
});

test('the next fix is glided to in the time the fixes are apart', () => {
  const table = new PositionTable();
  table.apply(frame([1, 113.5, 22.2, 1_000]), 0);
  table.apply(frame([1, 113.502, 22.2, 2_000, 90]), 1_000);
  const at = shown();
  table.read(1, 1_500, at);
  expect(at.lon).toBeCloseTo(113.501, 6);
  table.read(1, 9_000, at);
  expect(at.lon).toBeCloseTo(113.502, 7);
  expect(at.headingDeg).toBe(90);
  expect(table.restAtMs).toBe(2_000);
});

test('a late fix never moves a unit back', () => {
  const table = new PositionTable();
  table.apply(frame([1, 113.502, 22.2, 2_000]), 0);
  table.apply(frame([1, 113.5, 22.2, 1_000]), 500);
  const at = shown();
  table.read(1, 5_000, at);
  expect(at.lon).toBeCloseTo(113.502, 7);
});

test('a far fix is a jump, not a glide through buildings', () => {
  const table = new PositionTable();
  table.apply(frame([1, 113.5, 22.2, 1_000]), 0);
  table.apply(frame([1, 113.6, 22.2, 2_000]), 1_000);
  const at = shown();
  table.read(1, 1_001, at);
  expect(at.lon).toBeCloseTo(113.6, 7);
});

test('a standing unit keeps the heading it last drove', () => {
  const table = new PositionTable();
  table.apply(frame([1, 113.5, 22.2, 1_000, 45]), 0);
  table.apply(frame([1, 113.5, 22.2, 2_000]), 0);
  const at = shown();
  table.read(1, 0, at);
  expect(at.headingDeg).toBe(45);
});

test('thousands of units fit', () => {
  const table = new PositionTable();
  table.apply(frame(...Array.from({ length: 900 }, (_, i): Fix => [i, 113 + i / 1e4, 22, 1_000])), 0);
  expect(table.size).toBe(900);
  const at = shown();
  table.read(899, 0, at);
  expect(at.lon).toBeCloseTo(113.0899, 6);
});
