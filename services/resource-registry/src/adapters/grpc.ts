import type { HospitalFact, PlanFact, StationFact, UnitFact } from '@muster/contracts/events/resource';
import type {
  Hospital,
  Plan,
  ResourceRegistryServiceService,
  Station,
  Unit,
} from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import type { Agency } from '@muster/kernel/agency';
import { RefusalError, refuse, unwrap } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Registry, Stored } from '../app/registry.ts';

export const registryHandlers = (registry: Registry): Handlers<typeof ResourceRegistryServiceService> => ({
  async putStation({ station }) {
    const { agency, ...fact } = given(station, 'station');
    return { version: unwrap(await registry.putStation(withoutVersion({ ...fact, agency: agency as Agency }))) };
  },
  async putUnit({ unit }) {
    const { agency, ...fact } = given(unit, 'unit');
    return unwrap(await registry.putUnit(withoutVersion({ ...fact, agency: agency as Agency })));
  },
  async removeUnit({ unitId, reason }) {
    return { version: unwrap(await registry.removeUnit(unitId, reason)) };
  },
  async putHospital({ hospital }) {
    return { version: unwrap(await registry.putHospital(withoutVersion(given(hospital, 'hospital')))) };
  },
  async putPlan({ plan }) {
    const { needs, ...fact } = given(plan, 'plan');
    const typed = needs.map((need) => ({ ...need, agency: need.agency as Agency }));
    return { version: unwrap(await registry.putPlan(withoutVersion({ ...fact, needs: typed }))) };
  },
  async getUnit({ unitId }) {
    return { unit: toUnit(unwrap(await registry.unit(unitId))) };
  },
  async listStations() {
    return { stations: (await registry.list<StationFact>('station')).map(toStation) };
  },
  async listUnits() {
    return { units: (await registry.list<UnitFact>('unit')).map(toUnit) };
  },
  async listHospitals() {
    return { hospitals: (await registry.list<HospitalFact>('hospital')).map(toHospital) };
  },
  async listPlans() {
    return { plans: (await registry.list<PlanFact>('plan')).map(toPlan) };
  },
  async findCapable({ agency, capabilities }) {
    return { units: (await registry.findCapable(agency, capabilities)).map(toUnit) };
  },
  async needsFor({ type, priority }) {
    const plan = await registry.needsFor(type, priority);
    return { planId: plan?.planId ?? '', needs: [...(plan?.needs ?? [])] };
  },
});

function given<T>(record: T | undefined, what: string): T {
  if (record !== undefined) return record;
  throw new RefusalError(refuse('invalid', `${what} is missing`, `缺少 ${what}`).refusal);
}

function withoutVersion<T extends { version: number }>(record: T): Omit<T, 'version'> {
  const { version: _version, ...fact } = record;
  return fact;
}

const toStation = ({ version, data }: Stored<StationFact>): Station => ({ ...data, version });
const toUnit = ({ version, data }: Stored<UnitFact>): Unit => ({
  ...data,
  capabilities: [...data.capabilities],
  version,
});
const toHospital = ({ version, data }: Stored<HospitalFact>): Hospital => ({
  ...data,
  specialties: [...data.specialties],
  version,
});
const toPlan = ({ version, data }: Stored<PlanFact>): Plan => ({ ...data, needs: [...data.needs], version });
