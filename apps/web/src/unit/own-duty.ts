import type { UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { endsJob } from '@muster/contracts/unit-status';
import { useEffect } from 'react';
import { useIncidents, useLive, useUnits } from '../live/live-store.ts';
import { recall, remember } from '../settings/device-memory.ts';
import { statusesOf, useSystem } from '../trade/system-store.ts';
import type { Press } from './press-queue.ts';

interface Kept {
  readonly view: UnitView;
  readonly job: Incident | null;
}

/** The crew's unit and job as the edge has them; without a picture, as this phone last had them. */
export function useOwnDuty(unitId: string): Kept | null {
  const view = useUnits().get(unitId);
  const job = useIncidents().get(view?.duty.incidentId ?? '') ?? null;
  const hasPicture = useLive((state) => state.picture !== null);
  const key = `muster.duty.${unitId}`;
  useEffect(() => {
    if (view !== undefined) remember(key, { view, job });
  }, [key, view, job]);
  if (view !== undefined) return { view, job };
  return hasPicture ? null : recall<Kept>(key);
}

/** The view as it will be once the waiting presses have arrived: what the buttons go by. */
export function afterPresses(view: UnitView, waiting: readonly Press[]): UnitView {
  const last = waiting.at(-1);
  if (last === undefined) return view;
  const statuses = useSystem.getState().system?.unitStatuses ?? [];
  const row = statusesOf(statuses, view.unit.agency).find(({ code }) => code === last.status);
  if (row === undefined) return view;
  const duty = { ...view.duty, status: row.code, canonical: row.canonical, statusAtMs: last.deviceAtMs };
  return { ...view, duty: endsJob(row) ? { ...duty, incidentId: '' } : duty };
}
