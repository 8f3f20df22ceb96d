import type { Recorded } from './envelope.ts';
import type { DutyEvent } from './events/dispatch.ts';
import type { Duty } from './gen/muster/dispatch/v1/dispatch.ts';

/**
 * A unit's duty as everyone sees it, made from its events; like evolveIncidentView, one function for all. Being sent
 * makes it `dispatched` whatever its last status was; the status code stays until the crew presses one.
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
      return {
        ...duty,
        canonical: 'dispatched',
        incidentId: event.incidentId,
        assignedAtMs: event.assignedAtMs,
        escalation: 0,
      };
    case 'unit.status-changed':
      duty.status = event.to;
      duty.canonical = event.canonical;
      duty.statusAtMs = event.serverAtMs;
      duty.statusSource = event.source;
      duty.escalation = 0;
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
        // The next job of the stack is now the one that waits for the crew's answer.
        canonical: next === undefined ? duty.canonical : 'dispatched',
        incidentId: next ?? '',
        stackedIncidentIds: rest,
        assignedAtMs: next === undefined ? 0 : recorded.atMs,
        escalation: 0,
      };
    }
  }
}

/** The only code of unit-status.csv that the table itself maps to dispatched: the fire crew's answer to a send. */
const TURNING_OUT = '20';

/** Sent, and the crew has said nothing yet: what escalates. */
export const isUnanswered = (duty: Duty): boolean =>
  duty.incidentId !== '' && duty.canonical === 'dispatched' && duty.status !== TURNING_OUT;

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
