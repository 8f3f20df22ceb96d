import { emptyDuty, evolveDutyView } from '@muster/contracts/duty-view';
import type { Recorded } from '@muster/contracts/envelope';
import type { DutyEvent } from '@muster/contracts/events/dispatch';
import type { Duty } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { initialStatus } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import type { UnitId } from '@muster/kernel/ids';

/** A unit's duty as everyone sees it, and the keys of the presses already counted. Plain JSON. */
export interface DutyState {
  readonly view: Duty;
  readonly agency: Agency;
  /** Idempotency keys, newest last. */
  readonly keys: readonly string[];
}

/** A phone that was off the network for a whole job sends fewer presses than this when it is back. */
const KEYS_REMEMBERED = 64;

export const freshDuty = (unitId: UnitId, agency: Agency): DutyState => ({
  view: emptyDuty(unitId, initialStatus(agency)),
  agency,
  keys: [],
});

export function evolveDuty(state: DutyState | undefined, recorded: Recorded<DutyEvent>): DutyState {
  const event = recorded.data;
  const agency = 'agency' in event ? event.agency : (state?.agency ?? 'police');
  const view = evolveDutyView(state?.view, recorded, initialStatus(agency));
  const keys = state?.keys ?? [];
  const key = event.type === 'unit.status-changed' ? event.idempotencyKey : '';
  return { view, agency, keys: key === '' ? keys : [...keys, key].slice(-KEYS_REMEMBERED) };
}
