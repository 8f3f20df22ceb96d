import type { Incident, SimilarIncident, TimelineEntry } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { Incident as IncidentMessage } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { expect, test } from 'vitest';
import { callsOf, isLikelyDuplicate, joinableInto, MOST_AT_ONCE, nearbyOf, proposalsOf } from './duplicate-facts.ts';

const like = (incidentId: string, p: number): SimilarIncident => ({ incidentId, p, reasons: [] });
const incident = (incidentId: string, more: Partial<Incident> = {}): Incident => ({
  ...IncidentMessage.fromPartial({ incidentId, state: 'open', alarmIds: [incidentId] }),
  ...more,
});
const at = (lon: number) => ({
  ...{ lon, lat: 30, accuracyM: 0, source: 'map', text: '', confirmed: true, datum: 'wgs84', observedAtMs: 0 },
});
const picture = (...all: Incident[]) => new Map(all.map((one) => [one.incidentId, one]));
const idsOf = (all: readonly { incident: Incident }[]) => all.map((one) => one.incident.incidentId);

test('proposals follow joins, leave out what is over, and name each target once', () => {
  const subject = incident('x', { similar: [like('joined', 0.4), like('fire', 0.3), like('over', 0.9), like('x', 1)] });
  const all = picture(
    subject,
    incident('fire'),
    incident('joined', { state: 'merged', mergedInto: 'fire' }),
    incident('over', { state: 'closed' }),
  );
  expect(proposalsOf(subject, all)).toMatchObject([{ incident: { incidentId: 'fire' }, p: 0.4 }]);
});

test('calls that are likely one event count together, and go into the first of them', () => {
  const all = picture(
    incident('first'),
    incident('second', { similar: [like('first', 0.9)] }),
    incident('third', { similar: [like('second', 0.5), like('first', 0.4)] }),
  );
  expect(proposalsOf(all.get('third') as Incident, all)).toMatchObject([{ incident: { incidentId: 'first' }, p: 0.9 }]);
  expect(idsOf(joinableInto(all.get('first') as Incident, all))).toEqual(['second', 'third']);
});

test('joined with one key: likely ones of the same target, nobody sent to them, fifty at most', () => {
  const order = { ...IncidentMessage.fromPartial({ orders: [{ agency: 'fire', firstSentAtMs: 5 }] }) }.orders;
  const many = Array.from({ length: 60 }, (_, i) => incident(`s${i}`, { similar: [like('fire', 0.9)] }));
  const fire = incident('fire');
  const all = picture(
    fire,
    incident('unsure', { similar: [like('fire', 0.3)] }),
    incident('sent', { similar: [like('fire', 0.95)], orders: order }),
    incident('other', { similar: [like('crash', 0.8), like('fire', 0.6)] }),
    incident('crash'),
    ...many,
  );
  const found = idsOf(joinableInto(fire, all));
  expect(found).toHaveLength(MOST_AT_ONCE);
  expect(found.every((id) => /^s\d+$/.test(id))).toBe(true);
  expect(isLikelyDuplicate(all.get('s1') as Incident, all)).toBe(true);
  expect(isLikelyDuplicate(all.get('sent') as Incident, all)).toBe(false);
});

test('nearby are open, nearest first, and not the incident itself', () => {
  const all = picture(
    incident('a', { place: at(120) }),
    incident('far', { place: at(120.2) }),
    incident('c', { place: at(120.002) }),
    incident('b', { place: at(120.001) }),
    incident('over', { place: at(120), state: 'closed' }),
    incident('nowhere'),
  );
  expect(nearbyOf(all.get('a') as Incident, all).map((one) => one.incidentId)).toEqual(['b', 'c']);
});

test('the calls of an incident are those that were joined and not taken out again', () => {
  const entry = (type: string, data: object, atMs = 9): TimelineEntry => ({
    type,
    atMs,
    dataJson: JSON.stringify(data),
  });
  const timeline = [
    entry('incident.opened', { alarmId: 'a', summary: '着火', receivedAtMs: 5 }),
    entry('incident.note-added', { text: 'x' }),
    entry('incident.alarm-joined', { alarmId: 'b', text: '冒烟', receivedAtMs: 3 }),
    entry('incident.alarm-joined', { alarmId: 'c', text: '有人' }),
    entry('incident.alarm-split', { alarmId: 'a', to: 'sa' }),
  ];
  expect(callsOf(timeline)).toEqual([
    { alarmId: 'b', text: '冒烟', receivedAtMs: 3 },
    { alarmId: 'c', text: '有人', receivedAtMs: 9 },
  ]);
});
