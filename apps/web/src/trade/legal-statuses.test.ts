import { emptyDuty } from '@muster/contracts/duty-view';
import { UNIT_STATUSES } from '@muster/contracts/taxonomy';
import { expect, test } from 'vitest';
import { legalStatuses } from './legal-statuses.ts';

const codes = (agency: string, status: string, canonical: string, incidentId = ''): string[] =>
  legalStatuses(UNIT_STATUSES, agency, { ...emptyDuty('u', { code: status, canonical }), incidentId }).map(
    (row) => row.code,
  );

test('an engine at its station without a job cannot turn out', () => {
  expect(codes('fire', '10', 'available')).toEqual(['26', '30', '90']);
});

test('a unit just sent answers first, whatever its status was', () => {
  expect(codes('fire', '10', 'dispatched', 'i1')).toEqual(['20']);
  expect(codes('medical', 'at-base', 'dispatched', 'i1')).toEqual(['accepted']);
  expect(codes('medical', 'handed-over', 'dispatched', 'i1')).toEqual(['accepted', 'rolling']);
});

test('an engine on scene may go through the loops of the table', () => {
  expect(codes('fire', '23', 'on-scene', 'i1')).toEqual(['24', '27', '22']);
});

test('agencies without rows of their own use the police words', () => {
  expect(codes('municipal', 'patrol', 'dispatched', 'i1')).toEqual(['accepted']);
});
