import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { DrillCall } from './calls.ts';

/** What became of one call. */
export interface CallRecord {
  readonly callId: string;
  readonly labelled: DrillCall['type'];
  readonly accepted: readonly string[];
  readonly rangAtMs: number;
  alarmId: string;
  incidentId: string;
  /** The system's type; '' when it gave none. */
  proposedType: string;
  needsUnit: boolean;
  placeDrawn: boolean;
  recommended: boolean;
  waitedForUnits: boolean;
  arrived: boolean;
  closed: boolean;
  refusals: string[];
  /** Set when the call could not be handled to its end. */
  failure: string;
  /** As the system has it at the end. */
  incident: Incident | null;
}

export const newRecord = (call: DrillCall, rangAtMs: number): CallRecord => ({
  callId: call.id,
  labelled: call.type,
  accepted: call.type === '' ? [] : [call.type, ...call.altTypes],
  rangAtMs,
  alarmId: '',
  incidentId: '',
  proposedType: '',
  needsUnit: true,
  placeDrawn: false,
  recommended: false,
  waitedForUnits: false,
  arrived: false,
  closed: false,
  refusals: [],
  failure: '',
  incident: null,
});

export interface StageFigure {
  readonly stage: string;
  readonly n: number;
  /** Seconds of the drill. */
  readonly p50S: number | null;
  readonly p90S: number | null;
  readonly p99S: number | null;
}

export interface DrillReport {
  readonly city: string;
  readonly speed: number;
  readonly seed: number;
  readonly units: number;
  readonly calls: number;
  readonly receipts: number;
  readonly needUnit: number;
  readonly labelled: number;
  readonly typeRight: number;
  readonly placesDrawn: number;
  readonly recommended: number;
  readonly sent: number;
  readonly arrived: number;
  readonly closed: number;
  /** Without a label and cancelled on the classifier's word alone: if it was wrong, nobody came. */
  readonly cancelledUnlabelled: number;
  readonly waitedForUnits: number;
  /** Receipts without an incident, or calls that needed a unit and saw none. */
  readonly lost: readonly string[];
  readonly refused: number;
  readonly failures: readonly string[];
  readonly requestRetries: number;
  readonly positionsSent: number;
  readonly tookS: number;
  readonly stages: readonly StageFigure[];
}

const STAGES: readonly (readonly [string, (r: CallRecord, i: Incident) => readonly [number, number]])[] = [
  ['ring → answer', (r, i) => [r.rangAtMs, i.answeredAtMs]],
  ['answer → place confirmed', (_, i) => [i.answeredAtMs, i.placeConfirmedAtMs]],
  ['place confirmed → sent', (_, i) => [i.placeConfirmedAtMs, first(i, 'firstSentAtMs')]],
  ['sent → acknowledged', (_, i) => [first(i, 'firstSentAtMs'), first(i, 'firstAcknowledgedAtMs')]],
  ['acknowledged → rolling', (_, i) => [first(i, 'firstAcknowledgedAtMs'), first(i, 'firstRollingAtMs')]],
  ['rolling → on scene', (_, i) => [first(i, 'firstRollingAtMs'), first(i, 'firstOnSceneAtMs')]],
  ['ring → on scene', (r, i) => [r.rangAtMs, first(i, 'firstOnSceneAtMs')]],
];

type Stamp = 'firstSentAtMs' | 'firstAcknowledgedAtMs' | 'firstRollingAtMs' | 'firstOnSceneAtMs';

/** The earliest of the agencies' stamps, 0 when there is none. */
function first(incident: Incident, stamp: Stamp): number {
  const stamps = incident.orders.map((order) => order[stamp]).filter((ms) => ms > 0);
  return stamps.length > 0 ? Math.min(...stamps) : 0;
}

/** Stage times from the system's own stamps, in seconds of the drill (real seconds × speed). */
export function stageFigures(records: readonly CallRecord[], speed: number): StageFigure[] {
  return STAGES.map(([stage, ends]) => {
    const seconds: number[] = [];
    for (const record of records) {
      if (record.incident === null || !record.needsUnit) continue;
      const [from, to] = ends(record, record.incident);
      if (from > 0 && to >= from) seconds.push(((to - from) / 1000) * speed);
    }
    seconds.sort((a, b) => a - b);
    const at = (q: number) => (seconds.length > 0 ? (seconds[Math.ceil(q * seconds.length) - 1] ?? null) : null);
    return { stage, n: seconds.length, p50S: at(0.5), p90S: at(0.9), p99S: at(0.99) };
  });
}
