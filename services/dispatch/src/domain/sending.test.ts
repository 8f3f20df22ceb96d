import type { UnitFact } from '@muster/contracts/events/resource';
import { describe, expect, it } from 'vitest';
import { toIncident } from './changes.ts';
import { decline } from './decide-off.ts';
import { openByHand } from './decide-opening.ts';
import { Scenario, unitOf } from './scenario.ts';
import { ambulance, by, engine, off, patrol, press, send, withIncident } from './scenario-moves.ts';

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
