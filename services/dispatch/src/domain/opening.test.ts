import type { AlarmReceived } from '@muster/contracts/events/alarm';
import type { ClassificationFact } from '@muster/contracts/events/classification';
import { describe, expect, it } from 'vitest';
import { toIncident } from './changes.ts';
import { classified } from './decide-classified.ts';
import { atDesk } from './decide-desk.ts';
import { heard, openByHand, openFromAlarm } from './decide-opening.ts';
import { DISPATCHER, PLACE, Scenario } from './scenario.ts';

const alarm = (more: Partial<AlarmReceived> = {}): AlarmReceived => ({
  ...{ type: 'alarm.received', alarmId: 'a1', idempotencyKey: 'k', channel: 'voice', line: '119' },
  ...{ callerNumber: '138', callerName: '', text: '着火了', lang: 'zh', place: PLACE, reportedType: '' },
  ...{ rangAtMs: 0, receivedAtMs: 5_000, warnings: [], reporter: null },
  ...more,
});
const found = (more: Partial<ClassificationFact> = {}): ClassificationFact => ({
  ...{ type: 'fire.building', priority: 1, confidence: 0.9, alternatives: [], location: null, persons: null },
  ...{ hazards: [], evidence: [], needsHuman: false, modelVersion: 'm', priorityRules: [] },
  ...more,
});
const at = (score: number) => ({
  text: '海滨路',
  start: 0,
  end: 3,
  candidates: [{ name: '海滨路 12 号', kind: 'house-number', lon: 120.2, lat: 30.2, score }],
});

function opened(more: Partial<AlarmReceived> = {}): Scenario {
  const s = new Scenario();
  const a = alarm(more);
  s.given([toIncident(`i${a.alarmId}`, openFromAlarm(a, undefined))]);
  return s;
}
const view = (s: Scenario, id = 'ia1') => s.incident(id).view;
const agencies = (s: Scenario) => view(s).orders.map((order) => order.agency);

describe('an alarm', () => {
  it.each([
    ['110', '', ['police']],
    ['119', '', ['fire']],
    ['120', '', ['medical']],
    ['122', '', ['police']],
    ['12345', 'disaster.waterlogging', ['municipal']],
    ['', 'medical.fall', ['medical']],
    ['', '', ['police']],
    ['110', 'fire.building', ['police', 'fire']],
    ['', 'service.inquiry', []],
  ])('on line %s with type "%s" opens its incident with the orders %j', (line, reportedType, expected) => {
    expect(agencies(opened({ line, reportedType }))).toEqual(expected);
  });
  it('opens one incident when it comes twice', () => {
    const s = opened();
    expect(openFromAlarm(alarm(), s.incident('ia1'))).toEqual([]);
  });
  it('keeps the clock of its receipt', () => {
    expect(view(opened()).receivedAtMs).toBe(5_000);
  });
});

const among = (...types: string[]) => types.map((type) => ({ type, confidence: 0.1 }));

describe('a classification', () => {
  const classify = (s: Scenario, fact: ClassificationFact, alarmId = 'a1') =>
    s.given([toIncident('ia1', classified(s.incident('ia1'), alarmId, fact))]);

  it('raises the priority, fills in the type and asks the lead and its helpers where life is in danger', () => {
    const s = opened();
    classify(s, found());
    expect(view(s)).toMatchObject({ priority: 1, reportedType: 'fire.building', attention: 0 });
    expect(agencies(s)).toEqual(['fire', 'medical', 'police']);
  });
  it('takes back the order that was opened for want of knowledge, once it is known whom it concerns', () => {
    const s = opened({ line: '', reportedType: '' });
    classify(s, found({ type: 'medical.fall', priority: 3 }));
    expect(agencies(s)).toEqual(['medical']);
  });
  it.each([
    ['the line chose it', { line: '110' }, found({ type: 'medical.fall', priority: 3 }), ['police', 'medical']],
    ['it helps with the type', { line: '' }, found(), ['police', 'fire', 'medical']],
    [
      'the machine is not sure',
      { line: '' },
      found({ type: 'medical.fall', priority: 3, confidence: 0.4 }),
      ['police', 'medical'],
    ],
    [
      'it tells of a hazard',
      { line: '' },
      found({ type: 'medical.fall', priority: 3, hazards: ['knife'] }),
      ['police', 'medical'],
    ],
    ['life is in danger', { line: '' }, found({ type: 'medical.stroke', priority: 1 }), ['police', 'medical']],
    [
      'the police lead its second type',
      { line: '' },
      found({ type: 'medical.fall', priority: 3, alternatives: among('police.assault') }),
      ['police', 'medical'],
    ],
    [
      'the police lead its third type',
      { line: '' },
      found({ type: 'medical.fall', priority: 3, alternatives: among('medical.other', 'police.assault') }),
      ['police', 'medical'],
    ],
    ['nobody would be left', { line: '' }, found({ type: 'service.inquiry', priority: 5 }), ['police']],
  ] as const)('leaves the first order where %s', (_, line, fact, expected) => {
    const s = opened({ ...line, reportedType: '' });
    classify(s, fact);
    expect(agencies(s)).toEqual(expected);
  });
  it('never lowers a priority', () => {
    const s = opened({ reportedType: 'fire.building' });
    classify(s, found({ type: 'fire.alarm', priority: 3 }));
    expect(view(s).priority).toBe(1);
  });
  it('does not raise what a human has lowered, but calls attention to it', () => {
    const s = opened({ reportedType: 'fire.building' });
    classify(s, found({ type: 'fire.alarm', priority: 3 }));
    const lower = {
      type: 'set-type',
      incidentType: '',
      priority: 4,
      reason: '误报',
      by: DISPATCHER,
      nowMs: 1,
    } as const;
    const decided = atDesk(lower, s.incident('ia1'));
    s.given([toIncident('ia1', decided.ok ? decided.value : [])]);
    classify(s, found());
    expect(view(s)).toMatchObject({ priority: 4, attention: 1 });
  });
  it('opens no order for a type that needs nobody, and leaves the one of the line', () => {
    const s = opened();
    classify(s, found({ type: 'call.prank', priority: 5 }));
    expect(agencies(s)).toEqual(['fire']);
  });
  it('adds no agency to those a human chose while it is unsure', () => {
    const s = opened();
    const add = { type: 'add-agency', agency: 'municipal', by: DISPATCHER, nowMs: 1 } as const;
    const decided = atDesk(add, s.incident('ia1'));
    s.given([toIncident('ia1', decided.ok ? decided.value : [])]);
    classify(s, found({ type: 'medical.fall', priority: 3, confidence: 0.3 }));
    expect(agencies(s)).toEqual(['fire', 'municipal']);
  });
  it('fills in a place where there is none, unconfirmed, and a better one later', () => {
    const s = opened({ place: null });
    classify(s, found({ location: at(0.8) }));
    expect(view(s).place).toMatchObject({ lon: 120.2, confirmed: false, source: 'classifier' });
  });
  it('takes a bare cell fix for no place', () => {
    const s = opened({ place: { ...PLACE, source: 'cell', confirmed: false } });
    classify(s, found({ location: at(0.8) }));
    expect(view(s).place?.lon).toBe(120.2);
  });
  it('leaves a place that is there, and takes none it is unsure of', () => {
    const s = opened();
    classify(s, found({ location: at(0.9) }));
    expect(view(s).place?.lon).toBe(PLACE.lon);
    const empty = opened({ place: null });
    classify(empty, found({ location: at(0.2) }));
    expect(view(empty).place).toBeUndefined();
  });
  it('that comes again changes nothing', () => {
    const s = opened();
    classify(s, found());
    expect(classified(s.incident('ia1'), 'a1', found())).toEqual([]);
  });
});

describe('a caller who adds something', () => {
  const says = (s: Scenario, text: string) =>
    heard(
      { type: 'alarm.updated', alarmId: 'a1', segment: 1, segmentText: text, speaker: 'caller', final: true },
      s.incident('ia1'),
    );
  it('raises attention once for each new danger', () => {
    const s = opened();
    s.given([toIncident('ia1', says(s, '里面还有个小孩被困'))]);
    expect(view(s).attention).toBe(1);
    expect(says(s, 'a child is trapped')).toEqual([]);
    expect(says(s, 'it is spreading').map((e) => 'reasonEn' in e && e.reasonEn)).toEqual(['a caller adds: spreading']);
  });
});

describe('an incident opened by hand', () => {
  const by = DISPATCHER;
  const form = {
    incidentId: 'h1',
    summary: '',
    place: null,
    incidentType: '',
    priority: 0,
    agencies: [],
    by,
    nowMs: 9,
  };
  it('needs something in it', () => {
    expect(openByHand(form, undefined)).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
  });
  it('asks the agencies named, else the lead of its type', () => {
    const typed = openByHand({ ...form, incidentType: 'rescue.elevator' }, undefined);
    expect(typed.ok && typed.value.map((e) => ('agency' in e ? e.agency : e.type))).toEqual([
      'incident.opened',
      'fire',
    ]);
    const named = openByHand({ ...form, summary: 'x', agencies: ['medical'] }, undefined);
    expect(named.ok && named.value.map((e) => ('agency' in e ? e.agency : e.type))).toEqual([
      'incident.opened',
      'medical',
    ]);
  });
});
