import { must } from '@muster/kernel/assert';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toIncident } from './changes.ts';
import { assign } from './decide-assign.ts';
import { merge } from './decide-merge.ts';
import { cancel, decline, standDown } from './decide-off.ts';
import { openByHand } from './decide-opening.ts';
import { setStatus } from './decide-status.ts';
import { unitsOn } from './incident.ts';
import { CREW, DISPATCHER, PLACE, Scenario, unitOf } from './scenario.ts';
import { rowOf, rowsOf } from './status-table.ts';

const UNITS = [
  unitOf('f1'),
  unitOf('f2'),
  unitOf('m1', 'medical'),
  unitOf('p1', 'police', false),
  unitOf('p2', 'police'),
];
const INCIDENTS = ['i1', 'i2', 'i3', 'i4'];
const by = DISPATCHER;

const anIncident = fc.constantFrom(...INCIDENTS);
const aUnit = fc.nat({ max: UNITS.length - 1 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('assign' as const),
      on: anIncident,
      units: fc.array(aUnit, { maxLength: 3 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('press' as const), unit: aUnit, pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('decline' as const, 'stand-down' as const), unit: aUnit }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), on: anIncident, into: anIncident }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), on: anIncident }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function opened(): Scenario {
  const s = new Scenario();
  for (const incidentId of INCIDENTS) {
    const form = {
      incidentId,
      summary: 'x',
      place: PLACE,
      incidentType: '',
      priority: 0,
      agencies: ['fire'],
      by,
      nowMs: 1,
    };
    const decided = openByHand(form, undefined);
    s.given([toIncident(incidentId, decided.ok ? decided.value : [])]);
  }
  return s;
}

function run(s: Scenario, one: Step): void {
  const nowMs = ++s.nowMs;
  const off = { reason: 'x', by, nowMs };
  const dutiesOn = (id: string) => unitsOn(s.incident(id).view).map((on) => must(s.duties.get(on.unitId), on.unitId));
  switch (one.do) {
    case 'assign': {
      const asked = one.units.map((u) => ({ unit: UNITS[u]!, duty: s.duty(UNITS[u]!) }));
      s.when(assign({ by, nowMs, overrideReason: '', incidentOf: () => undefined }, s.incident(one.on), asked));
      return;
    }
    case 'press': {
      const unit = UNITS[one.unit]!;
      const rows = rowsOf(unit.agency);
      const command = {
        status: rows[one.pick % rows.length]!.code,
        source: 'button',
        deviceAtMs: 0,
        lateReason: '',
        idempotencyKey: '',
        by: CREW,
        nowMs,
      };
      s.when(setStatus(command, unit, s.duty(unit), s.jobOf(unit)));
      return;
    }
    case 'decline':
    case 'stand-down': {
      const unit = UNITS[one.unit]!;
      s.when((one.do === 'decline' ? decline : standDown)(off, unit, s.duty(unit), s.jobOf(unit)));
      return;
    }
    case 'merge':
      s.when(merge({ by, nowMs }, s.incident(one.on), s.incident(one.into), dutiesOn(one.on)));
      return;
    case 'cancel':
      s.when(
        cancel(
          off,
          s.incident(one.on),
          dutiesOn(one.on).map((duty) => ({ duty, callSign: 'x' })),
        ),
      );
  }
}

/** What both sides of the split fact must agree on after anything that may happen. */
function check(s: Scenario): void {
  for (const unit of UNITS) {
    const { view } = s.duty(unit);
    const jobs = view.incidentId === '' ? [] : [view.incidentId, ...view.stackedIncidentIds];
    const holders = INCIDENTS.filter((id) => unitsOn(s.incident(id).view).some((on) => on.unitId === unit.unitId));
    expect([...jobs].sort()).toEqual(holders);
    if (unit.exclusive) expect(holders.length).toBeLessThanOrEqual(1);
    for (const id of holders) expect(s.incident(id).view.state).toBe('open');
    const isFree = ['available', 'available-returning', 'training', 'out-of-service'].includes(view.canonical);
    expect(isFree).toBe(jobs.length === 0);
    expect(rowOf(unit.agency, view.status).code).toBe(view.status);
  }
}

it('whatever is commanded, an exclusive unit is on one incident at most, and both sides always agree', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const s = opened();
      for (const one of steps) {
        run(s, one);
        check(s);
      }
    }),
    { numRuns: 400 },
  );
});
