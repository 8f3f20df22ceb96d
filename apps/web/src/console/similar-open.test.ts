import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { expect, test } from 'vitest';
import { type CallDraft, emptyDraft, withPlace } from './call-draft.ts';
import { similarOpen } from './similar-open.ts';

const nowMs = 10_000_000;
const incident = (incidentId: string, type: string, lon: number, more: Partial<Incident> = {}): Incident =>
  ({
    incidentId,
    state: 'open',
    reportedType: type,
    place: { lon, lat: 22 },
    receivedAtMs: nowMs - 60_000,
    callerNumber: '',
    ...more,
  }) as Incident;
const draft: CallDraft = {
  ...withPlace(emptyDraft, { lon: 113, lat: 22 }),
  callerNumber: '13800000000',
  type: { value: 'fire.building', by: 'machine' },
};
const found = (...list: Incident[]) => similarOpen(draft, list, nowMs).map((each) => each.incident.incidentId);

test('near ones of the same family are similar, far ones and other families are not', () => {
  expect(
    found(
      incident('near', 'fire.vehicle', 113.004),
      incident('far', 'fire.building', 113.05),
      incident('other', 'police.theft', 113.004),
    ),
  ).toEqual(['near']);
});

test('the very same spot is similar whatever its type', () => {
  expect(found(incident('spot', 'police.theft', 113.0005))).toEqual(['spot']);
});

test('the same caller comes first', () => {
  expect(
    found(
      incident('near', 'fire.vehicle', 113.001),
      incident('caller', 'police.theft', 114, { callerNumber: '13800000000' }),
    ),
  ).toEqual(['caller', 'near']);
});

test('closed and old incidents are left alone', () => {
  expect(
    found(
      incident('closed', 'fire.building', 113, { state: 'closed' }),
      incident('old', 'fire.building', 113, { receivedAtMs: 0 }),
    ),
  ).toEqual([]);
});
