import type { Agency } from '@muster/kernel/agency';
import type { Need } from './recommend.ts';

/** A response plan (run card) as the registry has it. */
export interface Plan {
  readonly planId: string;
  /** "fire.building", "fire.*" or "*". */
  readonly typePattern: string;
  /** Applies to this priority and more urgent ones. */
  readonly priorityAtMost: number;
  readonly needs: readonly Need[];
}

/** Longest match of the pattern first, then the plan made for the narrower range of priorities, then by id. */
export function planFor(plans: Iterable<Plan>, type: string, priority: number): Plan | undefined {
  let best: Plan | undefined;
  for (const plan of plans) {
    if (priority > plan.priorityAtMost || matchLength(plan.typePattern, type) < 0) continue;
    if (best === undefined || isBetter(plan, best, type)) best = plan;
  }
  return best;
}

function isBetter(a: Plan, b: Plan, type: string): boolean {
  const byPattern = matchLength(a.typePattern, type) - matchLength(b.typePattern, type);
  if (byPattern !== 0) return byPattern > 0;
  if (a.priorityAtMost !== b.priorityAtMost) return a.priorityAtMost < b.priorityAtMost;
  return a.planId < b.planId;
}

/** Characters that matched exactly, an exact type most of all; −1 where the pattern does not match. */
function matchLength(pattern: string, type: string): number {
  if (pattern === type) return Number.MAX_SAFE_INTEGER;
  if (!pattern.endsWith('*')) return -1;
  const stem = pattern.slice(0, -1);
  return type.startsWith(stem) ? stem.length : -1;
}

/** What an agency should send: the plan's needs of it, or one unit of any kind. */
export function needsOf(plan: Plan | undefined, agency: Agency): readonly Need[] {
  const own = plan?.needs.filter((need) => need.agency === agency && need.count > 0) ?? [];
  return own.length > 0 ? own : [{ agency, capability: '', count: 1 }];
}

/** What is still missing when these units are on the way: each fills one place, the rarest it can fill first. */
export function needsLeft(
  needs: readonly Need[],
  sent: readonly { readonly capabilities: readonly string[] }[],
): readonly Need[] {
  const left = needs.map((need) => need.count);
  const rarest = needs.map((_, n) => n).sort((a, b) => rarity(needs[a]) - rarity(needs[b]) || a - b);
  const narrow = [...sent].sort((a, b) => a.capabilities.length - b.capabilities.length);
  for (const unit of narrow) {
    const fits = (n: number) => {
      const { capability } = needs[n] as Need;
      return (left[n] as number) > 0 && (capability === '' || unit.capabilities.includes(capability));
    };
    const filled = rarest.find(fits);
    if (filled !== undefined) left[filled] = (left[filled] as number) - 1;
  }
  return needs.map((need, n) => ({ ...need, count: left[n] as number }));
}

/** Any unit fills a need without a capability, so it is filled last. */
const rarity = (need: Need | undefined): number => (need?.capability ? (need.count ?? 0) : Number.MAX_SAFE_INTEGER);
