import type { Agency } from '@muster/kernel/agency';
import { expect, test } from 'vitest';
import { emptyDuty } from './duty-view.ts';
import { UNIT_STATUSES } from './taxonomy.ts';
import { legalNext } from './unit-status.ts';

const codes = (agency: Agency, status: string, canonical: string, incidentId = ''): string[] =>
  legalNext(UNIT_STATUSES, agency, { ...emptyDuty('u', { code: status, canonical }), incidentId }).map(
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
