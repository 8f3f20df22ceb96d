import { edge } from '../api/edge-api.ts';
import { attempt } from '../shell/notice-store.ts';
import type { CallDraft } from './call-draft.ts';
import { selectIncident, useConsole } from './console-store.ts';
import { whenIncident } from './incident-of-alarm.ts';

/**
 * Once the incident of this alarm is in the picture: opens it, unless the seat has gone on to something else, and
 * gives it the priority a human chose while typing.
 */
export async function followAlarm(alarmId: string, draft: CallDraft): Promise<void> {
  const own = await whenIncident(alarmId);
  if (own === null) return;
  if (useConsole.getState().panel === 'nothing') selectIncident(own.incidentId);
  if (draft.priority.by === 'human' && draft.priority.value !== own.priority) {
    const type = draft.type.value || own.reportedType;
    await attempt(() => edge.setType(own.incidentId, type, draft.priority.value, '接警员判定 call-taker'));
  }
}
