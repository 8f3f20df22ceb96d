import type { Recorded } from '@muster/contracts/envelope';
import {
  type HospitalFact,
  hospitalStream,
  type PlanFact,
  planStream,
  type ResourceEvent,
  resourceUnitStream,
  type StationFact,
  stationStream,
  type UnitFact,
} from '@muster/contracts/events/resource';
import { planFor } from '@muster/contracts/response-plans';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { type Append, ConcurrencyError, type EventStore } from '@muster/platform/postgres/event-store';
import type { Queryable } from '@muster/platform/postgres/pool';
import { putHospital, putPlan, putStation, putUnit } from '../domain/record.ts';

export type Kind = 'station' | 'unit' | 'hospital' | 'plan';
export interface Stored<T> {
  readonly version: number;
  readonly data: T;
}
export interface RecordsPort {
  list<T>(kind: Kind): Promise<Stored<T>[]>;
  get<T>(kind: Kind, id: string): Promise<Stored<T> | null>;
  takeUnitNumbers(count: number): Promise<number[]>;
}

const MAX_TRIES = 5;
/** Records in one transaction while a city is loaded. */
const SEED_BATCH = 2_000;

/** Families of the taxonomy, for patterns like "fire.*". */
const FAMILIES = new Set([...INCIDENT_TYPES.keys()].map((code) => `${code.split('.')[0]}.*`));
const isKnownPattern = (pattern: string): boolean =>
  pattern === '*' || FAMILIES.has(pattern) || INCIDENT_TYPES.has(pattern);

export class Registry {
  readonly #store: EventStore<ResourceEvent>;
  readonly #records: RecordsPort;
  readonly #project: (client: Queryable, events: readonly Recorded<ResourceEvent>[]) => Promise<void>;
  constructor(deps: {
    store: EventStore<ResourceEvent>;
    records: RecordsPort;
    project: (client: Queryable, events: readonly Recorded<ResourceEvent>[]) => Promise<void>;
  }) {
    this.#store = deps.store;
    this.#records = deps.records;
    this.#project = deps.project;
  }

  list<T>(kind: Kind): Promise<Stored<T>[]> {
    return this.#records.list<T>(kind);
  }

  async unit(unitId: string): Promise<Result<Stored<UnitFact>>> {
    const found = await this.#records.get<UnitFact>('unit', unitId);
    return found ? ok(found) : refuse('not-found', `there is no unit ${unitId}`, `没有单位 ${unitId}`);
  }

  putStation(station: StationFact): Promise<Result<number>> {
    return this.#put(stationStream(station.stationId), putStation(station));
  }
  putHospital(hospital: HospitalFact): Promise<Result<number>> {
    return this.#put(hospitalStream(hospital.hospitalId), putHospital(hospital));
  }
  putPlan(plan: PlanFact): Promise<Result<number>> {
    return this.#put(planStream(plan.planId), putPlan(plan, isKnownPattern));
  }

  /** A known unit keeps its number; a new one gets the next, whatever it asked for. */
  async putUnit(unit: UnitFact): Promise<Result<{ version: number; unitNo: number }>> {
    const known = await this.#records.get<UnitFact>('unit', unit.unitId);
    const unitNo = known?.data.unitNo ?? (await this.#records.takeUnitNumbers(1))[0] ?? 0;
    const put = await this.#put(resourceUnitStream(unit.unitId), putUnit({ ...unit, unitNo }));
    return put.ok ? ok({ version: put.value, unitNo }) : put;
  }

  async removeUnit(unitId: string, reason: string): Promise<Result<number>> {
    if (reason.trim() === '') return refuse('invalid', 'removing a unit needs a reason', '移除单位须填写原因');
    const known = await this.unit(unitId);
    if (!known.ok) return known;
    return this.#put(resourceUnitStream(unitId), ok({ type: 'resource.unit-removed', unitId, reason: reason.trim() }));
  }

  async findCapable(agency: string, capabilities: readonly string[]): Promise<Stored<UnitFact>[]> {
    const units = await this.#records.list<UnitFact>('unit');
    return units.filter(
      ({ data }) =>
        (agency === '' || data.agency === agency) && capabilities.every((code) => data.capabilities.includes(code)),
    );
  }

  async needsFor(type: string, priority: number): Promise<PlanFact | null> {
    return planFor(
      (await this.#records.list<PlanFact>('plan')).map((plan) => plan.data),
      type,
      priority,
    );
  }

  /** Fills an empty registry; does nothing when it holds anything already. */
  async seed(facts: {
    stations: readonly StationFact[];
    hospitals: readonly HospitalFact[];
    units: readonly UnitFact[];
    plans: readonly PlanFact[];
  }): Promise<number> {
    const kinds = ['station', 'unit', 'hospital', 'plan'] as const;
    const known = await Promise.all(kinds.map((kind) => this.#records.list(kind)));
    if (known.some((records) => records.length > 0)) return 0;
    const numbers = facts.units.length > 0 ? await this.#records.takeUnitNumbers(facts.units.length) : [];
    const appends: Append<ResourceEvent>[] = [
      ...facts.plans.map((plan) => first(planStream(plan.planId), { type: 'resource.plan-put', plan })),
      ...facts.stations.map((station) =>
        first(stationStream(station.stationId), { type: 'resource.station-put', station }),
      ),
      ...facts.hospitals.map((hospital) =>
        first(hospitalStream(hospital.hospitalId), { type: 'resource.hospital-put', hospital }),
      ),
      ...facts.units.map((unit, i) =>
        first(resourceUnitStream(unit.unitId), {
          type: 'resource.unit-put',
          unit: { ...unit, unitNo: numbers[i] ?? 0 },
        }),
      ),
    ];
    for (let i = 0; i < appends.length; i += SEED_BATCH) {
      await this.#store.append(appends.slice(i, i + SEED_BATCH), this.#project);
    }
    return appends.length;
  }

  async #put(stream: string, decided: Result<ResourceEvent>): Promise<Result<number>> {
    if (!decided.ok) return decided;
    for (let tries = 1; ; tries++) {
      const past = await this.#store.load(stream);
      try {
        await this.#store.append([{ stream, expectedVersion: past.length, events: [decided.value] }], this.#project);
        return ok(past.length + 1);
      } catch (error) {
        if (!(error instanceof ConcurrencyError) || tries === MAX_TRIES) throw error;
      }
    }
  }
}

const first = (stream: string, event: ResourceEvent): Append<ResourceEvent> => ({
  stream,
  expectedVersion: 0,
  events: [event],
});
