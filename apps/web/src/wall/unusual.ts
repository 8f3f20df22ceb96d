import type { UnitView, WallFigures } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { isAvailable } from '@muster/contracts/unit-status';
import { isUnanswering, isUnsent } from '../trade/incident-facts.ts';
import type { Stage } from './targets.ts';

/** What a city's leadership should ask about, most urgent first. Times are ms, stage times seconds. */
export type Unusual =
  | {
      readonly kind: 'unsent';
      readonly incidentId: string;
      readonly type: string;
      readonly priority: number;
      readonly waitedMs: number;
    }
  | { readonly kind: 'silent'; readonly unitId: string; readonly callSign: string; readonly waitedMs: number }
  | { readonly kind: 'few-free'; readonly agency: string; readonly free: number }
  | { readonly kind: 'slow'; readonly stage: Stage; readonly p50S: number; readonly targetS: number };

const UNSENT_AFTER_MS = 120_000;
const SILENT_AFTER_MS = 60_000;
/** Below this share of an agency's units free, the next call waits. */
const FEW_SHARE = 0.1;

export function unusual(now: {
  readonly incidents: Iterable<Incident>;
  readonly units: Iterable<UnitView>;
  readonly stages: WallFigures['stages'];
  readonly targets: Readonly<Record<Stage, number>>;
  readonly nowMs: number;
}): Unusual[] {
  const units = [...now.units];
  return [
    ...unsent(now.incidents, now.nowMs),
    ...silent(units, now.nowMs),
    ...fewFree(units),
    ...now.stages.flatMap(({ stage, p50S }): Unusual[] =>
      p50S !== null && p50S > now.targets[stage] ? [{ kind: 'slow', stage, p50S, targetS: now.targets[stage] }] : [],
    ),
  ];
}

function unsent(incidents: Iterable<Incident>, nowMs: number): Unusual[] {
  return [...incidents]
    .filter((incident) => isUnsent(incident) && nowMs - incident.receivedAtMs > UNSENT_AFTER_MS)
    .sort((a, b) => a.priority - b.priority || a.receivedAtMs - b.receivedAtMs)
    .map((incident) => ({
      kind: 'unsent',
      incidentId: incident.incidentId,
      type: incidentType(incident),
      priority: incident.priority,
      waitedMs: nowMs - incident.receivedAtMs,
    }));
}

function silent(units: readonly UnitView[], nowMs: number): Unusual[] {
  return units
    .filter((view) => isUnanswering(view) && nowMs - view.duty.assignedAtMs > SILENT_AFTER_MS)
    .map(({ unit, duty }) => ({
      kind: 'silent',
      unitId: unit.unitId,
      callSign: unit.callSign,
      waitedMs: nowMs - duty.assignedAtMs,
    }));
}

function fewFree(units: readonly UnitView[]): Unusual[] {
  const byAgency = Map.groupBy(units, ({ unit }) => unit.agency);
  return [...byAgency].flatMap(([agency, own]): Unusual[] => {
    const free = own.filter(({ duty }) => isAvailable(duty.canonical)).length;
    return free / own.length < FEW_SHARE ? [{ kind: 'few-free', agency, free }] : [];
  });
}
