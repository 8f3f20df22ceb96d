import type { Recorded } from '@muster/contracts/envelope';
import type { IncidentEvent } from '@muster/contracts/events/dispatch';
import type { ActorFact } from '@muster/contracts/events/shared';
import type { Incident, Order } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { evolveIncidentView } from '@muster/contracts/incident-view';
import type { Agency } from '@muster/kernel/agency';
import type { AlarmId, IncidentId, UnitId } from '@muster/kernel/ids';
import { type Danger, dangersIn } from './danger.ts';
import { evolveReports, type ReportFact } from './reports.ts';

/** What is decided on: the incident as everyone sees it, and what only dispatch needs to remember. Plain JSON. */
export interface IncidentState {
  readonly view: Incident;
  /** What a human has laid down is not changed by a machine. */
  readonly human: { readonly agencies: boolean; readonly priority: boolean; readonly place: boolean };
  /** Dangers already told by some caller: only a new one raises attention. */
  readonly dangers: readonly Danger[];
  /** Units whose crews declined this job: not recommended for it again. */
  readonly declined: readonly UnitId[];
  /** The calls of this incident as they are compared with others; oldest first, at most MAX_REPORTS_KEPT. */
  readonly reports?: readonly ReportFact[];
  /** Calls that a human took out again, and where each went. */
  readonly movedOut?: Readonly<Record<AlarmId, IncidentId>>;
  /** Incidents a human told apart from this one: not proposed to be joined again. */
  readonly apartFrom?: readonly IncidentId[];
  /** Units were sent at some time. */
  readonly sent: boolean;
  /** Whose order stands only because nothing was known; absent: nobody's. */
  readonly byDefault?: Agency | null;
}

/** An incident's id follows from the alarm that opened it, so that an alarm delivered twice opens one incident. */
export const incidentIdFor = (alarmId: AlarmId): IncidentId => `i${alarmId}`;

const isHuman = (by: ActorFact): boolean => by.kind === 'user' || by.kind === 'unit';

export function evolveIncident(state: IncidentState | undefined, recorded: Recorded<IncidentEvent>): IncidentState {
  const view = evolveIncidentView(state?.view, recorded);
  const before: Omit<IncidentState, 'view'> = state ?? {
    human: { agencies: false, priority: false, place: false },
    dangers: [],
    declined: [],
    sent: false,
  };
  const reports = evolveReports(before.reports ?? [], recorded.data);
  return { ...before, view, reports, ...remembered(before, recorded.data, state?.view) };
}

/** @param was as it stood before the event */
function remembered(
  before: Omit<IncidentState, 'view'>,
  event: IncidentEvent,
  was: Incident | undefined,
): Partial<Omit<IncidentState, 'view'>> {
  switch (event.type) {
    case 'incident.opened':
      return {
        dangers: union(before.dangers, dangersIn(event.summary)),
        human: { ...before.human, priority: isHuman(event.by), place: isHuman(event.by) && event.place !== null },
      };
    case 'incident.alarm-joined':
      return {
        dangers: union(before.dangers, dangersIn(event.text)),
        ...(before.movedOut?.[event.alarmId] === undefined
          ? {}
          : { movedOut: without(before.movedOut, event.alarmId) }),
      };
    case 'incident.alarm-split':
      return {
        movedOut: { ...before.movedOut, [event.alarmId]: event.to },
        apartFrom: union(before.apartFrom ?? [], [event.to]),
      };
    case 'incident.reopened': {
      // The other calls it had stay where it was joined into.
      const others = (was?.alarmIds ?? []).filter((alarmId) => alarmId !== event.alarmId);
      const into = was?.mergedInto ?? event.from;
      const moved = { ...before.movedOut, ...Object.fromEntries(others.map((alarmId) => [alarmId, into])) };
      return { movedOut: without(moved, event.alarmId) };
    }
    case 'incident.attention-raised':
      return { dangers: union(before.dangers, dangersIn(event.reasonEn)) };
    case 'incident.order-opened':
      if (event.byDefault) return { byDefault: event.agency };
      return isHuman(event.by) ? { human: { ...before.human, agencies: true } } : {};
    case 'incident.order-withdrawn':
      return { byDefault: null };
    case 'incident.priority-set':
      return isHuman(event.by) ? { human: { ...before.human, priority: true } } : {};
    case 'incident.place-set':
      return isHuman(event.by) ? { human: { ...before.human, place: true } } : {};
    case 'incident.unit-sent':
      return { sent: true };
    case 'incident.unit-taken-off':
      return event.why === 'declined' ? { declined: union(before.declined, [event.unitId]) } : {};
    default:
      return {};
  }
}

const union = <T>(old: readonly T[], more: readonly T[]): readonly T[] => {
  const fresh = more.filter((item) => !old.includes(item));
  return fresh.length === 0 ? old : [...old, ...fresh];
};

const without = (moved: Readonly<Record<AlarmId, IncidentId>>, alarmId: AlarmId) =>
  Object.fromEntries(Object.entries(moved).filter(([id]) => id !== alarmId));

export const orderOf = (view: Incident, agency: string): Order | undefined =>
  view.orders.find((order) => order.agency === agency);

/** Units on the incident now, with the agency of their order. */
export const unitsOn = (view: Incident): { unitId: UnitId; agency: string }[] =>
  view.orders.flatMap((order) => order.unitIds.map((unitId) => ({ unitId, agency: order.agency })));

/** A bare cell fix is a circle of kilometres: it is drawn, it never counts as a place. */
export const hasPlace = (view: Incident): boolean =>
  view.place !== undefined && (view.place.source !== 'cell' || view.place.confirmed);
