import { expect, test } from 'vitest';
import type { Polygon } from './geofence.ts';
import { inPolygon, lineMeetsPolygon, polygonBounds } from './geofence.ts';

const SQUARE: Polygon = [
  [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ],
  [
    [4, 4],
    [6, 4],
    [6, 6],
    [4, 6],
  ],
];

test('inside the outer ring and outside the hole', () => {
  expect(inPolygon(SQUARE, 1, 1)).toBe(true);
  expect(inPolygon(SQUARE, 5, 5)).toBe(false);
  expect(inPolygon(SQUARE, 11, 5)).toBe(false);
  expect(inPolygon([], 0, 0)).toBe(false);
});

test('a closing point changes nothing', () => {
  const closed = SQUARE.map((ring) => [...ring, ring[0]]);
  for (let x = -1; x <= 11; x += 0.5)
    for (let y = -1; y <= 11; y += 0.5) {
      expect(inPolygon(closed, x, y)).toBe(inPolygon(SQUARE, x, y));
    }
});

test('of two polygons that share a side a point on it is in exactly one', () => {
  const east: Polygon = [
    [
      [10, 0],
      [20, 0],
      [20, 10],
      [10, 10],
    ],
  ];
  const west: Polygon = [SQUARE[0]];
  expect(Number(inPolygon(west, 10, 5)) + Number(inPolygon(east, 10, 5))).toBe(1);
});

test('a line that only passes through meets the polygon', () => {
  expect(
    lineMeetsPolygon(SQUARE, [
      [-1, 2],
      [11, 2],
    ]),
  ).toBe(true);
  expect(
    lineMeetsPolygon(SQUARE, [
      [4.5, 4.5],
      [5.5, 5.5],
    ]),
  ).toBe(false);
  expect(
    lineMeetsPolygon(SQUARE, [
      [-1, -1],
      [-1, 11],
    ]),
  ).toBe(false);
});

test('bounds hold the outer ring', () => {
  expect(polygonBounds(SQUARE)).toEqual({ west: 0, south: 0, east: 10, north: 10 });
});
