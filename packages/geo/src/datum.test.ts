import { expect, test } from 'vitest';
import { convertDatum, DATUMS } from './datum.ts';
import { haversineM } from './distance.ts';

const TIANANMEN = [116.397_428, 39.909_23] as const;

test('there and back lands within two decimetres', () => {
  for (const from of DATUMS) {
    for (const to of DATUMS) {
      const [lon, lat] = convertDatum(convertDatum(TIANANMEN, from, to), to, from);
      expect(haversineM(lon, lat, ...TIANANMEN)).toBeLessThan(0.2);
    }
  }
});

test('in Beijing GCJ-02 lies some hundred metres off WGS-84, and BD-09 farther', () => {
  const gcj = convertDatum(TIANANMEN, 'wgs84', 'gcj02');
  const bd = convertDatum(TIANANMEN, 'wgs84', 'bd09');
  expect(haversineM(...gcj, ...TIANANMEN)).toBeGreaterThan(300);
  expect(haversineM(...gcj, ...TIANANMEN)).toBeLessThan(700);
  expect(haversineM(...bd, ...gcj)).toBeGreaterThan(500);
});

test('outside China GCJ-02 is WGS-84', () => {
  expect(convertDatum([2.35, 48.85], 'wgs84', 'gcj02')).toEqual([2.35, 48.85]);
});
