import { readFileSync } from 'node:fs';
import type { Agency, Priority } from '@muster/kernel/agency';
import { AGENCIES } from '@muster/kernel/agency';

/** One of the incident types. `lead` is who goes first and commands; `service` and `call` need no unit. */
export interface IncidentType {
  readonly code: string;
  readonly lead: Agency | 'service' | 'call';
  readonly also: readonly Agency[];
  readonly priority: Priority;
  /** Whom to hand the call to instead, empty when nobody. */
  readonly handTo: string;
  readonly zh: string;
  readonly en: string;
}

/** A row of unit-status.csv: what a crew of that agency can say about itself. */
export interface UnitStatus {
  readonly agency: Agency;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly canonical: CanonicalStatus;
  /** Codes that may follow. */
  readonly next: readonly string[];
}

export type CanonicalStatus =
  | 'available'
  | 'dispatched'
  | 'acknowledged'
  | 'en-route'
  | 'on-scene'
  | 'transporting'
  | 'at-hospital'
  | 'available-returning'
  | 'training'
  | 'out-of-service';

function rows(file: string): string[][] {
  const text = readFileSync(new URL(`../taxonomy/${file}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
}

const split = (cell: string | undefined): string[] => (cell ? cell.split('|') : []);

export const INCIDENT_TYPES: ReadonlyMap<string, IncidentType> = new Map(
  rows('incident-types.csv').map(([code = '', lead, also, priority, handTo = '', zh = '', en = '']) => [
    code,
    {
      code,
      lead: lead as IncidentType['lead'],
      also: split(also) as Agency[],
      priority: Number(priority) as Priority,
      handTo,
      zh,
      en,
    },
  ]),
);

/** The table's agencies; agencies without rows of their own use the police's words (accept, roll, arrive, report). */
export const UNIT_STATUSES: readonly UnitStatus[] = rows('unit-status.csv').map(
  ([agency, code = '', zh = '', en = '', canonical, next]) => ({
    agency: agency as Agency,
    code,
    zh,
    en,
    canonical: canonical as CanonicalStatus,
    next: split(next),
  }),
);

/** Does a call of this type end in sending somebody? */
export const needsUnit = (type: IncidentType): boolean => (AGENCIES as readonly string[]).includes(type.lead);
