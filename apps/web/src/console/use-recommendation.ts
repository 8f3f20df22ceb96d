import type { Incident, RecommendedUnit, UnmetNeed } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useEffect, useRef, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { positions, useLive } from '../live/live-store.ts';
import { sentenceOf } from '../shell/notice-store.ts';
import { nearestUnits } from './nearest-units.ts';

export interface Recommendation {
  readonly units: readonly RecommendedUnit[];
  readonly unmet: readonly UnmetNeed[];
  readonly basis: string;
  /** Why nobody could rank the units; the list is then the nearest as the crow flies. */
  readonly problem: string;
}

const REFRESH_MS = 8_000;

/** Whom to send to this incident, renewed when the incident changes and while one looks. */
export function useRecommendation(incident: Incident): Recommendation | null {
  const [held, setHeld] = useState<{ incidentId: string; recommendation: Recommendation } | null>(null);
  const latest = useRef(incident);
  latest.current = incident;
  const { incidentId, version } = incident;
  useEffect(() => {
    let wanted = true;
    const load = async () => {
      const recommendation = await recommend(latest.current);
      if (wanted) setHeld({ incidentId, recommendation });
    };
    void load();
    const timer = setInterval(load, REFRESH_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [incidentId, version]);
  return held?.incidentId === incidentId ? held.recommendation : null;
}

async function recommend(incident: Incident): Promise<Recommendation> {
  try {
    const { units, unmet, basis } = await edge.recommendation(incident.incidentId);
    return { units, unmet, basis, problem: '' };
  } catch (error) {
    const at = { lon: 0, lat: 0, headingDeg: 0, speedKmh: 0, observedAtMs: 0 };
    const nowMs = performance.now();
    const units = nearestUnits(incident, useLive.getState().picture?.units.values() ?? [], (unitNo) =>
      positions.read(unitNo, nowMs, at) ? at : null,
    );
    return { units, unmet: [], basis: 'straight-line', problem: sentenceOf(error) };
  }
}
