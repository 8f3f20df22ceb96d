import type { Recorded } from './envelope.ts';
import type { DutyEvent } from './events/dispatch.ts';
import type { Duty } from './gen/muster/dispatch/v1/dispatch.ts';

/**
 * A unit's duty as everyone sees it, made from its events; like evolveIncidentView, one function for all.
 *
 * @param initialStatus the agency's status of a unit that was never sent: {code, canonical}
 */
export function evolveDutyView(
  view: Duty | undefined,
  recorded: Recorded<DutyEvent>,
  initialStatus: { readonly code: string; readonly canonical: string },
): Duty {
  const event = recorded.data;
  const duty: Duty = { ...(view ?? emptyDuty(event.unitId, initialStatus)), version: recorded.version };
  switch (event.type) {
    case 'unit.assigned':
      if (duty.incidentId !== '') {
        duty.stackedIncidentIds = [...duty.stackedIncidentIds, event.incidentId];
        return duty;
      }
      return { ...duty, incidentId: event.incidentId, assignedAtMs: event.assignedAtMs, escalation: 0 };
    case 'unit.status-changed':
      duty.status = event.to;
      duty.canonical = event.canonical;
      duty.statusAtMs = event.serverAtMs;
      duty.statusSource = event.source;
      if (event.canonical !== 'dispatched') duty.escalation = 0;
      return duty;
    case 'unit.escalated':
      return { ...duty, escalation: event.level };
    case 'unit.released': {
      const [next, ...rest] = duty.stackedIncidentIds.filter((id) => id !== event.incidentId);
      if (duty.incidentId !== event.incidentId) {
        return { ...duty, stackedIncidentIds: next === undefined ? [] : [next, ...rest] };
      }
      return {
        ...duty,
        incidentId: next ?? '',
        stackedIncidentIds: rest,
        assignedAtMs: next === undefined ? 0 : recorded.atMs,
        escalation: 0,
      };
    }
  }
}

export const emptyDuty = (
  unitId: string,
  initialStatus: { readonly code: string; readonly canonical: string },
): Duty => ({
  unitId,
  status: initialStatus.code,
  canonical: initialStatus.canonical,
  incidentId: '',
  assignedAtMs: 0,
  statusAtMs: 0,
  statusSource: 'system',
  escalation: 0,
  version: 0,
  stackedIncidentIds: [],
});
