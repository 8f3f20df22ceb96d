import type { StationFact, UnitFact } from '@muster/contracts/events/resource';
import { INCIDENT_TYPES, needsUnit } from '@muster/contracts/taxonomy';
import { planFor } from '@muster/optimiser/plan';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PLANS } from './default-plans.ts';
import { putPlan, putUnit } from './record.ts';
import { seedFleet } from './seed-fleet.ts';

const station = (id: string, agency: StationFact['agency']): StationFact => ({
  stationId: id,
  agency,
  nameZh: `${id}站`,
  nameEn: id,
  lon: 121,
  lat: 29,
  district: '',
});
const unit: UnitFact = {
  unitId: 'E1',
  unitNo: 1,
  agency: 'fire',
  kind: 'engine',
  callSign: '滨海 101',
  stationId: 'f1',
  capabilities: ['pump'],
  crew: 6,
  exclusive: true,
};

describe('a record', () => {
  it('is refused with every mistake in one sentence', () => {
    const result = putUnit({ ...unit, agency: 'navy' as 'fire', capabilities: [], crew: -1 });
    expect(result).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
    if (!result.ok) expect(result.refusal.message.split('; ')).toHaveLength(3);
  });
  it('of a plan must speak of a known type or family', () => {
    const plan = { planId: 'p', typePattern: 'fire.nothing', priorityAtMost: 5, needs: [] };
    expect(putPlan(plan, () => false).ok).toBe(false);
  });
});

describe('response plans', () => {
  it('prefer the exact type to the family, and the more urgent plan of two', () => {
    expect(planFor(DEFAULT_PLANS, 'fire.building', 1)?.needs[0]).toEqual({
      agency: 'fire',
      capability: 'pump',
      count: 2,
    });
    expect(planFor(DEFAULT_PLANS, 'fire.building', 4)?.needs).toHaveLength(1);
    expect(planFor(DEFAULT_PLANS, 'fire.outdoor', 3)?.typePattern).toBe('fire.*');
  });
  it('give every type that needs a unit something, its lead first', () => {
    for (const type of INCIDENT_TYPES.values()) {
      if (!needsUnit(type)) continue;
      const plan = planFor(DEFAULT_PLANS, type.code, type.priority);
      expect(
        plan?.needs.map((need) => need.agency),
        type.code,
      ).toContain(type.lead);
    }
  });
  it('ask only for what some vehicle of a seeded fleet can do', () => {
    const stations = (['fire', 'medical', 'police', 'municipal', 'emergency'] as const).flatMap((agency) =>
      [1, 2, 3].map((n) => station(`${agency}${n}`, agency)),
    );
    const able = new Set(seedFleet(stations, 0).flatMap((u) => u.capabilities.map((code) => `${u.agency} ${code}`)));
    const asked = DEFAULT_PLANS.flatMap((plan) => plan.needs.map((need) => `${need.agency} ${need.capability}`));
    expect(asked.filter((need) => !able.has(need))).toEqual([]);
  });
});

describe('a seeded fleet', () => {
  it('has exactly as many units as asked for, with ids of their own', () => {
    const units = seedFleet([station('a', 'fire'), station('b', 'police')], 37);
    expect(new Set(units.map((u) => u.unitId)).size).toBe(37);
  });
  it('is empty where there are no stations', () => {
    expect(seedFleet([], 10)).toEqual([]);
  });
});
