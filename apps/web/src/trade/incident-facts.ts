import { isUnanswered } from '@muster/contracts/duty-view';
import type { UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';

type Units = ReadonlyMap<string, UnitView>;

export const isOpen = (incident: Incident): boolean => incident.state === 'open';

export const unitIdsOf = (incident: Incident): string[] => incident.orders.flatMap((order) => order.unitIds);

/** Somebody must be sent and nobody ever was. */
export const isUnsent = (incident: Incident): boolean =>
  isOpen(incident) && incident.orders.some((order) => order.state === 'open' && order.firstSentAtMs === 0);

export const isUnanswering = ({ duty }: UnitView): boolean => isUnanswered(duty);

export const unansweredUnits = (incident: Incident, units: Units): UnitView[] =>
  unitIdsOf(incident).flatMap((id) => {
    const view = units.get(id);
    return view !== undefined && view.duty.incidentId === incident.incidentId && isUnanswering(view) ? [view] : [];
  });

export interface QueueFilter {
  readonly agency: string;
  readonly show: 'open' | 'unsent' | 'attention' | 'closed';
  readonly text: string;
}

function shows(incident: Incident, filter: QueueFilter, units: Units): boolean {
  switch (filter.show) {
    case 'open':
      return isOpen(incident);
    case 'unsent':
      return isUnsent(incident);
    case 'attention':
      return isOpen(incident) && needsLook(incident, units);
    case 'closed':
      return !isOpen(incident);
  }
}

export const needsLook = (incident: Incident, units: Units): boolean =>
  incident.needsHuman || incident.attention > 0 || unansweredUnits(incident, units).length > 0;

function matches(incident: Incident, text: string): boolean {
  if (text === '') return true;
  const wanted = text.toLowerCase();
  return [
    incident.summary,
    incident.place?.text ?? '',
    incident.incidentId,
    incident.callerNumber,
    incidentType(incident),
  ].some((field) => field.toLowerCase().includes(wanted));
}

/**
 * The queue: by priority, within it those nobody was sent to before the others, and the longest waiting first. Closed
 * ones newest first.
 */
export function queueOf(incidents: Iterable<Incident>, filter: QueueFilter, units: Units): Incident[] {
  const text = filter.text.trim();
  const found = [...incidents].filter(
    (incident) =>
      shows(incident, filter, units) &&
      (filter.agency === '' || incident.orders.some((order) => order.agency === filter.agency)) &&
      matches(incident, text),
  );
  return found.sort(filter.show === 'closed' ? (a, b) => b.closedAtMs - a.closedAtMs : byUrgency);
}

function byUrgency(a: Incident, b: Incident): number {
  return (
    a.priority - b.priority ||
    Number(isUnsent(b)) - Number(isUnsent(a)) ||
    a.receivedAtMs - b.receivedAtMs ||
    (a.incidentId < b.incidentId ? -1 : 1)
  );
}
