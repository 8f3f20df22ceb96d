import type { Role } from '@muster/contracts/edge';

/** Which roles may do what. Everyone signed in may see what their audience sees (views.ts). */
export const MAY = {
  takeCalls: ['call-taker', 'dispatcher', 'supervisor', 'gateway'],
  takeOver: ['supervisor'],
  openIncidents: ['call-taker', 'dispatcher', 'supervisor'],
  /** Place, type and notes: whoever speaks with the caller, too. */
  describeIncidents: ['call-taker', 'dispatcher', 'supervisor'],
  dispatch: ['dispatcher', 'supervisor'],
  /** A unit only its own; see unitFor. */
  actForUnits: ['unit', 'dispatcher', 'supervisor', 'gateway'],
  giveFeedback: ['unit', 'dispatcher', 'supervisor', 'gateway'],
  reportPositions: ['unit', 'gateway'],
  seeIncidents: ['call-taker', 'dispatcher', 'supervisor', 'leadership', 'unit', 'gateway'],
  seeCalls: ['call-taker', 'dispatcher', 'supervisor', 'gateway'],
  seeTracks: ['unit', 'dispatcher', 'supervisor', 'gateway'],
  seeWall: ['call-taker', 'dispatcher', 'supervisor', 'leadership', 'admin', 'gateway'],
  /** How the classifier does, and masked words of the calls that it got wrong. */
  seeClassifier: ['supervisor', 'admin'],
  keepUsers: ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export const hasRole = (have: readonly Role[], wanted: readonly Role[]): boolean =>
  have.some((role) => wanted.includes(role));

/** Speaks for any unit, not only its own. */
export const speaksForAnyUnit = (roles: readonly Role[]): boolean =>
  hasRole(roles, ['dispatcher', 'supervisor', 'gateway']);

/** A dispatcher enters what came over the radio; a crew and its gateway press the button. */
export function statusSource(roles: readonly Role[], asked: 'button' | 'radio' | undefined): 'button' | 'radio' {
  const presses = hasRole(roles, ['unit', 'gateway']);
  const listens = hasRole(roles, ['dispatcher', 'supervisor']);
  if (presses && listens) return asked ?? 'button';
  return presses ? 'button' : 'radio';
}
