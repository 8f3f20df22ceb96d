import type { UnitFact } from '@muster/contracts/events/resource';
import { describe, expect, it } from 'vitest';
import { merge } from './decide-merge.ts';
import { cancel, standDown } from './decide-off.ts';
import { ESCALATION, escalate } from './escalation.ts';
import { unitsOn } from './incident.ts';
import type { Scenario } from './scenario.ts';
import { ambulance, by, desk, engine, off, patrol, press, send, withIncident } from './scenario-moves.ts';

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
