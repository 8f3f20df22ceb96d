import { edge } from '../api/edge-api.ts';
import { useLive } from '../live/live-store.ts';
import { attempt } from '../shell/notice-store.ts';
import type { CallDraft } from './call-draft.ts';
import { selectIncident, useConsole } from './console-store.ts';

const WAIT_MS = 15_000;

/**
 * Once the incident of this alarm is in the picture: opens it, unless the seat has gone on to something else, and
 * gives it the priority a human chose while typing.
 */
export function followAlarm(alarmId: string, draft: CallDraft): void {
  const look = (): boolean => {
    const incidents = useLive.getState().picture?.incidents.values() ?? [];
    const own = [...incidents].find((incident) => incident.alarmIds.includes(alarmId));
    if (own === undefined) return false;
    if (useConsole.getState().panel === 'nothing') selectIncident(own.incidentId);
    if (draft.priority.by === 'human' && draft.priority.value !== own.priority) {
      const type = draft.type.value || own.reportedType;
      void attempt(() => edge.setType(own.incidentId, type, draft.priority.value, '接警员判定 call-taker'));
    }
    return true;
  };
  if (look()) return;
  const stop = useLive.subscribe(() => {
    if (!look()) return;
    stop();
    clearTimeout(timer);
  });
  const timer = setTimeout(stop, WAIT_MS);
}
