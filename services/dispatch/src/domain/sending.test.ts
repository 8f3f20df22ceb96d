import type { UnitFact } from '@muster/contracts/events/resource';
import { describe, expect, it } from 'vitest';
import { toIncident } from './changes.ts';
import { assign } from './decide-assign.ts';
import { atDesk, type DeskCommand } from './decide-desk.ts';
import { merge } from './decide-merge.ts';
import { cancel, decline, standDown } from './decide-off.ts';
import { openByHand } from './decide-opening.ts';
import { type SetStatus, setStatus } from './decide-status.ts';
import { ESCALATION, escalate } from './escalation.ts';
import { unitsOn } from './incident.ts';
import { CREW, DISPATCHER, PLACE, Scenario, unitOf } from './scenario.ts';

const by = DISPATCHER;

function withIncident(id = 'h1', s = new Scenario(), type = 'fire.building'): Scenario {
  const form = { incidentId: id, summary: 'x', place: PLACE, incidentType: type, priority: 0, agencies: [], by };
  const decided = openByHand({ ...form, nowMs: s.nowMs }, undefined);
  s.given([toIncident(id, decided.ok ? decided.value : [])]);
  return s;
}
const send = (s: Scenario, units: UnitFact[], id = 'h1', overrideReason = '') =>
  s.when(
    assign(
      { by, nowMs: s.nowMs, overrideReason, incidentOf: (other) => s.incidents.get(other)?.view },
      s.incident(id),
      units.map((unit) => ({ unit, duty: s.duty(unit) })),
    ),
  );
const press = (s: Scenario, unit: UnitFact, status: string, more: Partial<SetStatus> = {}) => {
  s.nowMs += 1_000;
  const command = {
    status,
    source: 'button',
    deviceAtMs: 0,
    lateReason: '',
    idempotencyKey: '',
    by: CREW,
    nowMs: s.nowMs,
  };
  return s.when(setStatus({ ...command, ...more }, unit, s.duty(unit), s.jobOf(unit)));
};
const desk = (s: Scenario, command: Record<string, unknown>, id = 'h1') => {
  const decided = atDesk({ by, nowMs: s.nowMs, ...command } as DeskCommand, s.incident(id));
  return decided.ok ? s.given([toIncident(id, decided.value)]) : decided.refusal;
};
const off = { reason: '不需要', by, nowMs: 2_000_000 };
const engine = unitOf('e1');
const ambulance = unitOf('m1', 'medical');
const patrol = unitOf('p1', 'police', false);

describe('sending', () => {
  it('puts the unit on the order of its agency and dispatches it', () => {
    const s = withIncident();
    expect(send(s, [engine])).toEqual(['incident.unit-sent', 'unit.assigned']);
    expect(s.duty(engine).view).toMatchObject({ incidentId: 'h1', canonical: 'dispatched', status: '10' });
    expect(s.incident('h1').view.orders[0]).toMatchObject({ agency: 'fire', unitIds: ['e1'] });
  });
  it('brings the agency in when it has no order yet', () => {
    const s = withIncident();
    expect(send(s, [ambulance])).toEqual(['incident.order-opened', 'incident.unit-sent', 'unit.assigned']);
  });
  it('refuses a unit already assigned and says who has it, in both languages', () => {
    const s = withIncident('h2', withIncident());
    send(s, [engine]);
    expect(send(s, [engine], 'h2')).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('海滨路 12 号 (h1)'),
      messageZh: expect.stringContaining('建筑'),
      details: { unitId: 'e1', callSign: 'CS-e1', incidentId: 'h1' },
    });
  });
  it('sends none when one of them cannot go', () => {
    const s = withIncident('h2', withIncident());
    send(s, [engine]);
    const free = unitOf('e2');
    send(s, [free, engine], 'h2');
    expect(s.duty(free).view.incidentId).toBe('');
  });
  it('changes nothing when the key is pressed twice', () => {
    const s = withIncident();
    send(s, [engine]);
    expect(send(s, [engine])).toEqual([]);
  });
  it('needs a place or a reason', () => {
    const s = new Scenario();
    const form = {
      incidentId: 'h1',
      summary: 'x',
      place: null,
      incidentType: '',
      priority: 0,
      agencies: ['fire'],
      by,
      nowMs: 1,
    };
    const decided = openByHand(form, undefined);
    s.given([toIncident('h1', decided.ok ? decided.value : [])]);
    expect(send(s, [engine])).toMatchObject({ code: 'precondition' });
    expect(send(s, [engine], 'h1', '先往火车站方向')).toContain('unit.assigned');
  });
  it('stacks jobs of a patrol, and the next one waits for its answer when the first is done', () => {
    const s = withIncident('h2', withIncident('h1', undefined, 'police.noise'), 'police.dispute');
    send(s, [patrol]);
    send(s, [patrol], 'h2');
    expect(s.duty(patrol).view).toMatchObject({ incidentId: 'h1', stackedIncidentIds: ['h2'] });
    for (const status of ['accepted', 'rolling', 'at-scene', 'handling', 'reported']) press(s, patrol, status);
    expect(s.duty(patrol).view).toMatchObject({ incidentId: 'h2', stackedIncidentIds: [], canonical: 'dispatched' });
    expect(press(s, patrol, 'accepted')).toContain('unit.status-changed');
  });
});

describe('a crew', () => {
  const JOBS: [UnitFact, string[]][] = [
    [engine, ['20', '21', '22', '23', '24', '27', '22', '25']],
    [ambulance, ['accepted', 'rolling', 'at-scene', 'at-patient', 'loaded', 'at-hospital', 'handed-over']],
    [patrol, ['accepted', 'rolling', 'at-scene', 'handling', 'at-scene', 'handling', 'reported']],
  ];
  it.each(JOBS)('of $agency walks through its job, stamps each stage once, and is free again', (unit, statuses) => {
    const s = withIncident();
    send(s, [unit]);
    const stamps: string[] = [];
    for (const status of statuses) {
      const events = press(s, unit, status) as string[];
      stamps.push(...events.filter((type) => type === 'incident.order-stage-reached'));
    }
    expect(stamps).toHaveLength(3);
    const order = s.incident('h1').view.orders.find((o) => o.agency === unit.agency);
    expect(order?.firstAcknowledgedAtMs).toBe(1_001_000);
    expect(order?.firstRollingAtMs).toBe(1_002_000);
    expect(order?.firstOnSceneAtMs).toBe(1_003_000);
    expect(order?.unitIds).toEqual([]);
    expect(s.duty(unit).view.incidentId).toBe('');
  });
  it('is told the legal next statuses when it presses another', () => {
    const s = withIncident();
    send(s, [engine]);
    press(s, engine, '20');
    expect(press(s, engine, '23')).toMatchObject({
      code: 'precondition',
      message:
        'CS-e1 is 20 (Turning out) and cannot be 23 (Water on) next; it can be: 21 En route, 25 Returning, 10 On standby at station',
      messageZh: expect.stringContaining('21 途中'),
      details: { legal: '21|25|10' },
    });
  });
  it('cannot start a job it does not have', () => {
    expect(press(withIncident(), engine, '20')).toMatchObject({ message: expect.stringContaining('has no job') });
  });
  it('can always answer a send, also on its way back', () => {
    const s = withIncident('h2', withIncident());
    send(s, [ambulance]);
    for (const status of ['accepted', 'rolling', 'at-scene', 'no-transport']) press(s, ambulance, status);
    send(s, [ambulance], 'h2');
    expect(press(s, ambulance, 'accepted')).toContain('incident.order-stage-reached');
    expect(s.duty(ambulance).view.canonical).toBe('acknowledged');
  });
  it('is counted once when its phone sends the same press again', () => {
    const s = withIncident();
    send(s, [engine]);
    expect(press(s, engine, '20', { idempotencyKey: 'k1' })).not.toEqual([]);
    press(s, engine, '21', { idempotencyKey: 'k2' });
    expect(press(s, engine, '20', { idempotencyKey: 'k1' })).toEqual([]);
    expect(s.duty(engine).view.status).toBe('21');
  });
  it('may use a canonical name where it is clear', () => {
    const s = withIncident();
    send(s, [engine]);
    press(s, engine, 'acknowledged');
    press(s, engine, 'en-route');
    press(s, engine, 'on-scene');
    expect(s.duty(engine).view.status).toBe('22');
    expect(press(s, engine, 'flying')).toMatchObject({ code: 'invalid' });
  });
  it('entered late counts when it happened, and needs that time', () => {
    const s = withIncident();
    send(s, [engine]);
    expect(press(s, engine, '20', { lateReason: '无线电中断' })).toMatchObject({ code: 'invalid' });
    press(s, engine, '20', { lateReason: '无线电中断', deviceAtMs: 1_000_500, source: 'radio' });
    expect(s.incident('h1').view.orders[0]?.firstAcknowledgedAtMs).toBe(1_000_500);
    expect(s.duty(engine).view.statusSource).toBe('radio');
  });
  it('may decline with a reason until it is on scene', () => {
    const s = withIncident();
    send(s, [engine]);
    expect(s.when(decline({ ...off, reason: ' ' }, engine, s.duty(engine), s.jobOf(engine)))).toMatchObject({
      code: 'invalid',
    });
    s.when(decline(off, engine, s.duty(engine), s.jobOf(engine)));
    expect(s.duty(engine).view).toMatchObject({ incidentId: '', canonical: 'available', status: '10' });
    expect(s.incident('h1').declined).toEqual(['e1']);
    send(s, [ambulance]);
    for (const status of ['accepted', 'rolling', 'at-scene']) press(s, ambulance, status);
    expect(s.when(decline(off, ambulance, s.duty(ambulance), s.jobOf(ambulance)))).toMatchObject({
      code: 'precondition',
    });
  });
});

describe('taking units off', () => {
  it('stands a crew down on its way, and it can be sent again', () => {
    const s = withIncident();
    send(s, [engine]);
    press(s, engine, '20');
    press(s, engine, '21');
    s.when(standDown(off, engine, s.duty(engine), s.jobOf(engine)));
    expect(s.duty(engine).view).toMatchObject({
      incidentId: '',
      status: '25',
      canonical: 'available-returning',
      statusSource: 'system',
    });
    expect(send(s, [engine])).toContain('unit.assigned');
  });
  it('never takes a crew from its patient', () => {
    const s = withIncident();
    send(s, [ambulance]);
    for (const status of ['accepted', 'rolling', 'at-scene', 'at-patient']) press(s, ambulance, status);
    expect(s.when(standDown(off, ambulance, s.duty(ambulance), s.jobOf(ambulance)))).toMatchObject({
      code: 'precondition',
    });
    const units = [{ duty: s.duty(ambulance), callSign: 'x' }];
    expect(s.when(cancel(off, s.incident('h1'), units))).toMatchObject({ code: 'precondition' });
  });
  it('cancels with a reason and frees every unit', () => {
    const s = withIncident();
    send(s, [engine, patrol]);
    const units = [engine, patrol].map((unit) => ({ duty: s.duty(unit), callSign: unit.callSign }));
    expect(s.when(cancel({ ...off, reason: '' }, s.incident('h1'), units))).toMatchObject({ code: 'invalid' });
    s.when(cancel(off, s.incident('h1'), units));
    expect(s.incident('h1').view.state).toBe('cancelled');
    expect([engine, patrol].map((unit) => s.duty(unit).view.incidentId)).toEqual(['', '']);
    expect(send(s, [engine])).toMatchObject({ message: 'incident h1 has been cancelled' });
  });
});

describe('joining', () => {
  const joined = (s: Scenario, units: UnitFact[], from = 'h2', into = 'h1') =>
    s.when(
      merge(
        { by, nowMs: s.nowMs },
        s.incident(from),
        s.incident(into),
        units.map((unit) => s.duty(unit)),
      ),
    );

  it('keeps units, stamps, status and the earlier clock on the surviving incident', () => {
    const s = withIncident('h2');
    s.nowMs += 60_000;
    withIncident('h1', s);
    send(s, [engine], 'h2');
    press(s, engine, '20');
    press(s, engine, '21');
    joined(s, [engine]);
    expect(s.incident('h2').view).toMatchObject({ state: 'merged', mergedInto: 'h1' });
    expect(s.duty(engine).view).toMatchObject({ incidentId: 'h1', status: '21', canonical: 'en-route' });
    const order = s.incident('h1').view.orders.find((o) => o.agency === 'fire');
    expect(order).toMatchObject({ unitIds: ['e1'], firstAcknowledgedAtMs: 1_061_000, firstRollingAtMs: 1_062_000 });
    expect(press(s, engine, '22')).toContain('incident.order-stage-reached');
  });
  it('refuses itself and what is over', () => {
    const s = withIncident('h2', withIncident());
    expect(joined(s, [], 'h1', 'h1')).toMatchObject({ code: 'invalid' });
    s.when(cancel(off, s.incident('h1'), []));
    expect(joined(s, [])).toMatchObject({ code: 'precondition' });
  });
});

describe('ending', () => {
  it('closes an order when it has its feedback and its units are released, and the incident when all have', () => {
    const s = withIncident();
    send(s, [engine]);
    expect(desk(s, { type: 'close', reason: '', supervisor: true })).toMatchObject({
      message: expect.stringContaining('still on it'),
    });
    expect(desk(s, { type: 'give-feedback', agency: 'fire', text: '已扑灭', finalType: 'fire.electrical' })).toEqual([
      'incident.order-feedback-given',
    ]);
    for (const status of ['20', '21', '22']) press(s, engine, status);
    expect(press(s, engine, '25')).toEqual([
      'unit.status-changed',
      'unit.released',
      'incident.unit-taken-off',
      'incident.order-closed',
    ]);
    expect(desk(s, { type: 'close', reason: '', supervisor: false })).toEqual(['incident.closed']);
    expect(s.incident('h1').view).toMatchObject({
      state: 'closed',
      finalType: 'fire.electrical',
      reportedType: 'fire.building',
    });
  });
  it('closes early only with a supervisor and a reason', () => {
    const s = withIncident();
    expect(desk(s, { type: 'close', reason: 'x', supervisor: false })).toMatchObject({
      message: expect.stringContaining('no feedback yet from fire'),
    });
    expect(desk(s, { type: 'close', reason: '', supervisor: true })).toMatchObject({ code: 'invalid' });
    expect(desk(s, { type: 'close', reason: '重复', supervisor: true })).toEqual(['incident.closed']);
  });
  it('lowers a priority only with a reason', () => {
    const s = withIncident();
    const lower = { type: 'set-type', incidentType: '', priority: 3 };
    expect(desk(s, { ...lower, reason: '' })).toMatchObject({ code: 'invalid' });
    expect(desk(s, { ...lower, reason: '已自熄' })).toEqual(['incident.priority-set']);
  });
});

describe('an unacknowledged send', () => {
  const after = (s: Scenario, ms: number) => s.given(escalate(s.duty(engine), 1_000_000 + ms, ESCALATION, 'CS'));
  it('escalates by app, bell, phone and supervisor, each once', () => {
    const s = withIncident();
    send(s, [engine]);
    expect(after(s, 14_000)).toEqual([]);
    expect(after(s, 15_000)).toEqual(['unit.escalated']);
    expect(after(s, 16_000)).toEqual([]);
    after(s, 30_000);
    expect(s.duty(engine).view.escalation).toBe(2);
    expect(after(s, 61_000)).toEqual(['unit.escalated', 'incident.attention-raised']);
    expect(unitsOn(s.incident('h1').view)).toHaveLength(1);
  });
  it('stops when the crew answers', () => {
    const s = withIncident();
    send(s, [engine]);
    after(s, 15_000);
    press(s, engine, '20');
    expect(s.duty(engine).view.escalation).toBe(0);
    expect(after(s, 90_000)).toEqual([]);
  });
});
