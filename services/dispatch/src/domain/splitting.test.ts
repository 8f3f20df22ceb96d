import type { AlarmReceived } from '@muster/contracts/events/alarm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toIncident } from './changes.ts';
import { merge } from './decide-merge.ts';
import { openFromAlarm } from './decide-opening.ts';
import { ownIncidentOf, splitAlarm } from './decide-split.ts';
import type { IncidentState } from './incident.ts';
import { PLACE, Scenario } from './scenario.ts';
import { by, engine, send } from './scenario-moves.ts';

const alarm = (alarmId: string, text: string): AlarmReceived => ({
  ...{ type: 'alarm.received', alarmId, idempotencyKey: alarmId, channel: 'voice', line: '119' },
  ...{ callerNumber: `138-${alarmId}`, callerName: '', text, lang: 'zh', reportedType: 'fire.building' },
  ...{ place: PLACE, rangAtMs: 0, receivedAtMs: 5_000 + Number(alarmId), warnings: [], reporter: null },
});
function withCalls(...texts: string[]): Scenario {
  const s = new Scenario();
  texts.forEach((text, i) => {
    s.given([toIncident(`i${i + 1}`, openFromAlarm(alarm(`${i + 1}`, text), undefined))]);
  });
  return s;
}
const join = (s: Scenario, from: string, into: string) =>
  s.when(merge({ by, nowMs: s.nowMs }, s.incident(from), s.incident(into), []));
function split(s: Scenario, alarmId: string, from: string, into?: string) {
  const toId = into ?? ownIncidentOf(alarmId, from);
  return s.when(splitAlarm({ alarmId, by, nowMs: s.nowMs }, s.incident(from), toId, s.incidents.get(toId)));
}
/** As the desk finds the incident of a call. */
function holderOf(s: Scenario, alarmId: string): string {
  let found: IncidentState | undefined = s.incidents.get(`i${alarmId}`);
  for (let i = 0; i < 20 && found !== undefined; i++) {
    const next = found.movedOut?.[alarmId] ?? (found.view.state === 'merged' ? found.view.mergedInto : undefined);
    if (next === undefined) return found.view.incidentId;
    found = s.incidents.get(next);
  }
  return '';
}

describe('a call that was joined wrongly', () => {
  it('goes back to its own incident with its own words, and the units stay', () => {
    const s = withCalls('三楼着火', '隔壁厨房冒烟');
    join(s, 'i2', 'i1');
    send(s, [engine], 'i1');
    expect(split(s, '2', 'i1')).toEqual(['incident.alarm-split', 'incident.reopened']);
    expect(s.incident('i1').view).toMatchObject({ alarmIds: ['1'], state: 'open' });
    expect(s.incident('i1').view.orders[0]?.unitIds).toEqual(['e1']);
    expect(s.incident('i2').view).toMatchObject({ alarmIds: ['2'], state: 'open', mergedInto: '', closedAtMs: 0 });
    expect(s.incident('i2').reports?.map((report) => report.text)).toEqual(['隔壁厨房冒烟']);
    expect([holderOf(s, '1'), holderOf(s, '2')]).toEqual(['i1', 'i2']);
  });

  it('goes into another incident, where its danger raises attention', () => {
    const s = withCalls('三楼着火', '有小孩被困', '六楼着火');
    join(s, 'i2', 'i1');
    expect(split(s, '2', 'i1', 'i3')).toEqual([
      'incident.alarm-split',
      'incident.alarm-joined',
      'incident.attention-raised',
    ]);
    expect(s.incident('i3').view).toMatchObject({ alarmIds: ['3', '2'], attention: 1 });
    expect(holderOf(s, '2')).toBe('i3');
  });

  it('that opened the incident gets a new one', () => {
    const s = withCalls('三楼着火', '楼下冒烟');
    join(s, 'i2', 'i1');
    split(s, '1', 'i1');
    expect(s.incident('s1').view).toMatchObject({
      ...{ alarmIds: ['1'], summary: '三楼着火', callerNumber: '138-1', reportedType: 'fire.building', priority: 1 },
      receivedAtMs: 5_001,
    });
    expect(s.incident('s1').view.orders.map((order) => order.agency)).toEqual(['fire']);
    expect(s.incident('i1').view.alarmIds).toEqual(['2']);
    expect([holderOf(s, '1'), holderOf(s, '2')]).toEqual(['s1', 'i1']);
  });

  it('leaves those that had been joined to it where they are', () => {
    const s = withCalls('一', '二', '三');
    join(s, 'i3', 'i2');
    join(s, 'i2', 'i1');
    split(s, '2', 'i1');
    expect([holderOf(s, '1'), holderOf(s, '2'), holderOf(s, '3')]).toEqual(['i1', 'i2', 'i1']);
    expect(s.incident('i1').view.alarmIds).toEqual(['1', '3']);
    expect(s.incident('i2').view.alarmIds).toEqual(['2']);
    split(s, '3', 'i1');
    expect([holderOf(s, '2'), holderOf(s, '3')]).toEqual(['i2', 'i3']);
  });

  it('may be joined again, and split again', () => {
    const s = withCalls('一', '二');
    for (let i = 0; i < 3; i++) {
      join(s, 'i2', 'i1');
      expect(holderOf(s, '2')).toBe('i1');
      split(s, '2', 'i1');
      expect(holderOf(s, '2')).toBe('i2');
    }
    expect(s.incident('i1').view.alarmIds).toEqual(['1']);
  });
});

describe('a split is refused', () => {
  it('for the only call, for a call of another incident, and into what is over', () => {
    const s = withCalls('一', '二', '三');
    expect(split(s, '1', 'i1')).toMatchObject({ code: 'precondition', messageZh: expect.stringContaining('并案') });
    expect(split(s, '2', 'i1')).toMatchObject({ code: 'precondition' });
    join(s, 'i2', 'i1');
    join(s, 'i3', 'i1');
    expect(split(s, '2', 'i1', 'i3')).toMatchObject({ code: 'precondition', details: { mergedInto: 'i1' } });
  });

  it('and a key pressed twice changes nothing', () => {
    const s = withCalls('一', '二');
    join(s, 'i2', 'i1');
    split(s, '2', 'i1');
    expect(split(s, '2', 'i1')).toEqual([]);
  });
});

describe('whatever is joined and split', () => {
  it('each call is in exactly one open incident, and the desk finds it there', () => {
    const calls = 5;
    const step = fc.tuple(fc.constantFrom('join', 'split'), fc.nat(50), fc.nat(50), fc.boolean());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const s = withCalls(...Array.from({ length: calls }, (_, i) => `第${i}个`));
        for (const [what, a, b, isOwn] of steps) {
          const open = [...s.incidents.values()].filter(({ view }) => view.state === 'open');
          const from = open[a % open.length] as IncidentState;
          const into = open[b % open.length] as IncidentState;
          if (what === 'join') join(s, from.view.incidentId, into.view.incidentId);
          else {
            const alarmId = from.view.alarmIds[b % Math.max(1, from.view.alarmIds.length)] ?? '1';
            split(s, alarmId, from.view.incidentId, isOwn ? undefined : into.view.incidentId);
          }
        }
        const held = [...s.incidents.values()].filter(({ view }) => view.state === 'open');
        for (let call = 1; call <= calls; call++) {
          const holders = held.filter(({ view }) => view.alarmIds.includes(`${call}`));
          expect(holders.map(({ view }) => view.incidentId)).toEqual([holderOf(s, `${call}`)]);
          expect(holders[0]?.reports?.map((report) => report.alarmId)).toContain(`${call}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
