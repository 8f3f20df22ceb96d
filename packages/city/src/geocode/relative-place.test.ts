import { describe, expect, it } from 'vitest';
import { moved, readRelation, splitRelation } from './relative-place.ts';

describe('where something is, seen from a named place', () => {
  it.each([
    ['', '往北200米', 0, 200],
    ['', '东边大概五十米', 90, 50],
    ['', '向西南方向走1.5公里', 225, 1_500],
    ['', '路口往东一百来米', 90, 100],
    ['', '北边半公里', 0, 500],
    ['about 200 m north of ', '', 0, 200],
    ['two blocks east of the ', '', 90, 240],
    ['half a mile south of ', '', 180, 804.5],
  ])('%s…%s', (before, after, bearingDeg, distanceM) => {
    expect(readRelation(before, after)).toMatchObject({ bearingDeg, distanceM });
  });
  it('knows no direction in "ahead", and says how far off the point may be', () => {
    expect(readRelation('', '往前100米')).toEqual({ bearingDeg: null, distanceM: 100, accuracyM: 100 });
  });
  it.each([
    ['', '对面有人打架'],
    ['', '）旁边'],
    ['', '门口'],
    ['behind the ', ''],
    ['across the street from ', ''],
  ])('"%s…%s" is beside it', (before, after) => {
    expect(readRelation(before, after)?.distanceM).toBe(0);
  });
  it.each([
    ['', '有人晕倒'],
    ['', '100米跑道'],
    ['we saw ', ' burning'],
    ['', '往北9999公里'],
  ])('"%s…%s" says nothing of the kind', (before, after) => {
    expect(readRelation(before, after)?.bearingDeg ?? null).toBeNull();
  });
  it('splits an address from what it says of it', () => {
    expect(splitRelation('阳光花园往北200米')?.anchor).toBe('阳光花园');
    expect(splitRelation('300 meters east of Falls Road')?.anchor).toBe('Falls Road');
    expect(splitRelation('阳光花园3号楼')).toBeNull();
  });
  it('goes as far as it says', () => {
    const { lon, lat } = moved(120, 30, { bearingDeg: 90, distanceM: 1_000, accuracyM: 0 });
    expect(lat).toBeCloseTo(30, 9);
    expect((lon - 120) * 111_195 * Math.cos((30 * Math.PI) / 180)).toBeCloseTo(1_000, 6);
  });
});
