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
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { type Plan, planFor } from '@muster/optimiser/plan';
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

/** What a registry starts with. */
export interface Seed {
  readonly stations: readonly StationFact[];
  readonly hospitals: readonly HospitalFact[];
  readonly units: readonly UnitFact[];
  readonly plans: readonly PlanFact[];
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
    return this.#put(stationStream(station.stationId), () => putStation(station));
  }
  putHospital(hospital: HospitalFact): Promise<Result<number>> {
    return this.#put(hospitalStream(hospital.hospitalId), () => putHospital(hospital));
  }
  putPlan(plan: PlanFact): Promise<Result<number>> {
    return this.#put(planStream(plan.planId), () => putPlan(plan, isKnownPattern));
  }

  /** A known unit keeps its number and its agency; a new one gets the next number, whatever it asked for. */
  async putUnit(unit: UnitFact): Promise<Result<{ version: number; unitNo: number }>> {
    let unitNo = 0;
    const put = await this.#put(resourceUnitStream(unit.unitId), async (past) => {
      const checked = putUnit(unit);
      if (!checked.ok) return checked;
      const before = lastPut(past);
      if (before && before.agency !== unit.agency) return otherAgency(before);
      const isRemoved = past.at(-1)?.type === 'resource.unit-removed';
      const known = isRemoved ? undefined : before?.unitNo;
      unitNo = known ?? (unitNo || ((await this.#records.takeUnitNumbers(1))[0] ?? 0));
      return putUnit({ ...unit, unitNo });
    });
    return put.ok ? ok({ version: put.value, unitNo }) : put;
  }

  async removeUnit(unitId: string, reason: string): Promise<Result<number>> {
    if (reason.trim() === '') return refuse('invalid', 'removing a unit needs a reason', '移除单位须填写原因');
    const known = await this.unit(unitId);
    if (!known.ok) return known;
    const removed: ResourceEvent = { type: 'resource.unit-removed', unitId, reason: reason.trim() };
    return this.#put(resourceUnitStream(unitId), () => ok(removed));
  }

  async findCapable(agency: string, capabilities: readonly string[]): Promise<Stored<UnitFact>[]> {
    const units = await this.#records.list<UnitFact>('unit');
    return units.filter(
      ({ data }) =>
        (agency === '' || data.agency === agency) && capabilities.every((code) => data.capabilities.includes(code)),
    );
  }

  async needsFor(type: string, priority: number): Promise<Plan | undefined> {
    return planFor(
      (await this.#records.list<PlanFact>('plan')).map((plan) => plan.data),
      type,
      priority,
    );
  }

  /**
   * Fills an empty registry; does nothing when it is full. The plans are stored last and say that it is: after a kill in
   * the middle the next start stores the rest.
   */
  async seed(all: Seed): Promise<number> {
    if ((await this.#records.list('plan')).length > 0) return 0;
    const missing = async <T>(kind: Kind, facts: readonly T[], idOf: (fact: T) => string): Promise<T[]> => {
      const known = new Set((await this.#records.list<T>(kind)).map((record) => idOf(record.data)));
      return facts.filter((fact) => !known.has(idOf(fact)));
    };
    const facts: Seed = {
      plans: all.plans,
      stations: await missing('station', all.stations, (station) => station.stationId),
      hospitals: await missing('hospital', all.hospitals, (hospital) => hospital.hospitalId),
      units: await missing('unit', all.units, (unit) => unit.unitId),
    };
    const numbers = facts.units.length > 0 ? await this.#records.takeUnitNumbers(facts.units.length) : [];
    const appends: Append<ResourceEvent>[] = [
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
      ...facts.plans.map((plan) => first(planStream(plan.planId), { type: 'resource.plan-put', plan })),
    ];
    for (let i = 0; i < appends.length; i += SEED_BATCH) {
      await this.#store.append(appends.slice(i, i + SEED_BATCH), this.#project);
    }
    return appends.length;
  }

  async #put(
    stream: string,
    decide: (past: readonly ResourceEvent[]) => Result<ResourceEvent> | Promise<Result<ResourceEvent>>,
  ): Promise<Result<number>> {
    for (let tries = 1; ; tries++) {
      const past = await this.#store.load(stream);
      const decided = await decide(past.map((recorded) => recorded.data));
      if (!decided.ok) return decided;
      try {
        await this.#store.append([{ stream, expectedVersion: past.length, events: [decided.value] }], this.#project);
        return ok(past.length + 1);
      } catch (error) {
        if (!(error instanceof ConcurrencyError) || tries === MAX_TRIES) throw error;
      }
    }
  }
}

function lastPut(past: readonly ResourceEvent[]): UnitFact | undefined {
  const put = past.findLast((event) => event.type === 'resource.unit-put');
  return put?.type === 'resource.unit-put' ? put.unit : undefined;
}

/** Its duty has statuses of its agency's table, and history of its jobs: another agency's unit is another unit. */
const otherAgency = ({ unitId, agency }: UnitFact): Result<never> =>
  refuse(
    'precondition',
    `${unitId} is a unit of ${agency}: remove it and put the other agency's unit under a new id`,
    `${unitId} 属于 ${agency}：请移除后以新编号登记`,
    { unitId, agency },
  );

const first = (stream: string, event: ResourceEvent): Append<ResourceEvent> => ({
  stream,
  expectedVersion: 0,
  events: [event],
});
