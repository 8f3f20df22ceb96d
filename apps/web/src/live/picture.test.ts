import type { Picture } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { expect, test } from 'vitest';
import { applyDelta, fromSnapshot } from './picture.ts';

const incident = (incidentId: string, priority = 3) => ({ incidentId, priority }) as Incident;
const picture: Picture = {
  epoch: 'a',
  sequence: 7,
  serverNowMs: 0,
  incidents: [incident('i1'), incident('i2')],
  units: [],
  stations: [],
  hospitals: [],
  alarms: [],
};

test('the next delta changes what it names and leaves other maps the same objects', () => {
  const before = fromSnapshot(picture);
  const applied = applyDelta(before, {
    epoch: 'a',
    sequence: 8,
    changes: [
      { kind: 'incident', value: incident('i2', 1) },
      { kind: 'incident', value: incident('i3') },
      { kind: 'incident-gone', id: 'i1' },
    ],
  });
  if (applied.kind !== 'applied') throw new Error(applied.kind);
  expect([...applied.picture.incidents.keys()]).toEqual(['i2', 'i3']);
  expect(applied.picture.incidents.get('i2')?.priority).toBe(1);
  expect(applied.picture.units).toBe(before.units);
  expect(applied.picture.sequence).toBe(8);
  expect([...before.incidents.keys()]).toEqual(['i1', 'i2']);
});

test('a skipped sequence is a gap', () => {
  expect(applyDelta(fromSnapshot(picture), { epoch: 'a', sequence: 9, changes: [] }).kind).toBe('gap');
});

test('another epoch is a gap, whatever its sequence', () => {
  expect(applyDelta(fromSnapshot(picture), { epoch: 'b', sequence: 8, changes: [] }).kind).toBe('gap');
});

test('a delta that came twice is known', () => {
  expect(applyDelta(fromSnapshot(picture), { epoch: 'a', sequence: 7, changes: [] }).kind).toBe('known');
});
