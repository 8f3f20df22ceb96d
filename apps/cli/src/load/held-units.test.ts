import { expect, test } from 'vitest';
import { heldByUnit, overlaps } from './held-units.ts';

const sent = (atMs: number, unitId: string) => ({
  atMs,
  type: 'incident.unit-sent',
  dataJson: `{"unitId":"${unitId}"}`,
});
const off = (atMs: number, unitId: string) => ({
  atMs,
  type: 'incident.unit-taken-off',
  dataJson: `{"unitId":"${unitId}"}`,
});

test('a unit is held from its sending to its leaving, or still', () => {
  const timeline = [
    sent(10, 'a'),
    { atMs: 11, type: 'incident.note-added', dataJson: '{}' },
    sent(12, 'b'),
    off(20, 'a'),
  ];
  expect(heldByUnit('i1', timeline)).toEqual([
    { unitId: 'a', incidentId: 'i1', fromMs: 10, toMs: 20 },
    { unitId: 'b', incidentId: 'i1', fromMs: 12, toMs: Number.POSITIVE_INFINITY },
  ]);
});

test('one job after another is no overlap, also in the same millisecond', () => {
  const held = [...heldByUnit('i1', [sent(10, 'a'), off(20, 'a')]), ...heldByUnit('i2', [sent(20, 'a'), off(30, 'a')])];
  expect(overlaps(held)).toEqual([]);
});

test('a unit on two incidents at once is found, however long the first lasts', () => {
  const held = [
    ...heldByUnit('i1', [sent(10, 'a'), off(100, 'a')]),
    ...heldByUnit('i2', [sent(20, 'a'), off(30, 'a')]),
    ...heldByUnit('i3', [sent(40, 'a'), off(50, 'a')]),
    ...heldByUnit('i4', [sent(40, 'b')]),
  ];
  expect(overlaps(held)).toEqual(['a: i1 and i2 for 10 ms from 20', 'a: i1 and i3 for 10 ms from 40']);
});

test('a unit sent twice to one incident is found', () => {
  expect(overlaps(heldByUnit('i1', [sent(10, 'a'), sent(11, 'a'), off(20, 'a')]))).toHaveLength(1);
});
