import { seededRandom } from '@muster/kernel/random';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { haversineM } from './distance.ts';
import { MovingIndex } from './moving-index.ts';

const CITY = { west: 120, south: 30, east: 120.5, north: 30.4 };

interface Known {
  lon: number;
  lat: number;
  atMs: number;
  flags: number;
}

const anywhere = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.double({ min: 119.9, max: 120.6, noNaN: true }),
      fc.double({ min: 29.9, max: 30.5, noNaN: true }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [120, 30] as [number, number],
      [120.5, 30.4],
      [120.25, 30.2],
      [-180, 0],
      [180, 0],
      [0, 90],
    ),
  },
);
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('update' as const),
      no: fc.integer({ min: 0, max: 60 }),
      at: anywhere,
      atMs: fc.integer({ min: 0, max: 50 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('flags' as const),
      no: fc.integer({ min: 0, max: 60 }),
      flags: fc.integer({ min: 0, max: 7 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('remove' as const), no: fc.integer({ min: 0, max: 60 }) }) },
);

test('the nearest are those that brute force finds, after any moves, flags and removals', () => {
  const asks = fc.record({
    at: anywhere,
    k: fc.integer({ min: 1, max: 20 }),
    mask: fc.integer({ min: 0, max: 7 }),
    maxKm: fc.constantFrom(Infinity, 5, 50),
  });
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 150 }),
      fc.array(asks, { minLength: 1, maxLength: 5 }),
      (actions, questions) => {
        const index = new MovingIndex(CITY, 16);
        const model = new Map<number, Known>();
        const flags = new Map<number, number>();
        for (const a of actions) {
          if (a.type === 'update') {
            const known = model.get(a.no);
            const newer = known === undefined || a.atMs > known.atMs;
            expect(index.update(a.no, a.at[0], a.at[1], a.atMs)).toBe(newer);
            if (newer) model.set(a.no, { lon: a.at[0], lat: a.at[1], atMs: a.atMs, flags: 0 });
          } else if (a.type === 'flags') {
            index.setFlags(a.no, a.flags);
            flags.set(a.no, a.flags);
          } else {
            index.remove(a.no);
            model.delete(a.no);
            flags.delete(a.no);
          }
        }
        expect(index.size).toBe(model.size);
        for (const { at, k, mask, maxKm } of questions) {
          const want = mask & 3;
          const expected = [...model]
            .filter(([no]) => ((flags.get(no) ?? 0) & mask) === want)
            .map(([, p]) => haversineM(at[0], at[1], p.lon, p.lat))
            .filter((d) => d <= maxKm * 1000)
            .sort((x, y) => x - y)
            .slice(0, k);
          const found = index.nearest(at[0], at[1], k, { mask, want, maxDistanceM: maxKm * 1000 });
          expect(found.length).toBe(expected.length);
          found.forEach((unit, i) => {
            const p = model.get(unit.no) as Known;
            expect(((flags.get(unit.no) ?? 0) & mask) === want).toBe(true);
            // At the far side of the Earth haversine itself is only good to a metre.
            expect(Math.abs(unit.distanceM - expected[i])).toBeLessThan(expected[i] > 1e6 ? 1 : 1e-3);
            expect(Math.abs(unit.distanceM - haversineM(at[0], at[1], p.lon, p.lat))).toBeLessThan(
              expected[i] > 1e6 ? 1 : 1e-3,
            );
          });
          expect(new Set(found.map((u) => u.no)).size).toBe(found.length);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('an older or equally old fix never moves a unit back', () => {
  const index = new MovingIndex(CITY);
  expect(index.update(7, 120.1, 30.1, 1000)).toBe(true);
  expect(index.update(7, 120.2, 30.2, 999)).toBe(false);
  expect(index.update(7, 120.2, 30.2, 1000)).toBe(false);
  expect(index.get(7)).toEqual({ lon: 120.1, lat: 30.1, observedAtMs: 1000, flags: 0 });
});

test('a fix that is no place on Earth is refused', () => {
  const index = new MovingIndex(CITY);
  for (const [lon, lat] of [
    [Number.NaN, 30],
    [120, Number.NaN],
    [181, 30],
    [120, -91],
  ]) {
    expect(index.update(1, lon, lat, 1)).toBe(false);
  }
  expect(index.size).toBe(0);
});

test('flags may come before the first position, and all 32 bits count', () => {
  const index = new MovingIndex(CITY);
  index.setFlags(5, 0x80000001);
  expect(index.nearest(120, 30, 1)).toEqual([]);
  index.update(5, 120, 30, 1);
  expect(index.get(5)?.flags).toBe(0x80000001);
  expect(index.nearest(120, 30, 1, { mask: 0x80000000, want: 0x80000000 })).toHaveLength(1);
  expect(index.nearest(120, 30, 1, { mask: 0x80000000, want: 0 })).toHaveLength(0);
});

test('it grows far beyond what was expected, with any unit numbers', () => {
  const index = new MovingIndex(CITY, 16);
  const random = seededRandom(1);
  const numbers = Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? i : Math.floor(random.next() * 2 ** 32)));
  for (const no of numbers) index.update(no, 120 + random.next() / 2, 30 + random.next() / 3, 1);
  expect(index.size).toBe(new Set(numbers).size);
  let seen = 0;
  index.forEach(() => {
    seen++;
  });
  expect(seen).toBe(index.size);
  for (const no of numbers) index.remove(no);
  expect(index.size).toBe(0);
  expect(index.nearest(120, 30, 3)).toEqual([]);
});
