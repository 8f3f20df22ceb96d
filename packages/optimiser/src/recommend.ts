import type { Agency } from '@muster/kernel/agency';
import type { Slots } from './assign-greedily.ts';
import { assignJointly } from './assign-jointly.ts';
import { type Reason, reasonsFor, workloadReason } from './reasons.ts';

/** So many units of an agency that can do something; '' is any unit of the agency. */
export interface Need {
  readonly agency: Agency;
  readonly capability: string;
  readonly count: number;
}

/** A unit that could be sent now. */
export interface Candidate {
  readonly unitId: string;
  readonly agency: Agency;
  readonly capabilities: readonly string[];
  /** Great circle to the place, metres; Infinity unknown. */
  readonly distanceM: number;
  /** On its way back from a job. */
  readonly isReturning: boolean;
  /** Jobs it holds already; 0 for every exclusive unit. */
  readonly jobs: number;
  readonly isOwnDistrict: boolean;
  /** False: no live position, its station's was taken. */
  readonly hasPosition: boolean;
  /** Its live position is old: it may be elsewhere by now. */
  readonly isPositionStale?: boolean;
}

/** road: from the street network; straight-line: a guess from the distance. */
export type Basis = 'road' | 'straight-line';

export interface Problem {
  readonly needs: readonly Need[];
  readonly candidates: readonly Candidate[];
  /** To the place, seconds, one for each candidate; Infinity where there is no way. */
  readonly travelTimesS: ArrayLike<number>;
  readonly basis: Basis;
  /** Alternatives for each need. */
  readonly alternatives: number;
}

export interface Recommended {
  readonly unitId: string;
  readonly agency: Agency;
  readonly capability: string;
  readonly travelTimeS: number;
  readonly distanceM: number;
  readonly reasons: readonly Reason[];
  readonly proposed: boolean;
}
export interface Unmet {
  readonly agency: Agency;
  readonly capability: string;
  readonly missing: number;
}
export interface Recommendation {
  /** The proposed set, soonest first, then the alternatives of each need, soonest first. */
  readonly units: readonly Recommended[];
  readonly unmet: readonly Unmet[];
}

/** A job already held weighs as much as this much driving: a free patrol is taken unless it is much farther away. */
export const WORKLOAD_S = 240;
/** A unit without a live position, or with an old one, may be anywhere: one that is seen is preferred when nearly as near. */
export const NO_POSITION_S = 60;

/**
 * Whom to send: one unit for each place in the needs, by arrival, never one without the capability, never one twice.
 * Pure: the same problem gives the same answer, whatever the order of the candidates. The proposed set is the one with the
 * smallest sum of costs that fills most places (assign-jointly.ts).
 */
export function recommend(problem: Problem): Recommendation {
  const order = sortedByUnit(problem.candidates);
  const costs = Float64Array.from(order, (c) =>
    costS(problem.candidates[c] as Candidate, problem.travelTimesS[c] ?? Infinity),
  );
  const slots = slotsOf(problem, order);
  const taken = assignJointly(slots, costs);
  const proposed: Recommended[] = [];
  const unmet: Unmet[] = [];
  problem.needs.forEach((need, n) => {
    let missing = 0;
    slots.need.forEach((slotNeed, s) => {
      if (slotNeed !== n) return;
      const row = taken[s] as number;
      if (row < 0) missing++;
      else proposed.push(entry(problem, order[row] as number, need, true));
    });
    if (missing > 0) unmet.push({ agency: need.agency, capability: need.capability, missing });
  });
  proposed.sort((a, b) => a.travelTimeS - b.travelTimeS || (a.unitId < b.unitId ? -1 : 1));
  return { units: [...proposed, ...alternativesTo(problem, order, costs, proposed, unmet)], unmet };
}

const costS = (candidate: Candidate, travelTimeS: number): number =>
  travelTimeS + candidate.jobs * WORKLOAD_S + (candidate.hasPosition && !candidate.isPositionStale ? 0 : NO_POSITION_S);

function sortedByUnit(candidates: readonly Candidate[]): number[] {
  const id = (i: number) => (candidates[i] as Candidate).unitId;
  const order = candidates.map((_, i) => i).sort((a, b) => (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0));
  return order.filter((c, i) => i === 0 || id(c) !== id(order[i - 1] as number));
}

export const meets = (candidate: Candidate, need: Need): boolean =>
  candidate.agency === need.agency && (need.capability === '' || candidate.capabilities.includes(need.capability));

function slotsOf({ needs, candidates }: Problem, order: readonly number[]): Slots {
  const need: number[] = [];
  const able: number[][] = [];
  needs.forEach((wanted, n) => {
    const rows: number[] = [];
    order.forEach((c, row) => {
      if (meets(candidates[c] as Candidate, wanted)) rows.push(row);
    });
    for (let i = 0; i < wanted.count; i++) {
      need.push(n);
      able.push(rows);
    }
  });
  return { need, able, rows: order.length };
}

function entry(problem: Problem, c: number, need: Need, proposed: boolean): Recommended {
  const candidate = problem.candidates[c] as Candidate;
  const travelTimeS = problem.travelTimesS[c] ?? Infinity;
  const { unitId, agency, distanceM } = candidate;
  const reasons = reasonsFor(candidate, need, travelTimeS, problem.basis, meets(candidate, need));
  const workload = workloadReason(candidate.jobs);
  return {
    ...{ unitId, agency, distanceM, travelTimeS, proposed },
    capability: need.capability,
    reasons: workload === null ? reasons : [...reasons, workload],
  };
}

/**
 * The next best for each need, among those not proposed. Where nobody has what is needed, the nearest of the agency are
 * shown and said to lack it, so that the desk is never left with an empty list.
 */
function alternativesTo(
  problem: Problem,
  order: readonly number[],
  costs: Float64Array,
  proposed: readonly Recommended[],
  unmet: readonly Unmet[],
): Recommended[] {
  const used = new Set(proposed.map((unit) => unit.unitId));
  const rows = order.map((_, row) => row).sort((a, b) => (costs[a] as number) - (costs[b] as number) || a - b);
  const found: Recommended[] = [];
  for (const need of problem.needs) {
    const isUnmet = unmet.some((u) => u.agency === need.agency && u.capability === need.capability);
    const offer = (isFit: (candidate: Candidate) => boolean): void => {
      let left = problem.alternatives;
      for (const row of rows) {
        if (left === 0) return;
        const c = order[row] as number;
        const candidate = problem.candidates[c] as Candidate;
        if (used.has(candidate.unitId) || !isFit(candidate)) continue;
        used.add(candidate.unitId);
        found.push(entry(problem, c, need, false));
        left--;
      }
    };
    offer((candidate) => meets(candidate, need));
    if (isUnmet) offer((candidate) => candidate.agency === need.agency);
  }
  return found;
}
