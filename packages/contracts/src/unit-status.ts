import type { Agency } from '@muster/kernel/agency';
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
