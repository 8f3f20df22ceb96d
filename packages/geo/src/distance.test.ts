import { expect, test } from 'vitest';
import type { LonLat } from './distance.ts';
import { bearingDeg, haversineM, lineLengthM, localM, pointAlong, turnDeg } from './distance.ts';

test('a degree of latitude is 111.195 km', () => {
  expect(haversineM(120, 30, 120, 31)).toBeCloseTo(111_195, -1);
});

test('the local distance is within 0.1 % of haversine across a city', () => {
  for (const [lon, lat] of [
    [120.5, 30.4],
    [119.6, 30.9],
    [120.01, 29.99],
  ]) {
    const exact = haversineM(120, 30, lon, lat);
    expect(Math.abs(localM(120, 30, lon, lat) - exact) / exact).toBeLessThan(1e-3);
  }
});

test('the date line is no wall', () => {
  expect(localM(179.999, 0, -179.999, 0)).toBeCloseTo(haversineM(179.999, 0, -179.999, 0), 3);
});

test('bearings go clockwise from north and turns are positive to the right', () => {
  expect(bearingDeg(120, 30, 120, 31)).toBeCloseTo(0);
  expect(bearingDeg(120, 0, 121, 0)).toBeCloseTo(90);
  expect(bearingDeg(120, 30, 120, 29)).toBeCloseTo(180);
  expect(turnDeg(350, 10)).toBe(20);
  expect(turnDeg(10, 350)).toBe(-20);
});

test('a point along a line lies where its length says, and the ends hold beyond', () => {
  const line: LonLat[] = [
    [120, 30],
    [120, 30.01],
    [120.01, 30.01],
  ];
  const total = lineLengthM(line);
  expect(pointAlong(line, -1)).toEqual([120, 30]);
  expect(pointAlong(line, total + 1)).toEqual([120.01, 30.01]);
  const [lon, lat] = pointAlong(line, total * 0.75);
  expect(lineLengthM([line[0], line[1], [lon, lat]])).toBeCloseTo(total * 0.75, 3);
});
