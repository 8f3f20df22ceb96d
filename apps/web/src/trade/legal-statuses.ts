import { isUnanswered } from '@muster/contracts/duty-view';
import type { Duty } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { statusAgency } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import { type StatusInfo, statusesOf } from './system-store.ts';

const ANSWER: Readonly<Record<string, string>> = { fire: '20', medical: 'accepted', police: 'accepted' };
const ENDS_JOB = ['available', 'available-returning', 'training', 'out-of-service'];

/** Pressing one of these while on a job says that the job is done. */
export const endsJob = (row: StatusInfo): boolean => ENDS_JOB.includes(row.canonical);

/** The status with which a crew of this agency says "we heard you". */
export const answerCode = (agency: string): string => ANSWER[statusAgency(agency as Agency)] as string;

/**
 * What the crew may press next, as dispatch will accept it: the table's next statuses; without a job only those that
 * need none; a crew that has not answered yet may answer or go on with the job.
 */
export function legalStatuses(statuses: readonly StatusInfo[], agency: string, duty: Duty): readonly StatusInfo[] {
  const rows = statusesOf(statuses, agency);
  const current = rows.find((row) => row.code === duty.status);
  const next = (current?.next ?? []).flatMap((code) => rows.find((row) => row.code === code) ?? []);
  if (duty.incidentId === '') return next.filter(endsJob);
  if (!isUnanswered(duty)) return next;
  const answer = rows.find((row) => row.code === answerCode(agency));
  const goOn = next.filter((row) => row.code !== answer?.code && !endsJob(row));
  return answer === undefined ? goOn : [answer, ...goOn];
}
