import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import type { UnitFact } from '@muster/contracts/events/resource';
import type { ActorFact, PlaceFact } from '@muster/contracts/events/shared';
import type { Agency } from '@muster/kernel/agency';
import type { Refusal, Result } from '@muster/kernel/result';
import type { Changes } from './changes.ts';
import { type DutyState, evolveDuty, freshDuty } from './duty.ts';
import { evolveIncident, type IncidentState } from './incident.ts';

/** Given / when / then over incidents and units in memory: what tests and the property search run on. */
export const DISPATCHER: ActorFact = { kind: 'user', id: 'seat-1', name: '王敏' };
export const CREW: ActorFact = { kind: 'unit', id: 'u1', name: '滨海 101' };
export const PLACE: PlaceFact = {
  ...{ lon: 120.1, lat: 30.1, accuracyM: 0, source: 'map', text: '海滨路 12 号', confirmed: true },
};

export const unitOf = (unitId: string, agency: Agency = 'fire', exclusive = true): UnitFact => ({
  ...{ unitId, unitNo: 1, agency, kind: 'engine', callSign: `CS-${unitId}`, stationId: 's1' },
  ...{ capabilities: ['pump'], crew: 4, exclusive },
});

export class Scenario {
  readonly incidents = new Map<string, IncidentState>();
  readonly duties = new Map<string, DutyState>();
  nowMs = 1_000_000;

  /** Applies what was decided; a refusal is given back. */
  when(decided: Result<Changes>): readonly string[] | Refusal {
    if (!decided.ok) return decided.refusal;
    return this.given(decided.value);
  }

  given(changes: Changes): readonly string[] {
    const types: string[] = [];
    for (const { stream, events } of changes) {
      for (const data of events) {
        types.push(data.type);
        this.#apply(stream, data);
      }
    }
    return types;
  }

  incident(id: string): IncidentState {
    const found = this.incidents.get(id);
    if (found === undefined) throw new Error(`the scenario has no incident ${id}`);
    return found;
  }

  duty(unit: UnitFact): DutyState {
    return this.duties.get(unit.unitId) ?? freshDuty(unit.unitId, unit.agency);
  }

  /** The job at hand. */
  jobOf(unit: UnitFact): IncidentState | null {
    const { incidentId } = this.duty(unit).view;
    return incidentId === '' ? null : this.incident(incidentId);
  }

  #apply(stream: string, data: DispatchEvent): void {
    const recorded = { eventId: '', stream, mode: 'test', atMs: this.nowMs } as const;
    if (stream.startsWith('incident-')) {
      const id = stream.slice('incident-'.length);
      const old = this.incidents.get(id);
      const version = (old?.view.version ?? 0) + 1;
      this.incidents.set(id, evolveIncident(old, { ...recorded, version, data: data as never }));
    } else {
      const id = stream.slice('unit-'.length);
      const old = this.duties.get(id);
      this.duties.set(id, evolveDuty(old, { ...recorded, version: (old?.view.version ?? 0) + 1, data: data as never }));
    }
  }
}
