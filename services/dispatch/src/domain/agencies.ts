import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { INCIDENT_TYPES, needsUnit } from '@muster/contracts/taxonomy';
import { AGENCIES, type Agency } from '@muster/kernel/agency';

const LINES: Readonly<Record<string, Agency>> = { '110': 'police', '119': 'fire', '120': 'medical', '122': 'police' };

export const isAgency = (name: string): name is Agency => (AGENCIES as readonly string[]).includes(name);

/** Who leads this type; null when it needs no unit or is not known. */
export function leadOf(type: string): Agency | null {
  const known = INCIDENT_TYPES.get(type);
  return known && needsUnit(known) ? (known.lead as Agency) : null;
}

/** Asked when neither the line nor a type says whom it concerns. */
export const DEFAULT_AGENCY: Agency = 'police';

/**
 * The agencies asked as soon as an alarm comes in: the one whose line rang, and the lead of the type the caller's side
 * gave. Empty when nothing says whom it concerns, or the type needs nobody.
 */
export function agenciesAtOpening(line: string, reportedType: string): readonly Agency[] {
  const found = new Set<Agency>();
  const byLine = LINES[line];
  if (byLine) found.add(byLine);
  const lead = leadOf(reportedType);
  if (lead) found.add(lead);
  return [...found];
}

/** What a type asks for beyond what is open already: its lead, and its helpers where life is in danger now. */
export function agenciesToAdd(view: Incident, type: string, priority: number): readonly Agency[] {
  const lead = leadOf(type);
  if (lead === null) return [];
  const also = priority === 1 ? (INCIDENT_TYPES.get(type)?.also ?? []) : [];
  return [lead, ...also].filter((agency) => !view.orders.some((order) => order.agency === agency));
}
