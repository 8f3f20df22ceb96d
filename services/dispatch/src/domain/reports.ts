import type { CallFact, IncidentEvent } from '@muster/contracts/events/dispatch';
import type { PlaceFact } from '@muster/contracts/events/shared';
import type { AlarmId, IncidentId } from '@muster/kernel/ids';

/** A call of an incident as it is compared with other calls. Plain JSON. */
export interface ReportFact {
  /** The incident's id where a human opened it without a call. */
  readonly alarmId: AlarmId | IncidentId;
  readonly text: string;
  readonly atMs: number;
  readonly callerNumber: string;
  /** Best first; `p` 0–1. */
  readonly types: readonly { readonly type: string; readonly p: number }[];
  /** Somebody said the type; the machine's guess does not replace it. */
  readonly isTypeGiven: boolean;
  readonly place: { readonly lon: number; readonly lat: number; readonly accuracyM: number } | null;
}

/** Of an incident with more calls the first ones and the last ones are kept. */
export const MAX_REPORTS_KEPT = 40;
const FIRST_KEPT = 8;
const MAX_REPORT_TEXT = 400;
const MAX_TYPES = 4;
/** Metres that a place on the map is off, and a bare cell at least. */
const MAP_ACCURACY_M = 15;
const CELL_ACCURACY_M = 800;

export function evolveReports(before: readonly ReportFact[], event: IncidentEvent): readonly ReportFact[] {
  switch (event.type) {
    case 'incident.opened':
      return [
        {
          alarmId: event.alarmId ?? event.incidentId,
          text: event.summary.slice(0, MAX_REPORT_TEXT),
          atMs: event.receivedAtMs,
          callerNumber: event.callerNumber,
          ...typed(event.reportedType),
          place: pointOf(event.place),
        },
      ];
    case 'incident.alarm-joined':
      return kept([...before.filter((report) => report.alarmId !== event.alarmId), reportOf(event)]);
    case 'incident.alarm-split':
      return before.filter((report) => report.alarmId !== event.alarmId);
    case 'incident.reopened':
      return [reportOf(event)];
    case 'incident.classified': {
      const { type, confidence, alternatives } = event.classification;
      const types = [
        { type, p: confidence },
        ...alternatives.map((other) => ({ type: other.type, p: other.confidence })),
      ];
      return changed(before, event.alarmId, (report) =>
        report.isTypeGiven ? report : { ...report, types: types.slice(0, MAX_TYPES) },
      );
    }
    case 'incident.type-set':
      return changed(before, before[0]?.alarmId, (report) => ({ ...report, ...typed(event.incidentType) }));
    case 'incident.place-set':
      return changed(before, before[0]?.alarmId, (report) => ({
        ...report,
        place: pointOf(event.place) ?? report.place,
      }));
    default:
      return before;
  }
}

const reportOf = (call: CallFact): ReportFact => ({
  alarmId: call.alarmId,
  text: call.text.slice(0, MAX_REPORT_TEXT),
  atMs: call.receivedAtMs ?? 0,
  callerNumber: call.callerNumber ?? '',
  ...typed(call.incidentType ?? ''),
  place: pointOf(call.place ?? null),
});

const typed = (type: string): Pick<ReportFact, 'types' | 'isTypeGiven'> => ({
  types: type === '' ? [] : [{ type, p: 1 }],
  isTypeGiven: type !== '',
});

/** What the machine found in the words is no position: whoever compares reads the words. */
function pointOf(place: PlaceFact | null): ReportFact['place'] {
  if (place === null || (place.source === 'classifier' && !place.confirmed)) return null;
  const { lon, lat, accuracyM, source } = place;
  return { lon, lat, accuracyM: Math.max(accuracyM, source === 'cell' ? CELL_ACCURACY_M : MAP_ACCURACY_M) };
}

const kept = (reports: readonly ReportFact[]): readonly ReportFact[] =>
  reports.length <= MAX_REPORTS_KEPT
    ? reports
    : [...reports.slice(0, FIRST_KEPT), ...reports.slice(FIRST_KEPT - MAX_REPORTS_KEPT)];

function changed(
  reports: readonly ReportFact[],
  alarmId: AlarmId | IncidentId | undefined,
  change: (report: ReportFact) => ReportFact,
): readonly ReportFact[] {
  return reports.some((report) => report.alarmId === alarmId)
    ? reports.map((report) => (report.alarmId === alarmId ? change(report) : report))
    : reports;
}
