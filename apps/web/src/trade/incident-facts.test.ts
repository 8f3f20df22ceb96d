import type { Incident, Order } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { expect, test } from 'vitest';
import { type QueueFilter, queueOf } from './incident-facts.ts';

const order = (agency: string, firstSentAtMs = 0): Order =>
  ({ agency, state: 'open', unitIds: [] as string[], firstSentAtMs }) as Order;
const incident = (incidentId: string, priority: number, receivedAtMs: number, more: Partial<Incident> = {}): Incident =>
  ({
    incidentId,
    priority,
    receivedAtMs,
    state: 'open',
    orders: [order('police')],
    summary: '',
    callerNumber: '',
    attention: 0,
    reportedType: '',
    ...more,
  }) as Incident;
const all: QueueFilter = { agency: '', show: 'open', text: '' };
const ids = (list: readonly Incident[]) => list.map(({ incidentId }) => incidentId);
const units = new Map();

test('the queue goes by priority, then unsent, then the longest wait', () => {
  const list = [
    incident('late', 2, 500),
    incident('early', 2, 100),
    incident('sent', 1, 10, { orders: [order('police', 20)] }),
    incident('urgent', 1, 900),
  ];
  expect(ids(queueOf(list, all, units))).toEqual(['urgent', 'sent', 'early', 'late']);
});

test('filters keep an agency, a word, or those nobody was sent to', () => {
  const list = [
    incident('a', 2, 1, { orders: [order('fire')], summary: '滨海路着火' }),
    incident('b', 2, 2, { orders: [order('police', 5)] }),
    incident('c', 2, 3, { state: 'closed' }),
  ];
  expect(ids(queueOf(list, { ...all, agency: 'fire' }, units))).toEqual(['a']);
  expect(ids(queueOf(list, { ...all, text: '滨海' }, units))).toEqual(['a']);
  expect(ids(queueOf(list, { ...all, show: 'unsent' }, units))).toEqual(['a']);
  expect(ids(queueOf(list, { ...all, show: 'closed' }, units))).toEqual(['c']);
});
