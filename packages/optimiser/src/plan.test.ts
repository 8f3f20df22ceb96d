import { describe, expect, it } from 'vitest';
import { needsLeft, needsOf, type Plan, planFor } from './plan.ts';

const plan = (planId: string, typePattern: string, priorityAtMost = 5, count = 1): Plan => ({
  ...{ planId, typePattern, priorityAtMost },
  needs: [{ agency: 'fire', capability: 'pump', count }],
});
const PLANS = [
  plan('any', '*'),
  plan('family', 'fire.*'),
  plan('exact', 'fire.building'),
  plan('exact-1', 'fire.building', 1),
];

describe('a response plan', () => {
  it('is the most exact one: the type before the family before any', () => {
    expect(planFor(PLANS, 'fire.building', 3)?.planId).toBe('exact');
    expect(planFor(PLANS, 'fire.vehicle', 3)?.planId).toBe('family');
    expect(planFor(PLANS, 'police.theft', 3)?.planId).toBe('any');
    expect(planFor([], 'police.theft', 3)).toBeUndefined();
  });
  it('is the one made for the graver case where both fit', () => {
    expect(planFor(PLANS, 'fire.building', 1)?.planId).toBe('exact-1');
  });
  it('asks one unit of an agency it does not name', () => {
    expect(needsOf(PLANS[0], 'medical')).toEqual([{ agency: 'medical', capability: '', count: 1 }]);
    expect(needsOf(undefined, 'medical')).toEqual([{ agency: 'medical', capability: '', count: 1 }]);
  });
  it('counts what is on the way already', () => {
    const needs = [
      { agency: 'fire', capability: 'pump', count: 2 },
      { agency: 'fire', capability: 'ladder', count: 1 },
    ] as const;
    const left = needsLeft(needs, [{ capabilities: ['pump', 'ladder'] }, { capabilities: ['pump'] }]);
    expect(left.map((need) => need.count)).toEqual([1, 0]);
  });
});
