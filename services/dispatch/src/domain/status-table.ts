import type { Duty } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { UNIT_STATUSES, type UnitStatus } from '@muster/contracts/taxonomy';
import { answerCode, legalNext as legalNextOf, statusAgency, statusOf } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import { must } from '@muster/kernel/assert';
import { ok, type Result, refuse } from '@muster/kernel/result';

type Table = 'fire' | 'medical' | 'police';
const tableOf = (agency: Agency): Table => statusAgency(agency) as Table;

const STOOD_DOWN: Readonly<Record<Table, string>> = { fire: '25', medical: 'stood-down', police: 'stood-down' };

export const rowOf = (agency: Agency, code: string): UnitStatus =>
  must(statusOf(UNIT_STATUSES, agency, code), `status ${code} of ${agency}`);

export const rowsOf = (agency: Agency): readonly UnitStatus[] =>
  UNIT_STATUSES.filter((row) => row.agency === statusAgency(agency));

/** The status a crew has after it was taken off a job it had already answered. */
export const stoodDownRow = (agency: Agency, current: string): UnitStatus =>
  rowOf(agency, current === '20' ? '10' : STOOD_DOWN[tableOf(agency)]);

export const legalNext = (agency: Agency, duty: Duty): readonly UnitStatus[] =>
  legalNextOf(UNIT_STATUSES, agency, duty);

/** A code of the agency's table, or a canonical name where only one legal next status has it. */
export function resolveStatus(agency: Agency, duty: Duty, asked: string): Result<UnitStatus> {
  const rows = rowsOf(agency);
  const exact = rows.find((row) => row.code === asked);
  if (exact) return ok(exact);
  if (asked === 'acknowledged') return ok(rowOf(agency, answerCode(agency)));
  const named = rows.filter((row) => row.canonical === asked);
  if (named.length === 1) return ok(named[0] as UnitStatus);
  const legal = legalNext(agency, duty).filter((row) => row.canonical === asked);
  if (legal.length === 1) return ok(legal[0] as UnitStatus);
  const list = (named.length > 0 ? named : rows).map((row) => row.code).join(', ');
  return named.length > 0
    ? refuse('invalid', `"${asked}" could be any of ${list}: say which`, `“${asked}”对应多个状态（${list}），请指明`)
    : refuse(
        'invalid',
        `"${asked}" is no status of ${agency}: use one of ${list}`,
        `“${asked}”不是该单位的状态，可用：${list}`,
      );
}

export const STAGES = ['acknowledged', 'en-route', 'on-scene'] as const;
export type Stage = (typeof STAGES)[number];

/** Stages of the KPIs a status has reached: pressing "rolling" has also acknowledged. */
export function stagesReached(row: UnitStatus): readonly Stage[] {
  switch (row.canonical) {
    case 'dispatched': // only fire's 20, turning out
    case 'acknowledged':
      return STAGES.slice(0, 1);
    case 'en-route':
      return STAGES.slice(0, 2);
    case 'on-scene':
    case 'transporting':
    case 'at-hospital':
      return STAGES;
    default:
      return [];
  }
}

/** The patient is in this crew's hands: nobody takes them off the job. */
export const hasPatient = (duty: Duty): boolean => ['at-patient', 'loaded', 'at-hospital'].includes(duty.status);
