import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { expect, test } from 'vitest';
import { nearIncidents } from './near-incidents.ts';

const incident = (incidentId: string, lon: number, alarmIds: string[] = [], state = 'open') =>
  ({ incidentId, alarmIds, state, place: { lon, lat: 22 } }) as unknown as Incident;
const here = { lon: 113, lat: 22, accuracyM: 30 };

test('shows open incidents near the caller, the nearest first, without the one the call opened itself', () => {
  const near = nearIncidents(here, 'a1', [
    incident('own', 113, ['a1']),
    incident('joined', 113.001, ['a0', 'a1']),
    incident('near', 113.0005),
    incident('closed', 113, [], 'closed'),
    incident('far', 113.1),
  ]);
  expect(near.map(({ incident: { incidentId } }) => incidentId)).toEqual(['near', 'joined']);
  expect(near[0]?.distanceM).toBeCloseTo(51.6, 0);
});

test('looks as far as the position may be off, and nowhere without one', () => {
  const away = incident('away', 113.01);
  expect(nearIncidents(here, '', [away])).toEqual([]);
  expect(nearIncidents({ ...here, accuracyM: 1_500 }, '', [away])).toHaveLength(1);
  expect(nearIncidents(undefined, '', [away])).toEqual([]);
});
