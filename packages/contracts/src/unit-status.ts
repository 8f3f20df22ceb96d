import type { Agency } from '@muster/kernel/agency';
import { isUnanswered } from './duty-view.ts';
import type { Duty } from './gen/muster/dispatch/v1/dispatch.ts';
import type { CanonicalStatus, UnitStatus } from './taxonomy.ts';

/** Agencies without rows of their own in unit-status.csv use the police's words: accept, roll, arrive, report. */
export const statusAgency = (agency: Agency): Agency => (agency === 'fire' || agency === 'medical' ? agency : 'police');

/** What a unit says of itself before anyone has sent it. */
export const INITIAL_STATUS: Readonly<
  Record<'fire' | 'medical' | 'police', { code: string; canonical: CanonicalStatus }>
> = {
  fire: { code: '10', canonical: 'available' },
  medical: { code: 'at-base', canonical: 'available' },
  police: { code: 'patrol', canonical: 'available' },
};

export const initialStatus = (agency: Agency): { code: string; canonical: CanonicalStatus } =>
  INITIAL_STATUS[statusAgency(agency) as 'fire' | 'medical' | 'police'];

/** Can be sent: free, or on its way back. */
export const isAvailable = (canonical: string): boolean =>
  canonical === 'available' || canonical === 'available-returning';

export const statusOf = (table: readonly UnitStatus[], agency: Agency, code: string): UnitStatus | undefined =>
  table.find((row) => row.agency === statusAgency(agency) && row.code === code);

/** A row of the table as dispatch reads it from the file, or a browser gets it from the edge. */
type StatusRow = Pick<UnitStatus, 'code' | 'next'> & { readonly agency: string; readonly canonical: string };

const FREE_OR_OFF = ['available', 'available-returning', 'training', 'out-of-service'];

/** Pressing one of these while on a job says that the job is done. */
export const endsJob = (row: { readonly canonical: string }): boolean => FREE_OR_OFF.includes(row.canonical);

const ANSWER: Readonly<Record<string, string>> = { fire: '20', medical: 'accepted', police: 'accepted' };

/** The status with which a crew of this agency says "we heard you". */
export const answerCode = (agency: Agency): string => ANSWER[statusAgency(agency)] as string;

/**
 * What a crew may press next: the table's next statuses, with three additions that the table leaves to the system. A crew
 * that was just sent may always answer; until it has, it can only answer or go on with the job (to refuse it, it
 * declines); without a job only statuses that need none.
 */
export function legalNext<Row extends StatusRow>(table: readonly Row[], agency: Agency, duty: Duty): readonly Row[] {
  const rows = table.filter((row) => row.agency === statusAgency(agency));
  const byCode = (code: string): Row[] => rows.filter((row) => row.code === code);
  const next = byCode(duty.status).flatMap((row) => row.next.flatMap(byCode));
  if (duty.incidentId === '') return next.filter(endsJob);
  if (!isUnanswered(duty)) return next;
  const answer = answerCode(agency);
  return [...byCode(answer), ...next.filter((row) => row.code !== answer && !endsJob(row))];
}
