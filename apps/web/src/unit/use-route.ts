import type { UnitRoute } from '@muster/contracts/edge';
import { useEffect, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { recall, remember } from '../settings/device-memory.ts';

const REFRESH_MS = 20_000;
const KEY = 'muster.route';

/** The way to the job, renewed on the way; the last one stays while there is no network. */
export function useRoute(unitId: string, incidentId: string, placeKey: string): UnitRoute | null {
  const [route, setRoute] = useState<UnitRoute | null>(() => recall<UnitRoute>(KEY));
  useEffect(() => {
    if (incidentId === '') return;
    let wanted = true;
    const load = () =>
      edge
        .route(unitId)
        .then((found) => {
          if (!wanted) return;
          remember(KEY, found);
          setRoute(found);
        })
        .catch(() => undefined);
    void load();
    const timer = setInterval(load, REFRESH_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [unitId, incidentId, placeKey]);
  return route?.incidentId === incidentId ? route : null;
}
