import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useIncidents, useLive } from '../live/live-store.ts';

/** An alarm's incident comes within moments; whoever waits longer goes on without it. */
const WAIT_MS = 15_000;

const find = (incidents: Iterable<Incident>, alarmId: string): Incident | undefined => {
  for (const incident of incidents) if (incident.alarmIds.includes(alarmId)) return incident;
  return undefined;
};

/** The incident that this alarm opened or was joined to, as the picture has it now. */
export const incidentOfAlarm = (alarmId: string): Incident | undefined =>
  alarmId === '' ? undefined : find(useLive.getState().picture?.incidents.values() ?? [], alarmId);

export function useIncidentOfAlarm(alarmId: string): Incident | undefined {
  const incidents = useIncidents();
  return alarmId === '' ? undefined : find(incidents.values(), alarmId);
}

/** The incident of this alarm as soon as the picture has it; null when it does not come. */
export function whenIncident(alarmId: string): Promise<Incident | null> {
  const now = incidentOfAlarm(alarmId);
  if (now !== undefined) return Promise.resolve(now);
  return new Promise((resolve) => {
    const done = (incident: Incident | null) => {
      stop();
      clearTimeout(timer);
      resolve(incident);
    };
    const stop = useLive.subscribe(() => {
      const found = incidentOfAlarm(alarmId);
      if (found !== undefined) done(found);
    });
    const timer = setTimeout(() => done(null), WAIT_MS);
  });
}
