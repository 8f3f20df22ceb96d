import type { UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { expect, test } from 'vitest';
import { targetsFrom } from './targets.ts';
import { unusual } from './unusual.ts';

const nowMs = 1_000_000;
const quiet = { incidents: [], units: [], stages: [], targets: targetsFrom(''), nowMs };
const incident = (priority: number, ageMs: number, firstSentAtMs = 0) =>
  ({
    incidentId: `i${priority}-${ageMs}`,
    state: 'open',
    priority,
    receivedAtMs: nowMs - ageMs,
    orders: [{ agency: 'fire', state: 'open', unitIds: [] as string[], firstSentAtMs }],
    reportedType: 'fire.building',
  }) as unknown as Incident;
const unit = (agency: string, canonical: string, assignedAtMs = 0): UnitView =>
  ({
    unit: { unitId: 'u', callSign: 'u', agency },
    duty: { status: '10', canonical, incidentId: assignedAtMs === 0 ? '' : 'i', assignedAtMs },
  }) as UnitView;

test('an incident nobody was sent to for two minutes is named, the most urgent first', () => {
  const found = unusual({
    ...quiet,
    incidents: [incident(3, 200_000), incident(1, 130_000), incident(1, 60_000), incident(1, 500_000, 5)],
  });
  expect(found.map((each) => each.kind === 'unsent' && each.incidentId)).toEqual(['i1-130000', 'i3-200000']);
});

test('a crew that has not answered for a minute is named', () => {
  const units = [
    unit('fire', 'dispatched', nowMs - 61_000),
    unit('fire', 'available'),
    unit('fire', 'dispatched', nowMs - 5_000),
  ];
  expect(unusual({ ...quiet, units })).toMatchObject([{ kind: 'silent', waitedMs: 61_000 }]);
});

test('an agency with hardly anyone free is named', () => {
  expect(unusual({ ...quiet, units: [unit('medical', 'on-scene')] })).toEqual([
    { kind: 'few-free', agency: 'medical', free: 0 },
  ]);
});

test('a stage slower than its target is named', () => {
  const stages = [{ stage: 'travel', p50S: 500, p90S: 700, n: 9 }] as const;
  expect(unusual({ ...quiet, stages })).toEqual([{ kind: 'slow', stage: 'travel', p50S: 500, targetS: 480 }]);
});
