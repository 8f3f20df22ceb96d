import type { UnitFact } from '@muster/contracts/events/resource';
import { toIncident } from './changes.ts';
import { assign } from './decide-assign.ts';
import { atDesk, type DeskCommand } from './decide-desk.ts';
import { openByHand } from './decide-opening.ts';
import { type SetStatus, setStatus } from './decide-status.ts';
import { CREW, DISPATCHER, PLACE, Scenario, unitOf } from './scenario.ts';

/** Short forms of what a desk and a crew do, over a Scenario; time moves on with each press. */
export const by = DISPATCHER;

export function withIncident(id = 'h1', s = new Scenario(), type = 'fire.building'): Scenario {
  const form = { incidentId: id, summary: 'x', place: PLACE, incidentType: type, priority: 0, agencies: [], by };
  const decided = openByHand({ ...form, nowMs: s.nowMs }, undefined);
  s.given([toIncident(id, decided.ok ? decided.value : [])]);
  return s;
}
export const send = (s: Scenario, units: UnitFact[], id = 'h1', overrideReason = '') =>
  s.when(
    assign(
      { by, nowMs: s.nowMs, overrideReason, incidentOf: (other) => s.incidents.get(other)?.view },
      s.incident(id),
      units.map((unit) => ({ unit, duty: s.duty(unit) })),
    ),
  );
export const press = (s: Scenario, unit: UnitFact, status: string, more: Partial<SetStatus> = {}) => {
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
export const desk = (s: Scenario, command: Record<string, unknown>, id = 'h1') => {
  const decided = atDesk({ by, nowMs: s.nowMs, ...command } as DeskCommand, s.incident(id));
  return decided.ok ? s.given([toIncident(id, decided.value)]) : decided.refusal;
};
export const off = { reason: '不需要', by, nowMs: 2_000_000 };
export const engine = unitOf('e1');
export const ambulance = unitOf('m1', 'medical');
export const patrol = unitOf('p1', 'police', false);
