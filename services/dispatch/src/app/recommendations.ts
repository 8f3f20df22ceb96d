import type { UnitFact } from '@muster/contracts/events/resource';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { isAvailable } from '@muster/contracts/unit-status';
import { localM } from '@muster/geo/distance';
import type { Agency } from '@muster/kernel/agency';
import type { Clock } from '@muster/kernel/clock';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { needsLeft, needsOf, planFor } from '@muster/optimiser/plan';
import {
  type Basis,
  type Candidate,
  meets,
  type Need,
  type Recommendation,
  recommend,
} from '@muster/optimiser/recommend';
import { MAX_JOBS } from '../domain/decide-assign.ts';
import { freshDuty } from '../domain/duty.ts';
import { type IncidentState, unitsOn } from '../domain/incident.ts';
import { notOpen } from '../domain/refusals.ts';
import type { At, Fleet } from './fleet.ts';
import type { LiveState } from './live-state.ts';

/** Nearest by straight line that are looked at on the road, for each need. */
const CANDIDATES_PER_NEED = 16;
/** Of the agency whatever they can do: shown where nobody has what is needed. */
const CANDIDATES_OF_ANY_KIND = 8;
/** A position that is older is said to be so. */
export const STALE_POSITION_MS = 120_000;
const DEFAULT_ALTERNATIVES = 5;
const MAX_ALTERNATIVES = 50;
/** Streets are longer than the straight line, and traffic slower than a limit: 30 % more way at 40 km/h. */
const DETOUR = 1.3;
const STRAIGHT_LINE_MPS = 40 / 3.6;

export interface Placed extends Candidate {
  readonly at: At | null;
}
/** What the road graph is asked; plain data, it goes to another thread. */
export interface RoadProblem {
  readonly needs: readonly Need[];
  readonly candidates: readonly Placed[];
  readonly target: At;
  readonly alternatives: number;
}
/** The road graph and the optimiser in their own thread; null when they are away or too late. */
export interface RoadRecommender {
  recommend(problem: RoadProblem): Promise<Recommendation | null>;
}
export interface Answer extends Recommendation {
  readonly basis: Basis;
}

export const straightLineS = (distanceM: number): number => (distanceM * DETOUR) / STRAIGHT_LINE_MPS;

export class Recommendations {
  readonly #fleet: Fleet;
  readonly #live: LiveState;
  readonly #roads: RoadRecommender;
  readonly #clock: Clock;

  constructor(deps: { fleet: Fleet; live: LiveState; roads: RoadRecommender; clock: Clock }) {
    this.#fleet = deps.fleet;
    this.#live = deps.live;
    this.#roads = deps.roads;
    this.#clock = deps.clock;
  }

  /** @param agency '' for every agency with an open order */
  async for(incident: IncidentState, agency: string, limit: number): Promise<Result<Answer>> {
    const problem = this.problemOf(incident, agency, limit);
    if (!problem.ok) return problem;
    const byRoad = await this.#roads.recommend(problem.value);
    return ok(byRoad === null ? byStraightLine(problem.value) : { ...byRoad, basis: 'road' });
  }

  problemOf(incident: IncidentState, agency: string, limit: number): Result<RoadProblem> {
    const { view } = incident;
    if (view.state !== 'open') return notOpen(view);
    if (view.place === undefined) {
      return refuse('precondition', 'the incident has no place yet: set one first', '警情尚无地点，请先定位');
    }
    const agencies =
      agency === ''
        ? view.orders.filter((order) => order.state === 'open').map((order) => order.agency as Agency)
        : [agency as Agency];
    const needs = agencies.flatMap((one) => this.#needs(view, one));
    const target = { lon: view.place.lon, lat: view.place.lat };
    const alternatives = Math.min(limit > 0 ? limit : DEFAULT_ALTERNATIVES, MAX_ALTERNATIVES);
    const candidates = agencies.flatMap((one) => this.#candidates(incident, one, needs, target, alternatives));
    return ok({ needs, candidates, target, alternatives });
  }

  #needs(view: Incident, agency: Agency): readonly Need[] {
    const needs = needsOf(planFor(this.#fleet.plans.values(), incidentType(view), view.priority), agency);
    const sent = unitsOn(view)
      .filter((on) => on.agency === agency)
      .map((on) => this.#fleet.units.get(on.unitId) ?? { capabilities: [] });
    return needsLeft(needs, sent);
  }

  /** The nearest of those who could be sent, for each need; and the nearest of the agency whatever they can do. */
  #candidates(
    incident: IncidentState,
    agency: Agency,
    needs: readonly Need[],
    target: At,
    alternatives: number,
  ): Placed[] {
    const home = this.#homeDistrict(agency, target);
    const free: Placed[] = [];
    for (const unit of this.#fleet.ofAgency(agency)) {
      const candidate = this.#candidate(unit, incident, target, home);
      if (candidate !== null) free.push(candidate);
    }
    free.sort((a, b) => a.distanceM - b.distanceM);
    const picked = new Set<Placed>(free.slice(0, CANDIDATES_OF_ANY_KIND));
    for (const need of needs) {
      if (need.agency !== agency) continue;
      let left = Math.max(CANDIDATES_PER_NEED, need.count + alternatives);
      for (const candidate of free) {
        if (left === 0) break;
        if (!meets(candidate, need)) continue;
        picked.add(candidate);
        left--;
      }
    }
    return [...picked];
  }

  #candidate(unit: UnitFact, incident: IncidentState, target: At, home: string): Placed | null {
    const duty = (this.#live.duties.get(unit.unitId) ?? freshDuty(unit.unitId, unit.agency)).view;
    const { incidentId } = incident.view;
    const jobs = duty.incidentId === '' ? 0 : 1 + duty.stackedIncidentIds.length;
    if (jobs > 0 && (unit.exclusive || jobs >= MAX_JOBS)) return null;
    if (jobs === 0 && !isAvailable(duty.canonical)) return null;
    if (duty.incidentId === incidentId || duty.stackedIncidentIds.includes(incidentId)) return null;
    if (incident.declined.includes(unit.unitId)) return null;
    const station = this.#fleet.stations.get(unit.stationId);
    const live = this.#fleet.positions.of(unit.unitNo);
    const at = live ?? (station ? { lon: station.lon, lat: station.lat } : null);
    return {
      unitId: unit.unitId,
      agency: unit.agency,
      capabilities: unit.capabilities,
      distanceM: at === null ? Infinity : localM(at.lon, at.lat, target.lon, target.lat),
      isReturning: duty.canonical === 'available-returning',
      jobs,
      isOwnDistrict: home !== '' && station?.district === home,
      hasPosition: live !== undefined,
      isPositionStale: this.#clock.nowMs() - this.#fleet.positions.observedAtMs(unit.unitNo) > STALE_POSITION_MS,
      at,
    };
  }

  /** The place's own district, as far as stations tell: that of the agency's nearest one. */
  #homeDistrict(agency: Agency, target: At): string {
    let [district, nearestM] = ['', Infinity];
    for (const station of this.#fleet.stationsOf(agency)) {
      const distanceM = localM(station.lon, station.lat, target.lon, target.lat);
      if (distanceM < nearestM) [district, nearestM] = [station.district, distanceM];
    }
    return district;
  }
}

/** Without roads the order is that of the straight line, and every unit says so. */
export function byStraightLine(problem: RoadProblem): Answer {
  const { needs, candidates, alternatives } = problem;
  const travelTimesS = candidates.map((candidate) => straightLineS(candidate.distanceM));
  const basis = 'straight-line';
  return { ...recommend({ needs, candidates, travelTimesS, basis, alternatives }), basis };
}
