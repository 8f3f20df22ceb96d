import { isAvailable } from '@muster/contracts/unit-status';
import { AGENCIES, type Agency } from '@muster/kernel/agency';

/** Bits of a unit in the moving index: its agency, and whether it can be sent. */
export const AVAILABLE = 1 << 16;

export const agencyBit = (agency: Agency): number => 1 << AGENCIES.indexOf(agency);

export const flagsOf = (agency: Agency, canonical: string): number =>
  agencyBit(agency) | (isAvailable(canonical) ? AVAILABLE : 0);

/** The filter for "units of this agency (any when empty), free ones only or all". */
export function filterFor(agency: string, availableOnly: boolean): { mask: number; want: number } {
  const wanted = (AGENCIES as readonly string[]).includes(agency) ? agencyBit(agency as Agency) : 0;
  const bits = wanted | (availableOnly ? AVAILABLE : 0);
  return { mask: bits, want: bits };
}
