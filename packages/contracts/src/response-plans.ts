import type { PlanFact } from './events/resource.ts';

/**
 * The plan for a type and priority: the most exact pattern wins ("fire.building" before "fire.*" before "*"), and among
 * equally exact ones the one for the most urgent calls.
 */
export function planFor(plans: Iterable<PlanFact>, type: string, priority: number): PlanFact | null {
  let best: PlanFact | null = null;
  for (const plan of plans) {
    if (priority > plan.priorityAtMost || exactness(plan.typePattern, type) === 0) continue;
    if (best === null || isBetter(plan, best, type)) best = plan;
  }
  return best;
}

function isBetter(plan: PlanFact, best: PlanFact, type: string): boolean {
  const difference = exactness(plan.typePattern, type) - exactness(best.typePattern, type);
  return difference > 0 || (difference === 0 && plan.priorityAtMost < best.priorityAtMost);
}

/** 0 does not match, 1 "*", 2 the family, 3 the type itself. */
function exactness(pattern: string, type: string): number {
  if (pattern === type) return 3;
  if (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))) return 2;
  return pattern === '*' ? 1 : 0;
}
